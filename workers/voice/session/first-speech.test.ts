import { expect, it } from 'vitest';
import type { Outcome } from '../bff/client.ts';
import { AHEAD_AFTER_MS, createFirstSpeech } from './first-speech.ts';

const settle = () => new Promise((resolve) => setImmediate(resolve));
type Spoken = Outcome<ReadableStream<Uint8Array>>;
const sound = (): Spoken => ({ ok: true, value: new Blob([]).stream() });

function start(ahead: Spoken | null = sound()) {
  const calls: string[] = [];
  let fire = (): void => undefined;
  const stopping = new AbortController();
  const speech = createFirstSpeech(
    {
      bff: {
        async speak(text) {
          calls.push(`speak ${text}`);
          return sound();
        },
        openSpeech(characters) {
          calls.push(`open ${characters}`);
          return {
            async speak(text) {
              calls.push(`tell ${text}`);
              return ahead;
            },
            drop: () => void calls.push('drop'),
          };
        },
      },
      clock: {
        now: () => 0,
        setTimer(callback, ms) {
          expect(ms).toBe(AHEAD_AFTER_MS);
          fire = callback;
          return () => undefined;
        },
      },
    },
    stopping.signal,
  );
  return {
    calls,
    speech,
    signal: stopping.signal,
    async thinks() {
      fire();
      await settle();
    },
    stop: () => stopping.abort(),
  };
}

it('goes ahead of the first clause, and of no other', async () => {
  const { calls, speech, signal, thinks } = start();
  await thinks();
  await speech.speak('네,', signal);
  await speech.speak('그래요.', signal);
  speech.end();
  expect(calls).toEqual(['open 200', 'tell 네,', 'speak 그래요.']);
});

it('asks the usual way where what went ahead was refused', async () => {
  const { calls, speech, signal, thinks } = start(null);
  await thinks();
  expect(await speech.speak('네,', signal)).toMatchObject({ ok: true });
  expect(calls).toEqual(['open 200', 'tell 네,', 'speak 네,']);
});

it('does not ask twice where the provider has failed', async () => {
  const failed: Spoken = { ok: false, failure: { code: 'provider_unavailable' } };
  const { calls, speech, signal, thinks } = start(failed);
  await thinks();
  expect(await speech.speak('네,', signal)).toEqual(failed);
  expect(calls).toEqual(['open 200', 'tell 네,']);
});

it('does not go ahead of a clause that is there already', async () => {
  const { calls, speech, signal, thinks } = start();
  await speech.speak('네,', signal);
  await thinks();
  expect(calls).toEqual(['speak 네,']);
});

it('is dropped where nothing is spoken', async () => {
  const { calls, speech, thinks } = start();
  await thinks();
  speech.end();
  expect(calls).toEqual(['open 200', 'drop']);
});

it.each<'end' | 'stop'>(['end', 'stop'])('does not begin behind the %s', async (how) => {
  const { calls, speech, thinks, stop } = start();
  if (how === 'end') speech.end();
  else stop();
  await thinks();
  expect(calls).toEqual([]);
});
