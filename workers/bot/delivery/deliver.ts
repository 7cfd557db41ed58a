/**
 * One answer from the model's first token to the last edit. Pure core: the stream, the webhook and the clock are given.
 *
 * Two things run side by side: the stream is read as fast as it comes, and the channel is edited as fast as Discord
 * likes. The text lies between them, so a slow channel never holds the model up and a slow model never floods the channel.
 */
import { MAX_ANSWER_MS } from '../../../shared/limits.ts';
import type { AnswerEnd } from '../bff/answer.ts';
import type { InteractionWebhook } from '../discord/webhook.ts';
import type { Texts } from '../locale/texts.ts';
import {
  MAX_ANSWER_CHARS,
  viewAttached,
  viewBlocked,
  viewFinal,
  viewStreaming,
  viewVanished,
  withStop,
} from '../message/view.ts';
import { type DeliveryJob, type FollowingAction, TOKEN_LIFE_MS } from './job.ts';
import { FINAL_RESERVE, MAX_REQUESTS } from './pacing.ts';
import { createPoster, type Draft, type Poster, type PostFailure } from './poster.ts';
import { nextAskDelayMs } from './reask.ts';

export interface DeliverDeps {
  webhook: InteractionWebhook;
  texts: Texts;
  /** One signed model call, always under the interaction's idempotency key. Never rejects; the signal cancels it. */
  ask(options: { timeoutMs: number; signal: AbortSignal }): AsyncGenerator<string, AnswerEnd, void>;
  /** Unix milliseconds. */
  now(): number;
  /** Resolves early when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  onPosting(): void;
  onFollowUp(messageId: string): void;
}

export interface DeliveryReport {
  end: AnswerEnd;
  /** What kept the answer from being shown as it is; null when nothing did. */
  trouble: PostFailure | null;
  /** What kept even an explanation of the trouble from being shown; null: the person knows. */
  undelivered: PostFailure | null;
  offers: readonly FollowingAction[];
  lastMessageId: string;
  requests: number;
  answerChars: number;
  /** Milliseconds from the start to the first text of the answer in the channel; null when there never was any. */
  firstTextMs: number | null;
}

/** A request that leaves this long before the token dies still arrives. */
const TOKEN_MARGIN_MS = 5_000;

/** An answer that has not begun by then is overdue: most begin within two seconds, and a slow model is given up after 20. */
const OVERDUE_MS = 8_000;

/** Aborting `stop` cancels the model call; what has come stays. Never rejects for an expected failure. */
export async function deliver(
  job: DeliveryJob,
  deps: DeliverDeps,
  stop: AbortSignal,
): Promise<DeliveryReport> {
  const startedAtMs = deps.now();
  const poster = createPoster(
    { receivedAtMs: job.receivedAtMs, expiresAtMs: job.receivedAtMs + TOKEN_LIFE_MS - TOKEN_MARGIN_MS },
    deps,
  );
  const answer = startReading(deps, stop);
  const streaming = await showWhileStreaming(answer, poster, job, deps).catch((bug: unknown) => {
    answer.cancel();
    throw bug;
  });
  const end = await answer.ended;
  const text = answer.text();
  const view = viewFinal(text, end, job, deps.texts, deps.now());
  const trouble = streaming.failure ?? (await finishShowing(view.drafts, poster, job, deps));
  const isShown = trouble === null && text.trim() !== '';
  const firstTextAtMs = streaming.firstTextAtMs ?? (isShown ? deps.now() : null);
  const { undelivered, offers } =
    trouble === null
      ? { undelivered: null, offers: view.offers }
      : await explain(trouble, { text, end, job }, poster, deps);
  return {
    end,
    trouble,
    undelivered,
    offers,
    lastMessageId: poster.lastMessageId(),
    requests: poster.requests(),
    answerChars: text.length,
    firstTextMs: firstTextAtMs === null ? null : firstTextAtMs - startedAtMs,
  };
}

interface Reading {
  text(): string;
  ended: Promise<AnswerEnd>;
  hasEnded(): boolean;
  /** Aborts at the end: wakes whoever sleeps between two edits. */
  endSignal: AbortSignal;
  /** Resolves when there is new text or the end has come. */
  changed(): Promise<void>;
  /** Makes the next `changed()` resolve at once. */
  touch(): void;
  cancel(): void;
}

