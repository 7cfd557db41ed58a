/** An answer and its conversation in the terms of those who keep them. Pure, but for a new conversation's id. */

import type { Memory } from '../conversation/load.ts';
import type { StoredAnswer } from '../idempotency/stored-answer.ts';
import type { Collected } from './collect.ts';

export interface Conversation {
  id: string;
  isNew: boolean;
}

/** True when the conversation is known to have no history. */
export function isUnbegun(memory: Memory | null): boolean {
  return memory !== null && memory.newestFirst.length === 0;
}

/** Null when the turn cannot or may not be remembered. */
export function conversationOf(memory: Memory | null): Conversation | null {
  if (memory === null || !memory.remember) return null;
  return memory.conversationId === null
    ? { id: crypto.randomUUID(), isNew: true }
    : { id: memory.conversationId, isNew: false };
}

export function toStoredAnswer(collected: Collected, conversationId: string | null): StoredAnswer {
  const { text, finishReason, firstTokenMs: _, ...rest } = collected;
  return { ...rest, content: text, finishReason: finishReason ?? 'stop', conversationId };
}

/** The same answer given again: no token of it had to be waited for. */
export function toCollected(answer: StoredAnswer): Collected {
  const { content, conversationId: _, ...rest } = answer;
  return { ...rest, text: content, firstTokenMs: null };
}
