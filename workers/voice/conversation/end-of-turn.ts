/**
 * How long a pause has to be before a turn counts as over, by what was said before it. Pure.
 *
 * People leave some 200 ms between turns. A machine that always waits for the longest pause seems slow, one that always waits for
 * the shortest interrupts: so a sentence that is closed is answered at once, and one that announces more is waited for.
 */

import { lazyPattern } from '../../../shared/text/lazy-pattern.ts';
import { endsInDictatedNumber } from './dictated-number.ts';
import { endsOpenInEnglish, endsWholeInEnglish } from './english-endings.ts';
import { endsOpenInKorean, endsWholeInKorean, isFillerInKorean } from './korean-endings.ts';

/** `whole`: nothing is missing. `open`: more must follow. `unclear`: neither can be told. */
export type Ending = 'whole' | 'open' | 'unclear';

/** Milliseconds of silence. */
export const PAUSE_MS: Record<Ending, number> = { whole: 250, unclear: 550, open: 900 };
export const LONGEST_PAUSE_MS = 900;

const HANGUL = lazyPattern('\\p{Script=Hangul}', 'u');

/** `text`: of the turn so far, as it was understood. */
export function judgeEnding(text: string): Ending {
  const said = text.trim();
  if (said === '') return 'unclear';
  // Who writes down speech ends every piece with a full stop, so that says nothing; these do.
  if (/[?？]["'”’)]*$/u.test(said)) return 'whole';
  if (/(?:[,、:;–—-]|\.{2,}|…)$/u.test(said)) return 'open';
  const words = said
    .replace(/[.!。！"'”’()]+$/gu, '')
    .split(/\s+/u)
    .filter((word) => word !== '');
  const last = words.at(-1)?.replace(/^["'“‘(]+/u, '') ?? '';
  if (endsInDictatedNumber(words)) return 'open';
  if (HANGUL().test(last)) {
    if (isFillerInKorean(last) || endsOpenInKorean(last, words.at(-2))) return 'open';
    return endsWholeInKorean(last) ? 'whole' : 'unclear';
  }
  // A foreign word or a number at the end of what is said in Korean.
  if (HANGUL().test(said)) return 'unclear';
  if (endsOpenInEnglish(words)) return 'open';
  return endsWholeInEnglish(words) ? 'whole' : 'unclear';
}

/**
 * `patienceMs`: more for somebody who was interrupted before. Between 250 and 900.
 */
export function pauseFor(text: string, patienceMs: number): number {
  return Math.min(LONGEST_PAUSE_MS, PAUSE_MS[judgeEnding(text)] + patienceMs);
}
