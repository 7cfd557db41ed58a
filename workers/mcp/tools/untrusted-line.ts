import { dropHidden } from '../../../shared/text/hidden.ts';

/** A text of a stranger as one line of at most `maxChars`, without hidden characters. Pure. */
export function untrustedLine(text: string, maxChars: number): string {
  // Cut first, too: what is thrown away need not be cleaned.
  const clean = dropHidden(text.slice(0, maxChars * 4).toWellFormed());
  return clean.replaceAll(/\s+/g, ' ').trim().slice(0, maxChars).toWellFormed().trimEnd();
}
