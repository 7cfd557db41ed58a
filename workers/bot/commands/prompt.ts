/** Makes a user's text safe to store and send. Pure. */

/**
 * Drops NUL (Postgres text cannot hold it), replaces lone surrogates (they are not Unicode and no UTF-8 can carry them)
 * by U+FFFD, and trims.
 */
export function cleanPrompt(text: string): string {
  return text.replaceAll('\0', '').toWellFormed().trim();
}
