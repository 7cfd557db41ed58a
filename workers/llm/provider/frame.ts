/**
 * Looks at one frame of a provider's stream without changing it: is it an answer's chunk, does it carry anything,
 * does it end the answer, is it an error? The frame's text itself is passed on as it came.
 *
 * Pure; never throws.
 */

import { type FinishReason, STREAM_DONE } from '../../../shared/chat/chunk.ts';
import type { ChatCompletionChunk } from '../../../shared/chat/completions.ts';
import type { Usage } from '../../../shared/chat/usage.ts';
import { isErrorBody } from '../../../shared/contract/error-body.ts';
import type { Failure } from './failure.ts';

export interface ChunkFrame {
  kind: 'chunk';
  /** The frame's text, as the provider sent it. */
  data: string;
  chunk: ChatCompletionChunk;
  /** True when it carries a part of the answer or its end. A role alone or an empty delta is no progress. */
  progress: boolean;
  finishReason?: FinishReason;
  usage?: Usage;
}

export type Frame = ChunkFrame | { kind: 'done' } | { kind: 'error'; failure: Failure };

export function readFrame(data: string): Frame {
  if (data.trim() === STREAM_DONE) return { kind: 'done' };
  const value = parseJson(data);
  if (isErrorBody(value)) return { kind: 'error', failure: classifyErrorFrame(value.error) };
  if (!isChunk(value)) return { kind: 'error', failure: { cause: 'garbled' } };
  const finishReason = value.choices.find(
    (choice) => typeof choice.finish_reason === 'string',
  )?.finish_reason;
  const usage = readUsage(value.usage);
  return {
    kind: 'chunk',
    data,
    chunk: value,
    progress: finishReason != null || value.choices.some((choice) => hasContent(choice.delta)),
    ...(finishReason == null ? {} : { finishReason }),
    ...(usage === undefined ? {} : { usage }),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isChunk(value: unknown): value is ChatCompletionChunk {
  return isRecord(value) && Array.isArray(value.choices) && value.choices.every(isChoice);
}

function isChoice(value: unknown): boolean {
  return isRecord(value) && (value.delta === undefined || value.delta === null || isRecord(value.delta));
}

/** Any non-empty part of a delta but its role: text, refusal, tool calls, or the reasoning that some providers send. */
function hasContent(delta: unknown): boolean {
  if (!isRecord(delta)) return false;
  return Object.entries(delta).some(
    ([name, value]) =>
      name !== 'role' &&
      ((typeof value === 'string' && value !== '') || (Array.isArray(value) && value.length > 0)),
  );
}

function readUsage(value: unknown): Usage | undefined {
  if (!isRecord(value)) return undefined;
  const { prompt_tokens: prompt, completion_tokens: completion, total_tokens: total } = value;
  if (!isCount(prompt) || !isCount(completion)) return undefined;
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: isCount(total) ? total : prompt + completion,
  };
}

function classifyErrorFrame(error: { code?: unknown }): Failure {
  if (error.code === 'context_length_exceeded') return { cause: 'context_too_long' };
  if (error.code === 'rate_limit_exceeded' || error.code === 429) return { cause: 'rate_limited' };
  return { cause: 'server_error' };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
