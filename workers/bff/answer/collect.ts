/**
 * Reads the llm Worker's frames: gathers what memory, ledger and non-streamed answers need, and notices how they end.
 * Pure: the clock is given.
 */

import type { FinishReason } from '../../../shared/chat/chunk.ts';
import { parseAnswerEnd } from '../../../shared/chat/relay.ts';
import type { Usage } from '../../../shared/chat/usage.ts';
import { isErrorBody } from '../../../shared/contract/error-body.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import { readModelFailure } from '../llm/failure.ts';

/** What has come of an answer so far. */
export interface Collected {
  id: string;
  /** Unix seconds. */
  created: number;
  /** As the provider names it. */
  model: string;
  /** The model in Libra's own terms, as the price table has it. */
  answeredBy: string;
  /** The provider's host; null until it has begun to answer. */
  provider: string | null;
  text: string;
  finishReason: FinishReason | null;
  /** As counted by the provider; null when it has not said (yet). */
  usage: Usage | null;
  fallback: boolean;
  /** Milliseconds from the start to the first text. */
  firstTokenMs: number | null;
}

export interface Collector {
  /** Takes the data of one frame. Gives the failure that it tells of, or that it is; null when all is well. */
  take(data: string): CollectedFailure | null;
  /** Takes a comment. */
  takeComment(text: string): void;
  collected(): Collected;
  /** True once the llm Worker has said so: what follows can spoil nothing. */
  isWhole(): boolean;
}

export interface CollectedFailure {
  failure: Failure;
  /** True when the frame itself says so to whoever reads it. */
  isTold: boolean;
}

/** No model writes this much in the time it has; something else is talking. */
const MAX_ANSWER_CHARS = 200_000;

const GARBLED: CollectedFailure = { failure: { code: 'provider_garbled' }, isTold: false };

export function createCollector(options: {
  defaultModel: string;
  startedAtMs: number;
  now: () => number;
}): Collector {
  const { defaultModel, startedAtMs, now } = options;
  const answer: Collected = {
    id: `chatcmpl-${crypto.randomUUID()}`,
    created: Math.floor(startedAtMs / 1000),
    model: defaultModel,
    answeredBy: defaultModel,
    provider: null,
    text: '',
    finishReason: null,
    usage: null,
    fallback: false,
    firstTokenMs: null,
  };

  let isWhole = false;

  function takeChunk(chunk: Chunk): CollectedFailure | null {
    if (typeof chunk.id === 'string' && chunk.id !== '') answer.id = chunk.id;
    if (typeof chunk.created === 'number') answer.created = chunk.created;
    if (typeof chunk.model === 'string') answer.model = chunk.model;
    if (typeof chunk.libra?.model === 'string') answer.answeredBy = chunk.libra.model;
    if (typeof chunk.libra?.provider === 'string') answer.provider = chunk.libra.provider;
    if (chunk.libra?.fallback === true) answer.fallback = true;
    answer.usage = readUsage(chunk.usage) ?? answer.usage;

    const choice = chunk.choices[0];
    if (choice === undefined) return null;
    const content = choice.delta?.content ?? choice.delta?.refusal ?? '';
    if (typeof content !== 'string') return GARBLED;
    if (content !== '') {
      answer.firstTokenMs ??= now() - startedAtMs;
      answer.text += content;
      if (answer.text.length > MAX_ANSWER_CHARS) return GARBLED;
    }
    if (typeof choice.finish_reason === 'string') answer.finishReason = choice.finish_reason as FinishReason;
    return null;
  }

  return {
    take(data) {
      const frame = parseFrame(data);
      if (frame === null) return GARBLED;
      if (isErrorBody(frame)) return { failure: readModelFailure(frame.error), isTold: true };
      return isChunk(frame) ? takeChunk(frame) : GARBLED;
    },
    takeComment(text) {
      const end = parseAnswerEnd(text);
      if (end === null) return;
      isWhole = true;
      answer.usage = readUsage(end.usage) ?? answer.usage;
    },
    isWhole: () => isWhole,
    collected: () => answer,
  };
}

/** As much of a chunk as is relied on; every field is checked where it is read. */
interface Chunk {
  id?: unknown;
  created?: unknown;
  model?: unknown;
  usage?: unknown;
  libra?: { model?: unknown; provider?: unknown; fallback?: unknown } | null;
  choices: { delta?: { content?: unknown; refusal?: unknown } | null; finish_reason?: unknown }[];
}

function parseFrame(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}

function isChunk(value: unknown): value is Chunk {
  if (typeof value !== 'object' || value === null) return false;
  const { choices } = value as Record<string, unknown>;
  return Array.isArray(choices) && choices.every((choice) => typeof choice === 'object' && choice !== null);
}

function readUsage(value: unknown): Usage | null {
  if (typeof value !== 'object' || value === null) return null;
  const { prompt_tokens, completion_tokens } = value as Record<string, unknown>;
  if (!isCount(prompt_tokens) || !isCount(completion_tokens)) return null;
  return { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens };
}

/** More than any model reads or writes is nonsense, and the ledger's integers would not hold it. */
const MAX_COUNT = 100_000_000;

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MAX_COUNT;
}
