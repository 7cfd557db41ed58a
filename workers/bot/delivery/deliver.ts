/**
 * One answer from the model's first token to the last edit. Pure core: the stream, the webhook and the clock are given.
 *
 * Two things run side by side: the stream is read as fast as it comes, and the channel is edited as fast as Discord
 * takes them. The text lies between them, so a slow channel never holds the model up and a slow model never floods the channel.
 */
import type { AnswerOutcome } from '../bff/answer.ts';
import type { Texts } from '../locale/texts.ts';
import type { FollowingAction } from '../message/custom-id.ts';
import type { Draft } from '../message/draft.ts';
import {
  viewAttached,
  viewBlocked,
  viewErased,
  viewFinal,
  viewStreaming,
  viewVanished,
  withStop,
} from '../message/view.ts';
import { type DeliveryJob, frameOf, lastRequestMs } from './job.ts';
import { FINAL_RESERVE, MAX_REQUESTS } from './pacing.ts';
import { createPoster, type Poster, type PosterDeps, type PostFailure } from './poster.ts';
import { type Reading, type ReadingDeps, startReading } from './reading.ts';
import type { DeliveryEnding } from './record.ts';

export interface DeliverDeps extends PosterDeps, ReadingDeps {
  texts: Texts;
  /** Resolves early when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface DeliveryReport {
  outcome: AnswerOutcome;
  /** What kept the answer from being shown as it is; null when nothing did. */
  trouble: PostFailure | null;
  /** What kept even an explanation of the trouble from being shown; null: the person knows. */
  undelivered: PostFailure | null;
  offers: readonly FollowingAction[];
  lastMessageId: string;
  requests: number;
  /** The answer as far as it has come. */
  text: string;
  /** Milliseconds from the start to the first text of the answer in the channel; null when there never was any. */
  firstTextMs: number | null;
}

/** An answer that has not begun by then is overdue: most begin within two seconds, and a slow model is given up after 20. */
const OVERDUE_MS = 8_000;

/** The reason of a `stop` because the person has had everything erased: the answer ends without buttons. */
export const ERASED = 'erased';

/** Aborting `stop` cancels the model call; what has come stays. Never rejects for an expected failure. */
export async function deliver(
  job: DeliveryJob,
  deps: DeliverDeps,
  stop: AbortSignal,
): Promise<DeliveryReport> {
  const startedAtMs = deps.now();
  const frame = frameOf(job);
  const poster = createPoster({ receivedAtMs: job.receivedAtMs, expiresAtMs: lastRequestMs(job) }, deps);
  const answer = startReading(deps, stop);
  const streaming = await showWhileStreaming(answer, poster, job, deps).catch((bug: unknown) => {
    answer.cancel();
    throw bug;
  });
  const outcome = await answer.ended;
  if (answer.isRetracted()) poster.takeBack();
  const text = answer.text();
  const view =
    stop.reason === ERASED && outcome.end.kind === 'stopped'
      ? viewErased(text, frame, deps.texts)
      : viewFinal(text, outcome, frame, deps.texts, deps.now());
  const trouble = streaming.failure ?? (await finishShowing(view.drafts, poster, job, deps));
  const isShown = trouble === null && text.trim() !== '';
  const firstTextAtMs = streaming.firstTextAtMs ?? (isShown ? deps.now() : null);
  const { undelivered, offers } =
    trouble === null
      ? { undelivered: null, offers: view.offers }
      : await explain(trouble, { text, outcome, job }, poster, deps);
  return {
    outcome,
    trouble,
    undelivered,
    offers,
    lastMessageId: poster.lastMessageId(),
    requests: poster.requests(),
    text,
    firstTextMs: firstTextAtMs === null ? null : firstTextAtMs - startedAtMs,
  };
}

/** What stays of it. */
export function endingOf({ outcome, offers, lastMessageId, text }: DeliveryReport): DeliveryEnding {
  const isStored = outcome.about.remembered === true;
  return { actions: offers, messageId: lastMessageId, shown: text, ...(isStored ? { isStored } : {}) };
}

/** Edits until the stream is over. A failure here also cancels the model call: the rest could not be shown. */
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
  const view = () => viewStreaming(answer.text(), overdue || answer.isRetracted(), frameOf(job), deps.texts);
  for (;;) {
    await answer.changed();
    if (answer.hasEnded()) break;
    if (answer.isRetracted()) poster.takeBack();
    if (poster.requests() >= MAX_REQUESTS - FINAL_RESERVE) continue;
    const waitMs = poster.waitMs();
    if (waitMs > 0) await deps.sleep(waitMs, answer.endSignal);
    if (answer.hasEnded()) break;
    const desired = view();
    const isText = desired.some(({ kind }) => kind === 'answer');
    if (!poster.differsFrom(desired)) continue;
    const result = await poster.step(desired, isText ? 'streaming' : 'waiting');
    if (result.kind === 'failed') {
      if (result.failure.kind !== 'lost') answer.cancel();
      return { firstTextAtMs, failure: result.failure };
    }
    if (result.kind === 'done' && isText) firstTextAtMs ??= deps.now();
    if (poster.differsFrom(view())) answer.touch();
  }
  return { firstTextAtMs, failure: null };
}

/** All other changes first; the request that takes the Stop button away is the last, so that it marks the end. */
async function finishShowing(
  drafts: readonly Draft[],
  poster: Poster,
  job: DeliveryJob,
  deps: DeliverDeps,
): Promise<PostFailure | null> {
  if (drafts.length > 1 || poster.shown().length > 1) {
    const others = await poster.finish(withStop(drafts, frameOf(job), deps.texts));
    if (others.kind === 'failed') return others.failure;
  }
  const last = await poster.finish(drafts);
  return last.kind === 'failed' ? last.failure : null;
}

/** What can still be said after the text could not be shown. */
async function explain(
  failure: PostFailure,
  { text, outcome, job }: { text: string; outcome: AnswerOutcome; job: DeliveryJob },
  poster: Poster,
  { texts, now }: DeliverDeps,
): Promise<Pick<DeliveryReport, 'undelivered' | 'offers'>> {
  switch (failure.kind) {
    case 'gone':
    case 'exhausted':
      return { undelivered: failure, offers: [] };
    case 'vanished': {
      const { drafts, offers } = viewVanished(poster.shown(), frameOf(job), texts);
      const told = await poster.finish(drafts);
      return told.kind === 'done' ? { undelivered: null, offers } : { undelivered: told.failure, offers: [] };
    }
    case 'blocked': {
      const told = await poster.finish(viewBlocked(poster.shown(), texts));
      if (told.kind === 'done') return { undelivered: null, offers: [] };
      // The text that passed before no longer does: the explanation alone is all that is left.
      const alone = await poster.finish(viewBlocked([], texts));
      return { undelivered: alone.kind === 'done' ? null : alone.failure, offers: [] };
    }
    case 'lost':
    case 'refused': {
      const attached = await poster.finish(viewAttached(poster.shown(), text, outcome, texts, now()));
      return { undelivered: attached.kind === 'done' ? null : attached.failure, offers: [] };
    }
  }
}
