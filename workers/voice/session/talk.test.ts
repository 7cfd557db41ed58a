import { expect, it } from 'vitest';
import { startTalk } from './talk-fixtures.ts';

it('listens, answers clause by clause in order, and listens again when all was played', async () => {
  const scene = startTalk();
  scene.say();
  await scene.pass(0);
  expect(scene.calls).toEqual([
    'transcribe',
    'ask talk-a-1-1 오늘 날씨가 어때요?',
    'speak 오늘은 맑아요.',
    'speak 그리고 따뜻하기도 할 거예요.',
  ]);
  // As far as it is understood, then all of it.
  expect(scene.captions('person')).toEqual(['오늘', '오늘 날씨가 어때요?', '오늘 날씨가 어때요?']);
  expect(scene.captions('libra').at(-1)).toBe('오늘은 맑아요. 그리고 따뜻하기도 할 거예요.');
  scene.talk.receive({ type: 'played', turn: 1, ms: 200, ended: true });
  expect(scene.states()).toEqual(['thinking', 'speaking', 'listening']);
  expect(scene.talk.lines()).toEqual([
    { speaker: 'person', text: '오늘 날씨가 어때요?' },
    { speaker: 'libra', text: '오늘은 맑아요. 그리고 따뜻하기도 할 거예요.' },
  ]);
});

it('listens again after a while where a page does not tell that it has played all', async () => {
  const scene = startTalk();
  scene.say();
  await scene.pass(20_000);
  expect(scene.states().at(-1)).toBe('listening');
});

it('writes times of stages to the log, and nothing that was said', async () => {
  const scene = startTalk();
  scene.say();
  await scene.pass(0);
  const line = scene.lines.find((each) => each.includes('talk.turn')) ?? '';
  expect(JSON.parse(line)).toMatchObject({ outcome: 'ok', transcribeMs: 0, firstTokenMs: 0, totalMs: 0 });
  expect(scene.lines.join('')).not.toMatch(/날씨|맑아요/);
});

it('has the call of its first clause go ahead while the model thinks', async () => {
  const scene = startTalk({ thinksMs: 300 });
  scene.say();
  await scene.pass(1_000);
  expect(scene.calls.slice(2)).toEqual([
    'open 200',
    'tell 오늘은 맑아요.',
    'speak 그리고 따뜻하기도 할 거예요.',
  ]);
});
