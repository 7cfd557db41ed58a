/** The offline model's answer to one request, and the JSON that carries it. Pure but for ids and the clock handed in. */
import type { ChatRequest } from './chat-request.ts';
import type { UsageFault } from './faults.ts';
import { answer } from './offline-model/answer.ts';
import { countTokens, splitIntoTokens } from './tokens.ts';

export interface Completion {
  id: string;
  /** Unix seconds. */
  created: number;
  request: ChatRequest;
  tokens: string[];
  finishReason: 'stop' | 'length';
  /** Replaces the true usage. */
  usageFault?: UsageFault;
}

const SYSTEM_FINGERPRINT = 'fp_offline_stand_in';

export function complete(request: ChatRequest, id: string, nowMs: number): Completion {
  const whole = cutAtStop(answer(request.model.id, request.messages), request.stop);
  const tokens = splitIntoTokens(whole);
  const limit = request.maxTokens ?? request.model.maxOutputTokens;
  return {
    id,
    created: Math.floor(nowMs / 1_000),
    request,
    tokens: tokens.slice(0, limit),
    finishReason: tokens.length > limit ? 'length' : 'stop',
  };
}

/** The same completion with another text. */
export function withText(completion: Completion, text: string): Completion {
  return { ...completion, tokens: text === '' ? [] : [text], finishReason: 'stop' };
}

interface ChunkDelta {
  role?: 'assistant';
  content?: string;
  refusal?: null;
}

/** One chunk of the stream; `usage: null` on all but the last when usage was asked for, as OpenAI does it. */
export function toChunk(completion: Completion, delta: ChunkDelta, finishReason: string | null): unknown {
  const { request, usageFault } = completion;
  return {
    ...chunkHead(completion),
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
    ...(request.includeUsage ? { usage: null } : {}),
    ...(usageFault?.everywhere === true ? { usage: usageFault.value } : {}),
  };
}

/** The extra chunk after the last one: no choices. */
export function toUsageChunk(completion: Completion): unknown {
  return { ...chunkHead(completion), choices: [], usage: usageOf(completion) };
}

export function toBody(completion: Completion, withUsage: boolean): unknown {
  const { id, created, request, tokens, finishReason } = completion;
  return {
    id,
    object: 'chat.completion',
    created,
    model: request.model.snapshot,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: tokens.join(''), refusal: null, annotations: [] },
        logprobs: null,
        finish_reason: finishReason,
      },
    ],
    ...(withUsage ? { usage: usageOf(completion) } : {}),
    service_tier: 'default',
    system_fingerprint: SYSTEM_FINGERPRINT,
  };
}

function chunkHead({ id, created, request }: Completion): object {
  return {
    id,
    object: 'chat.completion.chunk',
    created,
    model: request.model.snapshot,
    service_tier: 'default',
    system_fingerprint: SYSTEM_FINGERPRINT,
  };
}

function usageOf({ request, tokens, usageFault }: Completion): unknown {
  if (usageFault !== undefined) return usageFault.value;
  // Counted again: a huge delta is one piece of the stream, but not one token.
  const completionTokens = countTokens(tokens.join(''));
  return {
    prompt_tokens: request.promptTokens,
    completion_tokens: completionTokens,
    total_tokens: request.promptTokens + completionTokens,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: 0,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}

function cutAtStop(text: string, stop: readonly string[]): string {
  const ends = stop.filter((sequence) => sequence !== '').map((sequence) => text.indexOf(sequence));
  return text.slice(0, Math.min(text.length, ...ends.filter((end) => end !== -1)));
}
