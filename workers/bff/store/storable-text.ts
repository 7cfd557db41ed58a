/**
 * Texts from outside, made safe for Postgres and for JSON. Pure.
 * Postgres refuses NUL in a text, and a lone surrogate has no UTF-8 form: both become U+FFFD, before the model sees them,
 * so that what is remembered is what was answered.
 */
export function toStorableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}
