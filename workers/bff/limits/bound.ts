/**
 * How many tokens a text can have at most. Pure.
 *
 * An estimate is made for ordinary text, and who writes the text can write something else. A byte-level tokenizer, which is
 * what every current family of models has, makes at most one token of a byte; no closer bound holds without its table.
 */
import { type ChatMessage, type ToolCall, textOf } from '../../../shared/chat/messages.ts';

/** Role and separators, with room for the templates of other families than OpenAI's (which needs 4). */
export const FRAME_BOUND_TOKENS = 8;

/** Ordinary text of any script has about so many bytes a token: what a window measured in estimated tokens can hold. */
export const BYTES_PER_TOKEN = 4;

/** The bytes of the text in UTF-8. */
export function boundTokens(text: string): number {
  let bytes = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 0x80) bytes += 1;
    else if (code < 0x800) bytes += 2;
    // Half a pair of four bytes; a lone one becomes a character of three.
    else if (code >= 0xd800 && code <= 0xdfff) bytes += isPaired(text, index) ? 2 : 3;
    else bytes += 3;
  }
  return bytes;
}

/** What a message says, without its frame: its text, its sender's name, and the tool calls that it makes. */
export function boundTextTokens(message: ChatMessage): number {
  const name = 'name' in message ? (message.name ?? '') : '';
  return callsOf(message).reduce(
    (sum, { id, function: { name: called, arguments: args } }) =>
      sum + boundTokens(id) + boundTokens(called) + boundTokens(args),
    boundTokens(name) + boundTokens(textOf(message.content)),
  );
}

/** A whole message, with the frames of itself and of its calls. */
export function boundMessageTokens(message: ChatMessage): number {
  return boundTextTokens(message) + FRAME_BOUND_TOKENS * (1 + callsOf(message).length);
}

export function boundPromptTokens(messages: readonly ChatMessage[]): number {
  return messages.reduce((sum, message) => sum + boundMessageTokens(message), FRAME_BOUND_TOKENS);
}

function callsOf(message: ChatMessage): readonly ToolCall[] {
  return message.role === 'assistant' ? (message.tool_calls ?? []) : [];
}

function isPaired(text: string, index: number): boolean {
  const isHigh = text.charCodeAt(index) < 0xdc00;
  const other = text.charCodeAt(isHigh ? index + 1 : index - 1);
  return isHigh ? other >= 0xdc00 && other <= 0xdfff : other >= 0xd800 && other < 0xdc00;
}
