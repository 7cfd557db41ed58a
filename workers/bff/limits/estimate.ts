/**
 * What a prompt will cost, by estimate. Pure.
 *
 * The estimate reserves a budget before a call and measures the memory window. What a call is billed is the provider's
 * own count; the estimate stands in only where a call was cut off before the provider could say.
 */

import { type ChatMessage, readCall, textOf } from '../../../shared/chat/messages.ts';
import { estimateTokens } from '../../../shared/text/estimate-tokens.ts';

/** What a message costs beyond its text: role and separators, as OpenAI documents. */
export const TOKENS_PER_MESSAGE = 4;

/** A whole prompt: every message and its frame. */
export function estimatePromptTokens(messages: readonly ChatMessage[]): number {
  return messages.reduce((sum, message) => sum + estimateMessageTokens(message) + TOKENS_PER_MESSAGE, 0);
}

/** What a message says: its text, and the tool calls that it makes. */
export function estimateMessageTokens(message: ChatMessage): number {
  const calls = message.role === 'assistant' ? (message.tool_calls ?? []) : [];
  const called = calls
    .map(readCall)
    .map(({ name, input }) => name + input)
    .join('');
  return estimateTokens(textOf(message.content)) + (called === '' ? 0 : estimateTokens(called));
}
