import { expect, it } from 'vitest';
import { ownTimesOf } from './own-time.ts';

it('is what is left of a turn when the provider’s work is taken out of it', () => {
  const own = ownTimesOf({ endedAtMs: 1_000, firstSoundMs: 690 }, [
    { call: 'transcription', arrivedAtMs: 1_008, answeredAtMs: 1_208 },
    { call: 'answer', arrivedAtMs: 1_220, answeredAtMs: 1_520 },
    { call: 'speech', arrivedAtMs: 1_530, answeredAtMs: 1_680 },
    { call: 'speech', arrivedAtMs: 1_531, answeredAtMs: 1_681 },
  ]);
  expect(own).toEqual({ hearing: 8, asking: 12, speaking: 10, playing: 10 });
});
