/**
 * The one parser of a frame of an answer's stream, of a model provider, the llm Worker or the bff.
 *
 * Providers differ; what counts is what a frame carries. One that carries nothing of an answer (no choices, a ping) is a
 * chunk in which nothing happens. Pure; never throws.
 */
import type { LibraResponse } from '../contract/libra.ts';
import { isList, isRecord, type JsonRecord, parseJson, recordsIn } from '../json.ts';
import { type FinishReason, readFinish } from './finish.ts';
import { readLibra } from './read-libra.ts';
import { parseUsage, type Usage } from './usage.ts';

/** The `data` of the frame that ends a stream that succeeded. */
export const STREAM_DONE = '[DONE]';

export type ChatFrame =
  | { kind: 'chunk'; chunk: ChatChunk }
  | { kind: 'done' }
  /** OpenAI's error object, of whatever form; a bare string becomes its `message`. */
  | { kind: 'error'; error: JsonRecord }
  /** Not JSON, or no object. */
  | { kind: 'garbled' };

/** A `chat.completion.chunk` with every field checked. Absent: the frame did not say. */
export interface ChatChunk {
  id?: string;
  /** Unix seconds. */
  created?: number;
  model?: string;
  choices: ChunkChoice[];
  usage?: Usage;
  serviceTier?: string;
  systemFingerprint?: string;
  libra?: LibraResponse;
}

export interface ChunkChoice {
  index: number;
  /**
   * The frame has no index, no delta, an empty role, its text in parts, an end in other words or none, or a usage that counts
   * nothing: clients do not read it as it is meant.
   */
  isOdd?: true;
  /** What the frame adds; empty for nothing. */
  text: string;
  refusal: string;
  /** What the model thinks and does not say. */
  reasoning: string;
  toolCalls: ToolCallDelta[];
  /** As the provider has them, one entry a token. */
  logprobs?: LogprobsDelta;
  annotations?: JsonRecord[];
  audio?: AudioDelta;
  finishReason?: FinishReason;
}

export interface LogprobsDelta {
  content: JsonRecord[];
  refusal: JsonRecord[];
}

export interface AudioDelta {
  id?: string;
  /** Base64 of a piece of its own. */
  data: string;
  transcript: string;
  /** Unix seconds. */
  expiresAt?: number;
}

/** A piece of a tool call, as unreliable as providers send it; assemble.ts puts the pieces together. */
export interface ToolCallDelta {
  index?: number;
  id?: string;
  name?: string;
  /** Of a custom tool: its input. */
  arguments: string;
  /** Absent: a function. */
  isCustom?: true;
  /** `extra_content`, to be given back with the call. */
  extra?: JsonRecord;
}

export function parseFrame(data: string): ChatFrame {
  if (data.trim() === STREAM_DONE) return { kind: 'done' };
  const value = parseJson(data);
  if (!isRecord(value)) return data.trim() === '' ? EMPTY : { kind: 'garbled' };
  const error = findError(value);
  return error === undefined ? { kind: 'chunk', chunk: readChunk(value) } : { kind: 'error', error };
}

/** True when the choice carries a part of an answer or its end. A role alone or an empty delta does not. */
export function hasProgress(choice: ChunkChoice): boolean {
  return (
    choice.text !== '' ||
    choice.refusal !== '' ||
    choice.reasoning !== '' ||
    choice.toolCalls.length > 0 ||
    choice.audio !== undefined ||
    choice.annotations !== undefined ||
    choice.finishReason !== undefined
  );
}

const EMPTY: ChatFrame = { kind: 'chunk', chunk: { choices: [] } };

function findError(value: JsonRecord): JsonRecord | undefined {
  if (isRecord(value.error)) return value.error;
  if (typeof value.error === 'string' && value.error !== '') return { message: value.error };
  // vLLM's own form.
  return value.object === 'error' ? value : undefined;
}

