/**
 * Reads the llm Worker's frames: gathers what memory, ledger and non-streamed answers need, and notices how they end.
 * Pure: the clock is given.
 */
import { type AssembledChoice, createAssembler } from '../../../shared/chat/assemble.ts';
import type { ChatChunk, FinishReason } from '../../../shared/chat/chunk.ts';
import type { AnswerEnd } from '../../../shared/chat/end.ts';
import { createFrameParser } from '../../../shared/chat/frame-parser.ts';
import type { ToolCall } from '../../../shared/chat/messages.ts';
import { parseAnswerEnd } from '../../../shared/chat/relay.ts';
import { parseUsage, type Usage } from '../../../shared/chat/usage.ts';
import { type FailureReader, readModelFailure } from '../llm/failure.ts';
import type { Ended } from './end.ts';

/** What has come of one model call so far. */
export interface Collected {
  id: string;
  /** Unix seconds. */
  created: number;
  /** As the provider names it. */
  model: string;
  /** The model in Libra's own terms, as the price table has it. */
  answeredBy: string;
  /** The provider that answered; null until it has begun. */
  provider: string | null;
  /** What its reader sees and what is remembered: text, or refusal. */
  text: string;
  toolCalls: ToolCall[];
  /** Everything that the model wrote, what it thought included: what an estimate counts. */
  written: string;
  finishReason: FinishReason | null;
  /** As counted by the provider; null when it has not said (yet). */
  usage: Usage | null;
  fallback: boolean;
  /** Milliseconds from the start to the first text. */
  firstTokenMs: number | null;
}

export interface Collector {
  /** Takes the data of one frame. Gives the end that it tells of, or that it is; null when the answer goes on. */
  take(data: string): Ended | null;
  takeComment(text: string): void;
  collected(): Collected;
  hasText(): boolean;
  /** Null until the llm Worker has said that the answer is whole: what follows can spoil nothing. */
  wholeEnd(): AnswerEnd | null;
}

export interface CollectorOptions {
  /** The model that answers unless the frames say otherwise. */
  defaultModel: string;
  startedAtMs: number;
  now: () => number;
  /** As the frame says unless told otherwise. */
  readFailure?: FailureReader;
}

/** No model writes this much in the time it has; something else is talking. */
const MAX_ANSWER_CHARS = 200_000;

const GARBLED: Ended = { end: { kind: 'failed', failure: { code: 'provider_garbled' } }, isTold: false };

export function createCollector({
  defaultModel,
  startedAtMs,
  now,
  readFailure = readModelFailure,
}: CollectorOptions): Collector {
  const { add, answer } = createAssembler();
  const parseFrame = createFrameParser();
  const fallbackId = `chatcmpl-${crypto.randomUUID()}`;
  let firstTokenMs: number | null = null;
  let chars = 0;
  let isWhole = false;
  let lastUsage: Usage | null = null;

  function takeChunk(chunk: ChatChunk): Ended | null {
    chars += charsOf(chunk);
    if (chars > MAX_ANSWER_CHARS) return { end: { kind: 'too_long' }, isTold: false };
    add(chunk);
    if (chunk.choices.some(({ index, text, refusal }) => index === 0 && text + refusal !== '')) {
      firstTokenMs ??= now() - startedAtMs;
    }
    return null;
  }

  return {
    take(data) {
      const frame = parseFrame(data);
      switch (frame.kind) {
        case 'chunk':
          return takeChunk(frame.chunk);
        case 'error':
          return { end: { kind: 'failed', failure: readFailure(frame.error) }, isTold: true };
        // An answer that is relayed ends with a comment.
        case 'done':
        case 'garbled':
          return GARBLED;
      }
    },
    takeComment(text) {
      const end = parseAnswerEnd(text);
      if (end === null) return;
      isWhole = true;
      lastUsage = parseUsage(end.usage) ?? null;
    },
    hasText: () => firstTokenMs !== null,
    wholeEnd() {
      if (!isWhole) return null;
      const reason = firstChoice(answer.choices)?.finishReason ?? 'stop';
      return reason === 'content_filter' ? { kind: 'blocked' } : { kind: 'whole', finishReason: reason };
    },
    collected() {
      const choice = firstChoice(answer.choices);
      const { model, provider, fallback } = answer.libra;
      return {
        id: answer.id === '' ? fallbackId : answer.id,
        created: answer.created === 0 ? Math.floor(startedAtMs / 1000) : answer.created,
        model: answer.model === '' ? defaultModel : answer.model,
        answeredBy: model ?? defaultModel,
        provider: provider ?? null,
        text: choice === undefined ? '' : choice.text + choice.refusal,
        toolCalls: choice?.toolCalls ?? [],
        written: answer.choices.map(writtenOf).join(''),
        finishReason: choice?.finishReason ?? null,
        usage: lastUsage ?? answer.usage,
        fallback: fallback === true,
        firstTokenMs,
      };
    },
  };
}

/** The bff asks for one choice. */
function firstChoice(choices: readonly AssembledChoice[]): AssembledChoice | undefined {
  return choices.find(({ index }) => index === 0);
}

function writtenOf({ text, refusal, reasoning, toolCalls }: AssembledChoice): string {
  const calls = toolCalls.map(({ function: { name, arguments: args } }) => name + args);
  return [reasoning, text, refusal, ...calls].join('');
}

function charsOf({ choices }: ChatChunk): number {
  return choices.reduce((sum, { text, refusal, reasoning, toolCalls }) => {
    const args = toolCalls.reduce((length, call) => length + call.arguments.length, 0);
    return sum + text.length + refusal.length + reasoning.length + args;
  }, 0);
}