function startReading(deps: DeliverDeps, stop: AbortSignal): Reading {
  const bell = createBell();
  const cancelled = new AbortController();
  const ending = new AbortController();
  let text = '';

  async function readOnce(timeoutMs: number): Promise<AnswerEnd> {
    const answer = deps.ask({ timeoutMs, signal: AbortSignal.any([stop, cancelled.signal]) });
    for (;;) {
      const step = await answer.next();
      if (step.done === true) return step.value;
      text += step.value;
      bell.ring();
      if (text.length > MAX_ANSWER_CHARS) {
        text = text.slice(0, MAX_ANSWER_CHARS).toWellFormed();
        cancelled.abort();
        return { kind: 'too_long' };
      }
    }
  }

  async function read(): Promise<AnswerEnd> {
    const deadlineMs = deps.now() + MAX_ANSWER_MS;
    for (let attempt = 1; ; attempt += 1) {
      const end = await readOnce(Math.max(1, deadlineMs - deps.now()));
      if (end.kind !== 'failed' || text !== '' || stop.aborted) return end;
      const delayMs = nextAskDelayMs(end, attempt);
      if (delayMs === null || deps.now() + delayMs >= deadlineMs) return end;
      await deps.sleep(delayMs, stop);
      if (stop.aborted) return { kind: 'stopped' };
    }
  }

  const ended = read().finally(() => {
    ending.abort();
    bell.ring();
  });
  return {
    text: () => text,
    ended,
    hasEnded: () => ending.signal.aborted,
    endSignal: ending.signal,
    changed: bell.wait,
    touch: bell.ring,
    cancel: () => cancelled.abort(),
  };
}

/** Edits until the stream is over. A failure here also cancels the model call: nobody would read the rest. */
async function showWhileStreaming(
  answer: Reading,
  poster: Poster,
  job: DeliveryJob,
  deps: DeliverDeps,
): Promise<{ firstTextAtMs: number | null; failure: PostFailure | null }> {
  let firstTextAtMs: number | null = null;
  let overdue = false;
  void deps.sleep(OVERDUE_MS, answer.endSignal).then(() => {
    overdue = true;
    answer.touch();
  });
  const view = () => viewStreaming(answer.text(), overdue, job, deps.texts);
  for (;;) {
    await answer.changed();
    if (answer.hasEnded()) break;
    if (poster.requests() >= MAX_REQUESTS - FINAL_RESERVE) continue;
    const waitMs = poster.waitMs();
    if (waitMs > 0) await deps.sleep(waitMs, answer.endSignal);
    if (answer.hasEnded()) break;
    const desired = view();
    const isText = answer.text().trim() !== '';
    if (!poster.differsFrom(desired)) continue;
    const result = await poster.step(desired);
    if (result.kind === 'failed') {
      if (result.failure.kind !== 'lost') answer.cancel();
      return { firstTextAtMs, failure: result.failure };
    }
    if (result.kind === 'done' && isText) firstTextAtMs ??= deps.now();
    if (poster.differsFrom(view())) answer.touch();
  }
  return { firstTextAtMs, failure: null };
}

/** All other messages first; the request that takes the Stop button away is the last, so that it marks the end. */
async function finishShowing(
  drafts: readonly Draft[],
  poster: Poster,
  job: DeliveryJob,
  deps: DeliverDeps,
): Promise<PostFailure | null> {
  if (drafts.length > 1) {
    const others = await poster.flush(withStop(drafts, job, deps.texts));
    if (others.kind === 'failed') return others.failure;
  }
  const last = await poster.flush(drafts);
  return last.kind === 'failed' ? last.failure : null;
}

/** What can still be said after the text could not be shown. */
async function explain(
  failure: PostFailure,
  { text, end, job }: { text: string; end: AnswerEnd; job: DeliveryJob },
  poster: Poster,
  { texts, now }: DeliverDeps,
): Promise<Pick<DeliveryReport, 'undelivered' | 'offers'>> {
  switch (failure.kind) {
    case 'gone':
    case 'exhausted':
      return { undelivered: failure, offers: [] };
    case 'vanished': {
      const { drafts, offers } = viewVanished(poster.shown(), job, texts);
      const told = await poster.flush(drafts);
      return told.kind === 'done' ? { undelivered: null, offers } : { undelivered: told.failure, offers: [] };
    }
    case 'blocked': {
      const told = await poster.flush(viewBlocked(poster.shown(), texts));
      if (told.kind === 'done') return { undelivered: null, offers: [] };
      // The text that passed before no longer does: the explanation alone is all that is left.
      const alone = await poster.flush(viewBlocked([], texts));
      return { undelivered: alone.kind === 'done' ? null : alone.failure, offers: [] };
    }
    case 'lost':
    case 'refused': {
      const attached = await poster.flush(viewAttached(poster.shown(), text, end, texts, now()));
      return { undelivered: attached.kind === 'done' ? null : attached.failure, offers: [] };
    }
  }
}

/** One listener; a ring before the wait is not lost. */
function createBell(): { ring(): void; wait(): Promise<void> } {
  let rung = false;
  let listener: (() => void) | undefined;
  return {
    ring() {
      rung = true;
      listener?.();
    },
    async wait() {
      if (!rung) await new Promise<void>((resolve) => (listener = resolve));
      listener = undefined;
      rung = false;
    },
  };
}
