/** A text of somebody's in a sentence: as code that it cannot leave, in one line, and short. Pure. */
import { dropHidden } from '../../../shared/text/hidden.ts';

export function inCode(text: string, maxChars: number): string {
  const line = dropHidden(text.toWellFormed())
    .replaceAll(/[\s`]+/g, ' ')
    .trim();
  const shown = line.length <= maxChars ? line : `${line.slice(0, maxChars).toWellFormed()}…`;
  return `\`${shown === '' ? '?' : shown}\``;
}
