/** How much of an answer has been heard when its sound was stopped. Pure. */
import { SPEAKER_HZ } from '../../../shared/contract/talk.ts';

export interface SpokenClause {
  /** As the answer has it. */
  text: string;
  /** Of the turn. */
  fromSample: number;
  /** So far: its sound may still be coming. */
  samples: number;
  /** No more of it comes. */
  isWhole: boolean;
}

/** `ms`: of the turn's sound, as far as it was played. Empty when nothing was. Ends with a whole word. */
export function heardText(clauses: readonly SpokenClause[], ms: number): string {
  const played = (ms / 1000) * SPEAKER_HZ;
  const heard: string[] = [];
  for (const { text, fromSample, samples, isWhole } of clauses) {
    if (played <= fromSample) break;
    if (isWhole && played >= fromSample + samples) {
      heard.push(text);
      continue;
    }
    const part = beginning(text, samples === 0 ? 0 : Math.min(1, (played - fromSample) / samples));
    if (part !== '') heard.push(part);
    break;
  }
  return heard.join(' ');
}

/** Speech goes at an even pace, near enough. */
function beginning(text: string, share: number): string {
  const cut = text.slice(0, Math.floor(text.length * share));
  if (cut.length === text.length || /^\s/u.test(text.slice(cut.length))) return cut.trim();
  return cut.replace(/\S*$/u, '').trim();
}
