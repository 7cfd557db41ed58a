/** The name of a file in a sentence: as code that it cannot leave, and short. Pure. */
import { dropHidden } from '../../../shared/text/hidden.ts';

const MAX_SHOWN_CHARS = 60;

export function showFileName(name: string): string {
  const line = dropHidden(name.toWellFormed())
    .replaceAll(/[\s`]+/g, ' ')
    .trim();
  const shown = line.length <= MAX_SHOWN_CHARS ? line : `${line.slice(0, MAX_SHOWN_CHARS).toWellFormed()}…`;
  return `\`${shown === '' ? '?' : shown}\``;
}
