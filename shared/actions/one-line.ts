/** Text of a model as it is shown to the person who approves it, and then posted: nothing in it is hidden. Pure. */
import { dropHidden } from '../text/hidden.ts';

export function oneLine(text: string): string {
  return dropHidden(text.toWellFormed()).replaceAll(/\s+/g, ' ').trim();
}
