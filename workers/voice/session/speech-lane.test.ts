import { expect, it } from 'vitest';
import { createSpeechLane } from './speech-lane.ts';

const settle = async () => {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

function start() {
  let nowMs = 0;
  let timers: { atMs: number; callback: () => void }[] = [];
  const asked: string[] = [];
  const sent: string[] = [];
  const streams = new Map<string, ReadableStreamDefaultController<Uint8Array>>();
  const stopping = new AbortController();
  const lane = createSpeechLane(
    {
      async speak(text) {
        asked.push(text);
        const stream = new ReadableStream<Uint8Array>({
          start: (controller) => void streams.set(text, controller),
        });
        return { ok: true, value: stream };
      },
      clock: {
        now: () => nowMs,
        setTimer(callback, ms) {
          const timer = { atMs: nowMs + ms, callback };
          timers.push(timer);
          return () => {
            timers = timers.filter((each) => each !== timer);
          };
        },
      },
      onClause: (text, from) => sent.push(`${text} from ${from}`),
      onSound: (first, pcm) => sent.push(`${first}+${pcm.byteLength / 2}`),
      onFailure: ({ code }) => sent.push(code),
      onOpened: () => undefined,
    },
    stopping.signal,
  );
  return {
    lane,
    asked,
    sent,
    stop: () => stopping.abort(),
    sound: async (text: string, samples: number, isOver = true) => {
      streams.get(text)?.enqueue(new Uint8Array(samples * 2));
      if (isOver) streams.get(text)?.close();
      await settle();
    },
    async pass(ms: number) {
      nowMs += ms;
      for (const timer of timers.filter(({ atMs }) => atMs <= nowMs)) timer.callback();
      await settle();
    },
  };
}

it('asks for two clauses at a time, and sends them in order whichever is ready first', async () => {
  const scene = start();
  for (const clause of ['One.', 'Two.', 'Three.']) scene.lane.add(clause);
  scene.lane.close();
  await settle();
  expect(scene.asked).toEqual(['One.', 'Two.']);
  await scene.sound('Two.', 100);
  expect(scene.sent).toEqual(['One. from 0']);
  await scene.sound('One.', 200);
  expect(scene.sent).toEqual(['One. from 0', '0+200', 'Two. from 200', '200+100', 'Three. from 300']);
  expect(scene.asked).toEqual(['One.', 'Two.', 'Three.']);
  await scene.sound('Three.', 50);
  await scene.lane.done;
  expect(scene.lane.samples).toBe(350);
});

it('asks for nothing that is far ahead of what can have been heard', async () => {
  const scene = start();
  scene.lane.add('One.');
  await settle();
  // Twenty seconds of sound at once.
  await scene.sound('One.', 480_000);
  scene.lane.add('Two.');
  await settle();
  expect(scene.asked).toEqual(['One.']);
  await scene.pass(12_500);
  expect(scene.asked).toEqual(['One.', 'Two.']);
});

it('asks and sends nothing more once it is stopped', async () => {
  const scene = start();
  for (const clause of ['One.', 'Two.', 'Three.']) scene.lane.add(clause);
  await settle();
  scene.stop();
  await scene.sound('One.', 100);
  expect(scene.asked).toEqual(['One.', 'Two.']);
  expect(scene.sent.filter((line) => line.includes('+'))).toEqual([]);
  scene.lane.close();
  await scene.lane.done;
});

it.each([
  ['```js', '```'],
  ['~~~js', '~~~'],
  ['````md', '````'],
])(
  'has code between %s and %s read, and asks for no sound of it, however many lines it has',
  async (from, to) => {
    const scene = start();
    const clauses = ['So:', from, 'const total = 1;', 'a`b`c;', to, '👍', 'Done.'];
    for (const clause of clauses) scene.lane.add(clause);
    scene.lane.close();
    await settle();
    await scene.sound('So:', 100);
    expect(scene.asked).toEqual(['So:', 'Done.']);
    await scene.sound('Done.', 100);
    await scene.lane.done;
    expect(scene.sent.filter((line) => line.includes('from'))).toEqual([
      'So: from 0',
      ...clauses.slice(1, -1).map((clause) => `${clause} from 100`),
      'Done. from 100',
    ]);
  },
);