function readChunk(value: JsonRecord): ChatChunk {
  const { id, created, model } = value;
  const choices = recordsIn(value.choices);
  // Moonshot's stands in the choice that ends.
  const usage = parseUsage(value.usage) ?? parseUsage(choices[0]?.usage);
  return {
    ...(typeof id === 'string' && id !== '' ? { id } : {}),
    ...(typeof created === 'number' ? { created } : {}),
    ...(typeof model === 'string' ? { model } : {}),
    choices: choices.map((choice) => readChoice(choice, usage === undefined && isRecord(value.usage))),
    ...(usage === undefined ? {} : { usage }),
    ...(typeof value.service_tier === 'string' ? { serviceTier: value.service_tier } : {}),
    ...(typeof value.system_fingerprint === 'string' ? { systemFingerprint: value.system_fingerprint } : {}),
    ...(isRecord(value.libra) ? { libra: readLibra(value.libra) } : {}),
  };
}

/** What a choice says: some send a `message` in the place of its delta, and all of a whole answer do; some, as completions do, a `text`. */
export function findDelta({ delta, message, text }: JsonRecord): JsonRecord {
  if (isRecord(delta)) return delta;
  if (isRecord(message)) return message;
  return typeof text === 'string' ? { content: text } : {};
}

function readChoice(choice: JsonRecord, isMiscounted: boolean): ChunkChoice {
  const delta = findDelta(choice);
  const { text, reasoning } = readContent(delta.content);
  const finishReason = readFinish(choice.finish_reason);
  return {
    index: typeof choice.index === 'number' ? choice.index : 0,
    ...(isMiscounted || isOdd(choice, delta, finishReason) ? { isOdd: true } : {}),
    text,
    refusal: asText(delta.refusal),
    reasoning: reasoning + (asText(delta.reasoning_content) || asText(delta.reasoning)),
    toolCalls: isList(delta.tool_calls) ? delta.tool_calls.filter(isRecord).map(readToolCall) : [],
    ...(isRecord(choice.logprobs) ? { logprobs: readLogprobs(choice.logprobs) } : {}),
    ...(isFilled(delta.annotations) ? { annotations: delta.annotations.filter(isRecord) } : {}),
    ...(isRecord(delta.audio) ? { audio: readAudio(delta.audio) } : {}),
    ...(finishReason === undefined ? {} : { finishReason }),
  };
}

function isOdd(choice: JsonRecord, delta: JsonRecord, finishReason: FinishReason | undefined): boolean {
  return (
    typeof choice.index !== 'number' ||
    delta !== choice.delta ||
    delta.role === '' ||
    Array.isArray(delta.content) ||
    (choice.finish_reason ?? undefined) !== finishReason
  );
}

function isFilled(value: unknown): value is unknown[] {
  return isList(value) && value.length > 0;
}

function readLogprobs({ content, refusal }: JsonRecord): LogprobsDelta {
  return { content: recordsIn(content), refusal: recordsIn(refusal) };
}

function readAudio({ id, data, transcript, expires_at: expiresAt }: JsonRecord): AudioDelta {
  return {
    ...(typeof id === 'string' && id !== '' ? { id } : {}),
    data: asText(data),
    transcript: asText(transcript),
    ...(typeof expiresAt === 'number' ? { expiresAt } : {}),
  };
}

/** A string, or (Mistral) parts: text, and thoughts that hold parts of their own. */
function readContent(content: unknown): { text: string; reasoning: string } {
  if (!isList(content)) return { text: asText(content), reasoning: '' };
  let text = '';
  let reasoning = '';
  for (const part of content.filter(isRecord)) {
    if (part.type === 'thinking') reasoning += readContent(part.thinking).text;
    else text += asText(part.text);
  }
  return { text, reasoning };
}

function readToolCall(call: JsonRecord): ToolCallDelta {
  const { index, id, custom, extra_content: extra } = call;
  const isCustom = isRecord(custom);
  const called = isCustom ? custom : call.function;
  const { name, arguments: args, input } = isRecord(called) ? called : {};
  return {
    ...(typeof index === 'number' ? { index } : {}),
    ...(typeof id === 'string' && id !== '' ? { id } : {}),
    ...(typeof name === 'string' && name !== '' ? { name } : {}),
    // Some send the arguments as the object that they mean.
    arguments: isRecord(args) ? JSON.stringify(args) : asText(isCustom ? input : args),
    ...(isCustom ? { isCustom } : {}),
    ...(isRecord(extra) ? { extra } : {}),
  };
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
