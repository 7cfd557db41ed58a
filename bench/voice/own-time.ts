/** Of one turn: what passes between the provider's work, which is Libra's and the machine's own. Pure. */
import type { Mark, ProviderCall } from './provider.ts';
import type { Turn } from './session.ts';

export const STAGES = {
  hearing: 'end of speech → transcription asked for',
  asking: 'transcript → model asked',
  speaking: 'first token → speech asked for',
  playing: 'first sound of the provider → first sound at the page',
} as const;

/** Milliseconds. */
export type OwnTimes = Record<keyof typeof STAGES, number>;

/** `marks`: of this turn alone. */
export function ownTimesOf(
  { endedAtMs, firstSoundMs }: Pick<Turn, 'endedAtMs' | 'firstSoundMs'>,
  marks: readonly Mark[],
): OwnTimes {
  const first = (call: ProviderCall) => {
    const mark = marks.find((each) => each.call === call);
    if (mark === undefined) throw new Error(`the provider was not asked: ${call}`);
    return mark;
  };
  const [heard, asked, spoken] = [first('transcription'), first('answer'), first('speech')];
  return {
    hearing: heard.arrivedAtMs - endedAtMs,
    asking: asked.arrivedAtMs - heard.answeredAtMs,
    speaking: spoken.arrivedAtMs - asked.answeredAtMs,
    playing: endedAtMs + firstSoundMs - spoken.answeredAtMs,
  };
}
