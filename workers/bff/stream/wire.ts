/** An answer in OpenAI's two forms: the chunks of a stream, and one whole completion. Pure, but for a fresh id. */
import type {
  ChatCompletion,
  ChatCompletionChunk,
  CompletionChoice,
} from '../../../shared/chat/completions.ts';
import type { ToolCall } from '../../../shared/chat/messages.ts';
import type { LibraResponse, ToolState } from '../../../shared/contract/libra.ts';
import { toTextChoice } from '../answer/choices.ts';
import type { StoredAnswer } from '../idempotency/stored-answer.ts';

/** A finished answer once more as a stream: all that each choice says in one delta, then its finish. */
export function replayChunks(answer: StoredAnswer): string[] {
  return choicesOf(answer).flatMap((choice) => [
    chunk(answer, [saidBy(choice)]),
    chunk(answer, [{ index: choice.index, delta: {}, finish_reason: choice.finish_reason }]),
  ]);
}

function saidBy({ index, message, logprobs }: CompletionChoice): ChatCompletionChunk['choices'][number] {
  const { tool_calls: calls, refusal, ...said } = message;
  return {
    index,
    delta: {
      ...said,
      ...(refusal === null ? {} : { refusal }),
      ...(calls === undefined ? {} : { tool_calls: calls.map((call, at) => ({ index: at, ...call })) }),
    },
    ...(logprobs === null ? {} : { logprobs }),
    finish_reason: null,
  };
}

/** Said before the answer, so that it is known also of one that breaks off. */
export function aboutChunk(libra: LibraResponse, nowMs: number): string {
  const of = { id: `chatcmpl-${crypto.randomUUID()}`, created: Math.floor(nowMs / 1000), model: '' };
  return ownChunk([], of, { libra });
}

type Head = Pick<ChatCompletionChunk, 'id' | 'created' | 'model'>;

export function toolChunk(tool: ToolState, of: Head): string {
  return ownChunk([], of, { libra: { tool } });
}

/** Text that no model has said. */
export function textChunk(content: string, of: Head): string {
  return ownChunk([{ index: 0, delta: { content }, finish_reason: null }], of);
}

/** Calls that are left for the client, whole, and the end of the choice. */
export function callChunks(calls: readonly ToolCall[], of: Head): string[] {
  if (calls.length === 0) return [ownChunk([{ index: 0, delta: {}, finish_reason: 'stop' }], of)];
  const delta = { tool_calls: calls.map((call, index) => ({ index, ...call })) };
  return [
    ownChunk([{ index: 0, delta, finish_reason: null }], of),
    ownChunk([{ index: 0, delta: {}, finish_reason: 'tool_calls' }], of),
  ];
}

function ownChunk(
  choices: ChatCompletionChunk['choices'],
  { id, created, model }: Head,
  extra: Pick<ChatCompletionChunk, 'libra'> = {},
): string {
  return JSON.stringify({
    id,
    object: 'chat.completion.chunk',
    created,
    model,
    choices,
    ...extra,
  } satisfies ChatCompletionChunk);
}

/** Which of what a client has not asked for it is told all the same. */
export interface Shown {
  usage: boolean;
  libra: boolean;
}

/** The last chunk before `[DONE]`, without choices, as OpenAI sends its usage; null when there is nothing to say in it. */
export function closingChunk(answer: StoredAnswer, libra: LibraResponse, shows: Shown): string | null {
  const usage = shows.usage && answer.usage !== null ? { usage: answer.usage } : {};
  const about = shows.libra ? { libra } : {};
  const extra = { ...usage, ...about };
  return Object.keys(extra).length === 0 ? null : chunk(answer, [], extra);
}

/** `libra` is null for a client that has not asked for it. */
export function wholeCompletion(answer: StoredAnswer, libra: LibraResponse | null): ChatCompletion {
  return {
    id: answer.id,
    object: 'chat.completion',
    created: answer.created,
    model: answer.model,
    choices: choicesOf(answer),
    ...(answer.usage === null ? {} : { usage: answer.usage }),
    ...tiersOf(answer),
    ...(libra === null ? {} : { libra }),
  };
}

function choicesOf({ choices, content, finishReason }: StoredAnswer): CompletionChoice[] {
  return choices ?? [toTextChoice(content, finishReason)];
}

function tiersOf({ serviceTier, systemFingerprint }: StoredAnswer) {
  return {
    ...(serviceTier === undefined ? {} : { service_tier: serviceTier }),
    ...(systemFingerprint === undefined ? {} : { system_fingerprint: systemFingerprint }),
  };
}

function chunk(
  answer: StoredAnswer,
  choices: ChatCompletionChunk['choices'],
  extra: Pick<ChatCompletionChunk, 'usage' | 'libra'> = {},
): string {
  const { id, created, model } = answer;
  return JSON.stringify({
    id,
    object: 'chat.completion.chunk',
    created,
    model,
    choices,
    ...tiersOf(answer),
    ...extra,
  } satisfies ChatCompletionChunk);
}
