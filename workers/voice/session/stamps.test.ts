import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStamps, type Stamp } from './stamps.ts';

function stagesOf(reached: Partial<Record<Stamp, number>>) {
  const stamps = createStamps();
  for (const [stamp, atMs] of Object.entries(reached)) stamps.note(stamp as Stamp, atMs);
  return stamps.stages();
}

const BEFORE = { speech_end: 1_000, transcript: 1_200, asked: 1_210, first_token: 1_500 };

describe('the stages of a turn', () => {
  it('follow one another up to the first sound', () => {
    expect(stagesOf({ ...BEFORE, first_clause: 1_540, first_sound: 1_700 })).toEqual({
      transcribeMs: 200,
      pauseMs: 10,
      firstTokenMs: 290,
      firstClauseMs: 40,
      firstSoundMs: 160,
      totalMs: 700,
    });
  });

  it('leave out a clause that came behind the first sound, as of a model that speaks by itself', () => {
    expect(stagesOf({ ...BEFORE, first_clause: 1_900, first_sound: 1_650 })).toMatchObject({
      firstTokenMs: 290,
      firstClauseMs: null,
      firstSoundMs: 150,
      totalMs: 650,
    });
  });

  it('leave out the text, too, where the sound came before it', () => {
    expect(stagesOf({ ...BEFORE, first_clause: 1_900, first_sound: 1_450 })).toMatchObject({
      firstTokenMs: null,
      firstClauseMs: null,
      firstSoundMs: 240,
      totalMs: 450,
    });
  });

  it('are told as far as they were reached', () => {
    expect(stagesOf({ ...BEFORE, first_clause: 1_540 })).toMatchObject({
      firstTokenMs: 290,
      firstClauseMs: 40,
      firstSoundMs: null,
      totalMs: null,
    });
    expect(stagesOf({ asked: 1, first_token: 4 })).toMatchObject({ transcribeMs: null, firstTokenMs: 3 });
  });

  it('are never negative, and make up the total, in whatever order an answer comes', () => {
    fc.assert(
      fc.property(fc.nat(999), fc.nat(999), fc.nat(999), (first_token, first_clause, first_sound) => {
        const { totalMs, ...parts } = stagesOf({
          speech_end: -30,
          transcript: -20,
          asked: 0,
          first_token,
          first_clause: Math.max(first_token, first_clause),
          first_sound,
        });
        const times = Object.values(parts).filter((ms) => ms !== null);
        expect(Math.min(...times)).toBeGreaterThanOrEqual(0);
        expect(times.reduce((sum, ms) => sum + ms, 0)).toBe(totalMs);
      }),
    );
  });
});
