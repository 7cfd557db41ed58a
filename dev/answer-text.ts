/** An answer as the model wrote it: what Libra puts above it is taken off. */

/** A quote of one line, and the blank line below it. */
const QUESTION = /^> [^\n]*(?:\n\n|$)/;

/** `content`: of the first message of an answer. */
export function withoutQuestion(content: string): string {
  return content.replace(QUESTION, '');
}
