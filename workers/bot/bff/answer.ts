/**
 * The answer's stream, frame by frame: text as it comes, then one honest end. Pure: frames in, no I/O.
 * A stream that stops without `[DONE]` has failed, however much text it brought.
 */

import type { FinishReason } from '../../../shared/chat/chunk.ts';
import { STREAM_DONE } from '../../../shared/chat/chunk.ts';
import type { ChatCompletionChunk } from '../../../shared/chat/completions.ts';
import { type ErrorEvidence, isErrorBody } from '../../../shared/contract/error-body.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { toFailure } from './failure.ts';

/** What is known of the model call once the stream is over. */
export interface AnswerFacts {
  model?: string;
  fallback?: boolean;
  cached?: boolean;
  /** False: this turn will not be remembered. */
  remembered?: boolean;
}

export type AnswerEnd =
  | { kind: 'complete'; finish: FinishReason | null; facts: AnswerFacts }
  | { kind: 'failed'; code: ErrorCode; evidence?: ErrorEvidence; facts?: AnswerFacts }
  /** The person pressed Stop. */
  | { kind: 'stopped'; facts?: AnswerFacts }
  /** More text than is kept for one answer. */
  | { kind: 'too_long' };

/** Yields pieces of text, and writes into `facts` what is known so far. Rejects only when `frames` does. */
export async function* readAnswer(
  frames: AsyncIterable<string>,
  facts: AnswerFacts = {},
): AsyncGenerator<string, AnswerEnd, void> {
  let finish: FinishReason | null = null;
  let hasText = false;
  for await (const data of frames) {
    if (data === STREAM_DONE) return { kind: 'complete', finish, facts };
    const frame = parseFrame(data);
    if (frame === null) return { kind: 'failed', code: 'provider_garbled' };
    if (isErrorBody(frame)) {
      const { code, evidence } = toFailure(frame);
      return { kind: 'failed', code, ...(evidence === undefined ? {} : { evidence }) };
    }
    const choice = frame.choices?.[0];
    Object.assign(facts, readFacts(frame));
    finish = choice?.finish_reason ?? finish;
    const text = `${asText(choice?.delta?.content)}${asText(choice?.delta?.refusal)}`;
    if (text === '') continue;
    hasText = true;
    yield text;
  }
  // The bff reports what fails behind it in a frame: a silent end is the bff's own.
  return { kind: 'failed', code: hasText ? 'provider_interrupted' : 'upstream_unreachable' };
}

/** Every field is looked at before it is used: the frame only claims to be a chunk. */
type LooseChunk = Partial<Omit<ChatCompletionChunk, 'choices'>> & {
  choices?: { delta?: { content?: unknown; refusal?: unknown }; finish_reason?: FinishReason | null }[];
};

function parseFrame(data: string): LooseChunk | null {
  try {
    const frame: unknown = JSON.parse(data);
    if (typeof frame !== 'object' || frame === null) return null;
    if ('choices' in frame && !Array.isArray(frame.choices)) return null;
    return frame as LooseChunk;
  } catch {
    return null;
  }
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function readFacts({ libra }: LooseChunk): AnswerFacts {
  if (typeof libra !== 'object' || libra === null) return {};
  const { model, fallback, cached, remembered } = libra;
  return {
    ...(typeof model === 'string' ? { model } : {}),
    ...(typeof fallback === 'boolean' ? { fallback } : {}),
    ...(typeof cached === 'boolean' ? { cached } : {}),
    ...(typeof remembered === 'boolean' ? { remembered } : {}),
  };
}
