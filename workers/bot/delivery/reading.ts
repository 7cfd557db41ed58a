/**
 * Reads an answer as fast as it comes, and asks again while nothing has come: under the same idempotency key, so it cannot be
 * billed twice. Pure core: the stream and the clock are given.
 */
import type { AnswerEnd } from '../../../shared/chat/end.ts';
import type { AnswerOutcome } from '../../../shared/chat/read-answer.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import type { LibraResponse, ToolState } from '../../../shared/contract/libra.ts';
import { MAX_ANSWER_CHARS, MAX_ANSWER_MS } from '../../../shared/limits.ts';
import { createNotifier } from '../../../shared/time/notifier.ts';
import type { AnswerStream, AskOptions } from '../bff/ask.ts';

export interface ReadingDeps {
  /** One signed model call, always under the interaction's idempotency key. Never rejects; the signal cancels it. */
  ask(options: AskOptions): AnswerStream;
  /** Unix milliseconds. */
  now(): number;
  /** Resolves early when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface Reading {
  text(): string;
  /** Unix milliseconds of the first text; null before it. */
  firstTextAtMs(): number | null;
  /** True when text was given out that turned out to be the model's thoughts, or that moderation refused. */
  isRetracted(): boolean;
  /** The tool that was begun last, until there is text again; null for none. */
  working(): ToolState | null;
  /** So many passages it may cite; null: there are none, or a search may have found more of them by now. */
  citable(): number | null;
  ended: Promise<AnswerOutcome>;
  hasEnded(): boolean;
  /** Aborts at the end: wakes the loop that sleeps between two edits. */
  endSignal: AbortSignal;
  /** Resolves when there is new text or the end has come. */
  changed(): Promise<void>;
  /** Makes the next `changed()` resolve at once. */
  touch(): void;
  cancel(): void;
}

/** What it finds is told with the end of the answer. */
const SEARCH_TOOL = 'search_documents';

/** Aborting `stop` cancels the model call. */
export function startReading(deps: ReadingDeps, stop: AbortSignal): Reading {
  const changes = createNotifier();
  const cancelled = new AbortController();
  const ending = new AbortController();
  let text = '';
  let isRetracted = false;
  let firstTextAtMs: number | null = null;
  let working: ToolState | null = null;
  let citable: number | null = null;

  async function readOnce(timeoutMs: number): Promise<AnswerOutcome> {
    const about: LibraResponse = {};
    const answer = deps.ask({ timeoutMs, signal: AbortSignal.any([stop, cancelled.signal]) });
    for (;;) {
      const step = await answer.next();
      if (step.done === true) return step.value;
      const event = step.value;
      if (event.kind === 'about') {
        Object.assign(about, event.libra);
        citable = event.libra.documents?.passages.length ?? citable;
      }
      if (event.kind === 'retracted') {
        text = '';
        firstTextAtMs = null;
        isRetracted = true;
        changes.notify();
      }
      if (event.kind === 'tool' && event.tool.state === 'running') {
        working = event.tool;
        if (working.name === SEARCH_TOOL) citable = null;
        changes.notify();
      }
      if (event.kind !== 'text') continue;
      text += event.text;
      firstTextAtMs ??= deps.now();
      if (event.text.trim() !== '') working = null;
      changes.notify();
      if (text.length > MAX_ANSWER_CHARS) {
        text = text.slice(0, MAX_ANSWER_CHARS).toWellFormed();
        cancelled.abort();
        return { end: { kind: 'too_long' }, about };
      }
    }
  }

  async function read(): Promise<AnswerOutcome> {
    const deadlineMs = deps.now() + MAX_ANSWER_MS;
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await readOnce(Math.max(1, deadlineMs - deps.now()));
      const delayMs = text !== '' || stop.aborted ? null : nextAskDelayMs(outcome.end, attempt);
      if (delayMs === null || deps.now() + delayMs >= deadlineMs) return outcome;
      await deps.sleep(delayMs, stop);
      if (stop.aborted) return { end: { kind: 'stopped' }, about: outcome.about };
    }
  }

  const ended = read().finally(() => {
    ending.abort();
    changes.notify();
  });
  return {
    text: () => text,
    firstTextAtMs: () => firstTextAtMs,
    isRetracted: () => isRetracted,
    working: () => working,
    citable: () => citable,
    ended,
    hasEnded: () => ending.signal.aborted,
    endSignal: ending.signal,
    changed: changes.next,
    touch: changes.notify,
    cancel: () => cancelled.abort(),
  };
}

const MAX_ATTEMPTS = 3;
/** A run that another isolate left behind may still be ending. */
const MAX_IN_PROGRESS_ATTEMPTS = 10;
const IN_PROGRESS_MS = 2_000;

/**
 * When the call is made again; null: not at all. Everything else that may be retried has been retried further down the path.
 * `attempt`: how many have been made.
 */
function nextAskDelayMs(end: AnswerEnd, attempt: number): number | null {
  if (end.kind !== 'failed') return null;
  switch (end.failure.code) {
    case 'upstream_unreachable':
      return attempt < MAX_ATTEMPTS ? 400 * 3 ** (attempt - 1) : null;
    case 'idempotency_in_progress':
      return attempt < MAX_IN_PROGRESS_ATTEMPTS ? retryAfterMs(end.failure) || IN_PROGRESS_MS : null;
    default:
      return null;
  }
}

function retryAfterMs({ evidence }: Failure): number {
  return (evidence?.retry_after_sec ?? 0) * 1000;
}
