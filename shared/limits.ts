/** Bounds that more than one Worker must agree on. Each says where its value comes from. */

/** A prompt in characters (UTF-16 units). Discord's slash command options end at 6,000; API clients get the same kindness. */
export const MAX_PROMPT_CHARS = 6_000;

/** What each question reserves of a budget for its answer, in tokens, at least. */
export const RESERVED_ANSWER_TOKENS = 1_024;

/** The end of an answer that travels along when it is continued: a page or two is enough to go on from. */
export const MAX_SHOWN_CHARS = 4_000;

/** A chat request's body, in bytes: 64 messages of the largest prompt in three-byte Hangul still fit. */
export const MAX_CHAT_BODY_BYTES = 1_300_000;

/** Messages in one API request. */
export const MAX_CHAT_MESSAGES = 64;

/** The most that an answer may have, in tokens: what the gpt-4o family writes at most in one call. */
export const MAX_COMPLETION_TOKENS = 16_384;

/** The longest that one answer may take from the first byte of the request to the last of the answer, in milliseconds.
 *  Discord's interaction token lives 15 minutes; a person does not wait longer than two. */
export const MAX_ANSWER_MS = 120_000;

/** How long a hop waits for a real status before it answers 200 and goes on in the stream, in milliseconds.
 *  llm decides first, so that the bff can still pass its status on. See docs/decisions/0003-early-status.md. */
export const LLM_EARLY_STATUS_MS = 1_000;
export const BFF_EARLY_STATUS_MS = 1_500;
