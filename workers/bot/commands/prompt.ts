/** Makes a user's text safe to store and send. Pure. */
import { lazyPattern } from '../../../shared/text/lazy-pattern.ts';

/**
 * Drops NUL (Postgres text cannot hold it), replaces lone surrogates (they are not Unicode and no UTF-8 can carry them)
 * by U+FFFD, and trims. A text that shows nothing becomes the empty one.
 */
export function cleanPrompt(text: string): string {
  const clean = text.replaceAll('\0', '').toWellFormed().trim();
  return INVISIBLE().test(clean) ? '' : clean;
}

/** Nothing but white space and characters that show nothing (zero-width spaces and joiners, marks of direction, fillers). */
const INVISIBLE = lazyPattern('^[\\s\\p{Default_Ignorable_Code_Point}\\p{Cf}]*$', 'u');
