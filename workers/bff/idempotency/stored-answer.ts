/** A finished answer as Redis keeps it: under its idempotency key, and for a moment as the answer to the same question. Pure. */

import type { CompletionChoice } from '../../../shared/chat/completions.ts';
import type { FinishReason } from '../../../shared/chat/finish.ts';
import type { Usage } from '../../../shared/chat/usage.ts';
import type { ProposedAction } from '../../../shared/contract/actions.ts';
import type { DocumentSources, Source } from '../../../shared/contract/libra.ts';
import { isRecord, parseJson } from '../../../shared/json.ts';

export interface StoredAnswer {
  id: string;
  /** Unix seconds. */
  created: number;
  /** As the provider names it. */
  model: string;
  /** The model in Libra's own terms. */
  answeredBy: string;
  /** The provider's host; null when it is not known. */
  provider: string | null;
  /** What a reader sees of the first choice, and what is remembered. */
  content: string;
  finishReason: FinishReason;
  /** All that an API client gets; absent: one choice of `content` alone. */
  choices?: CompletionChoice[];
  serviceTier?: string;
  systemFingerprint?: string;
  usage: Usage | null;
  fallback: boolean;
  conversationId: string | null;
  /** Of Libra's tools, those that were run. */
  toolsUsed?: readonly string[];
  sources?: readonly Source[];
  /** What it proposes to do: a repeat proposes the same under the same ids. */
  proposed?: readonly ProposedAction[];
  /** Passages that it may cite. */
  documents?: DocumentSources;
}

/** Longer answers are not kept: Redis is no archive, and Upstash bounds a request. */
const MAX_STORED_CHARS = 100_000;

/** Null when the answer is too long to keep. */
export function serialiseAnswer(answer: StoredAnswer): string | null {
  if (answer.content.length > MAX_STORED_CHARS) return null;
  const text = JSON.stringify(answer);
  // Of text alone the escapes of JSON do not count.
  return answer.choices !== undefined && text.length > MAX_STORED_CHARS ? null : text;
}

/** Null for anything but an answer that `serialiseAnswer` wrote. */
export function parseStoredAnswer(text: string): StoredAnswer | null {
  const value = parseJson(text);
  if (!isRecord(value)) return null;
  const { id, created, model, answeredBy, provider, content, finishReason } = value;
  const whole =
    typeof id === 'string' &&
    typeof created === 'number' &&
    typeof model === 'string' &&
    typeof answeredBy === 'string' &&
    (typeof provider === 'string' || provider === null) &&
    typeof content === 'string' &&
    typeof finishReason === 'string';
  return whole ? (value as unknown as StoredAnswer) : null;
}
