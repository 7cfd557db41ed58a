/** The offline model's answer to one request, and the JSON that carries it. Pure but for ids and the clock handed in. */
import type { ChatRequest } from './chat-request.ts';
import type { UsageFault } from './faults.ts';
import { answer } from './offline-model/answer.ts';
import { answerInJson, chooseCalls, tellImages, tellResults } from './offline-model/structured.ts';
import { countTokens, splitIntoTokens } from './tokens.ts';

export interface Completion {
  id: string;
  /** Unix seconds. */
  created: number;
  request: ChatRequest;
  tokens: string[];
  finishReason: 'stop' | 'length' | 'tool_calls';
  /** In place of text. */
  calls: { id: string; name: string; arguments: string }[];
  /** Replaces the true usage. */
  usageFault?: UsageFault;
}

const SYSTEM_FINGERPRINT = 'fp_offline_stand_in';

export function complete(request: ChatRequest, id: string, nowMs: number): Completion {
  const { model, messages, toolRequest } = request;
  const calls = chooseCalls(toolRequest, messages).map((call, index) => ({
    id: `call_${id.slice(-20)}${index}`,
    ...call,
  }));
  if (calls.length > 0) {
    return { id, created: Math.floor(nowMs / 1_000), request, tokens: [], calls, finishReason: 'tool_calls' };
  }
  const { answerSchema } = toolRequest;
  const said =
    answerSchema === null
      ? (tellResults(messages) ?? tellImages(messages) ?? answer(model.id, messages))
      : answerInJson(answerSchema, messages);
  const whole = cutAtStop(said, request.stop);
  const tokens = splitIntoTokens(whole);
  const limit = request.maxTokens ?? request.model.maxOutputTokens;
  return {
    id,
    created: Math.floor(nowMs / 1_000),
    request,
    tokens: tokens.slice(0, limit),
    calls: [],
    finishReason: tokens.length > limit ? 'length' : 'stop',
  };
}

/** The same completion with another text. */
export function withText(completion: Completion, text: string): Completion {
  return { ...completion, tokens: text === '' ? [] : [text], calls: [], finishReason: 'stop' };
}

interface ChunkDelta {
  role?: 'assistant';
  content?: string | null;
  refusal?: null;
  tool_calls?: object[];
}

/** One chunk of the stream; `usage: null` on all but the last when usage was asked for, as OpenAI does it. */
export function toChunk(
  completion: Completion,
  delta: ChunkDelta,
  finishReason: string | null,
  index = 0,
): unknown {
  const { request, usageFault } = completion;
  const logprobs =
    typeof delta.content === 'string' && delta.content !== '' ? toLogprobs(request, [delta.content]) : null;
  return {
    ...chunkHead(completion),
    choices: [{ index, delta, logprobs, finish_reason: finishReason }],
    ...(request.includeUsage ? { usage: null } : {}),
    ...(usageFault?.everywhere === true ? { usage: usageFault.value } : {}),
  };
}

/** The extra chunk after the last one: no choices. */
export function toUsageChunk(completion: Completion): unknown {
  return { ...chunkHead(completion), choices: [], usage: usageOf(completion) };
}

export function toBody(completion: Completion, withUsage: boolean): unknown {
  const { id, created, request, tokens, calls, finishReason } = completion;
  return {
    id,
    object: 'chat.completion',
    created,
    model: request.model.snapshot,
    choices: Array.from({ length: request.choices }, (_, index) => ({
      index,
      message: {
        role: 'assistant',
        content: calls.length > 0 ? null : tokens.join(''),
        refusal: null,
        annotations: [],
        ...(calls.length > 0 ? { tool_calls: calls.map(toToolCall) } : {}),
      },
      logprobs: toLogprobs(request, tokens),
      finish_reason: finishReason,
    })),
    ...(withUsage ? { usage: usageOf(completion) } : {}),
    service_tier: 'default',
    system_fingerprint: SYSTEM_FINGERPRINT,
  };
}

function toToolCall({ id, name, arguments: args }: Completion['calls'][number]): object {
  return { id, type: 'function', function: { name, arguments: args } };
}

/** How a call comes in a stream: its name first, then its arguments piece by piece. */
export function toCallDeltas({ calls }: Completion): object[] {
  return calls.flatMap(({ id, name, arguments: args }, index) => [
    { index, id, type: 'function', function: { name, arguments: '' } },
    ...splitIntoTokens(args).map((piece) => ({ index, function: { arguments: piece } })),
  ]);
}

function toLogprobs({ topLogprobs }: ChatRequest, tokens: readonly string[]): object | null {
  if (topLogprobs === null) return null;
  const entry = (token: string) => ({ token, logprob: -0.125, bytes: [...Buffer.from(token)] });
  return {
    content: tokens.map((token) => ({
      ...entry(token),
      top_logprobs: Array.from({ length: topLogprobs }, () => entry(token)),
    })),
    refusal: null,
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

function usageOf({ request, tokens, calls, usageFault }: Completion): unknown {
  if (usageFault !== undefined) return usageFault.value;
  // Counted again: a huge delta is one piece of the stream, but not one token.
  const written = tokens.join('') + calls.map(({ name, arguments: args }) => name + args).join('');
  const completionTokens = request.choices * countTokens(written);
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
