/**
 * Reads the llm Worker's frames: gathers what memory, ledger and non-streamed answers need, and notices how they end.
 * Pure: the clock is given.
 */
import { type AssembledChoice, createAssembler } from '../../../shared/chat/assemble.ts';
import type { ChatChunk, ChunkChoice } from '../../../shared/chat/chunk.ts';
import type { CompletionChoice } from '../../../shared/chat/completions.ts';
import type { AnswerEnd } from '../../../shared/chat/end.ts';
import type { FinishReason } from '../../../shared/chat/finish.ts';
import { createFrameParser } from '../../../shared/chat/frame-parser.ts';
import { readCall, type ToolCall } from '../../../shared/chat/messages.ts';
import { parseAbout, parseAnswerEnd } from '../../../shared/chat/relay.ts';
import { parseThinkingWait } from '../../../shared/chat/thinking-wait.ts';
import { parseUsage, type Usage } from '../../../shared/chat/usage.ts';
import type { JsonRecord } from '../../../shared/json.ts';
import { MAX_ANSWER_CHARS } from '../../../shared/limits.ts';
import { type FailureReader, readModelFailure } from '../llm/failure.ts';
import { toCompletionChoice } from './choices.ts';
import type { Ended } from './end.ts';
import { createReasoningDetails } from './reasoning-details.ts';
import { createThinkingWatch, type Thought } from './thoughts.ts';

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
  /** All choices, as an API client gets them; there is at least one. */
  choices: CompletionChoice[];
  serviceTier?: string;
  systemFingerprint?: string;
  /** What its reader sees of the first and what is remembered: text, or refusal. */
  text: string;
  toolCalls: ToolCall[];
  /** Everything that the model wrote, what it thought included: what an estimate counts. */
  written: string;
  finishReason: FinishReason | null;
  /** As counted by the provider; null when it has not said (yet). */
  usage: Usage | null;
  fallback: boolean;
  /** Silences in which a model may have thought, that ended without a word of it. */
  thoughts: Thought[];
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
  /** How many were asked for; one unless told otherwise. */
  choices?: number;
}

const GARBLED: Ended = { end: { kind: 'failed', failure: { code: 'provider_garbled' } }, isTold: false };

export function createCollector({
  defaultModel,
  startedAtMs,
  now,
  readFailure = readModelFailure,
  choices = 1,
}: CollectorOptions): Collector {
  const { add, answer } = createAssembler();
  const parseFrame = createFrameParser();
  const fallbackId = `chatcmpl-${crypto.randomUUID()}`;
  let firstTokenMs: number | null = null;
  let chars = 0;
  let isWhole = false;
  let lastUsage: Usage | null = null;
  const thinking = createThinkingWatch(now);
  const reasoning = createReasoningDetails();

  function takeChunk(chunk: ChatChunk): Ended | null {
    chars += charsOf(chunk);
    // No model writes so much in the time it has: something else is talking.
    if (chars > MAX_ANSWER_CHARS * choices) return { end: { kind: 'too_long' }, isTold: false };
    add(chunk);
    thinking.hear(chunk.libra);
    if (chunk.choices.some(isSaid)) {
      firstTokenMs ??= now() - startedAtMs;
    }
    return null;
  }

  return {
    take(data) {
      const frame = parseFrame(data);
      switch (frame.kind) {
        case 'chunk':
          reasoning.take(data);
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
      const about = parseAbout(text);
      if (about !== null) {
        const frame = parseFrame(about);
        if (frame.kind !== 'chunk') return;
        add(frame.chunk);
        thinking.hear(frame.chunk.libra);
        return;
      }
      const wait = parseThinkingWait(text);
      if (wait !== undefined) thinking.wait(wait);
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
        choices: answer.choices.map((each) =>
          each === choice
            ? withDetails(toCompletionChoice(each), reasoning.details())
            : toCompletionChoice(each),
        ),
        ...(answer.serviceTier === undefined ? {} : { serviceTier: answer.serviceTier }),
        ...(answer.systemFingerprint === undefined ? {} : { systemFingerprint: answer.systemFingerprint }),
        text: choice === undefined ? '' : choice.text + choice.refusal,
        toolCalls: choice?.toolCalls ?? [],
        written: answer.choices.map(writtenOf).join(''),
        finishReason: choice?.finishReason ?? null,
        usage: lastUsage ?? answer.usage,
        fallback: fallback === true,
        thoughts: thinking.thoughts({ isFinished: (choice?.finishReason ?? null) !== null || isWhole }),
        firstTokenMs,
      };
    },
  };
}

function withDetails(choice: CompletionChoice, details: JsonRecord[] | undefined): CompletionChoice {
  return details === undefined
    ? choice
    : { ...choice, message: { ...choice.message, reasoning_details: details } };
}

/** What its reader sees first. */
function isSaid({ index, text, refusal, toolCalls, audio }: ChunkChoice): boolean {
  return index === 0 && (text + refusal !== '' || toolCalls.length > 0 || audio !== undefined);
}

/** The one that a person sees; an API client may have asked for more. */
function firstChoice(choices: readonly AssembledChoice[]): AssembledChoice | undefined {
  return choices.find(({ index }) => index === 0);
}

function writtenOf({ text, refusal, reasoning, toolCalls, audio }: AssembledChoice): string {
  const calls = toolCalls.map(readCall).map(({ name, input }) => name + input);
  return [reasoning, text, refusal, audio?.transcript ?? '', ...calls].join('');
}

function charsOf({ choices }: ChatChunk): number {
  return choices.reduce((sum, { text, refusal, reasoning, toolCalls }) => {
    const args = toolCalls.reduce((length, call) => length + call.arguments.length, 0);
    return sum + text.length + refusal.length + reasoning.length + args;
  }, 0);
}
