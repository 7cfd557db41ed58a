/**
 * Text in pieces like a tokenizer's: near enough in size and number to pace a stream and to fill in usage. Pure.
 * A piece never cuts a code point, but may well cut a grapheme (a flag, a family, a decomposed syllable), as real deltas do.
 */
const PIECE = / ?\p{Script=Latin}{1,6}| ?\d{1,3}|\p{Script=Hangul}{1,2}|\n+| +|[!-/:-@[-`{-~]{1,3}|[\s\S]/gu;

/** The pieces of `text`, in order; joined they are `text` again. */
export function splitIntoTokens(text: string): string[] {
  return text.match(PIECE) ?? [];
}

export function countTokens(text: string): number {
  return splitIntoTokens(text).length;
}

/** What OpenAI's chat format adds around each message, and once to open the answer. */
const TOKENS_PER_MESSAGE = 3;
const TOKENS_PER_PROMPT = 3;

export function countPromptTokens(messages: readonly { role: string; text: string }[]): number {
  return messages.reduce(
    (sum, { role, text }) => sum + TOKENS_PER_MESSAGE + countTokens(role) + countTokens(text),
    TOKENS_PER_PROMPT,
  );
}
