/**
 * One answer from the model's first token to the last edit. Pure core: the stream, the webhook and the clock are given.
 *
 * Two things run side by side: the stream is read as fast as it comes, and the channel is edited as fast as Discord
 * takes them. The text lies between them, so a slow channel never holds the model up and a slow model never floods the channel.
 */
import type { AnswerOutcome } from '../../../shared/chat/read-answer.ts';
import { dropInventedSoFar } from '../../../shared/knowledge/citations.ts';
import type { Texts } from '../locale/texts.ts';
import type { Draft } from '../message/draft.ts';
import { viewStreaming, withStop } from '../message/view.ts';
import { conclude, concludeErased } from './conclude.ts';
import { type Explanation, explain } from './explain.ts';
import { type DeliveryJob, frameOf, lastRequestMs } from './job.ts';
import { FINAL_RESERVE, MAX_REQUESTS } from './pacing.ts';
import { withoutPersonaLine } from './persona-line.ts';
import { createPoster, type Poster, type PosterDeps, type PostFailure } from './poster.ts';
import { type Reading, type ReadingDeps, startReading } from './reading.ts';
import type { DeliveryEnding } from './record.ts';
import type { StandingAnswer } from './standing.ts';

export interface DeliverDeps extends PosterDeps, ReadingDeps {
  texts: Texts;
  /** Resolves early when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** The answer is over, and not wholly shown yet. */
  onConcluded?(text: string, outcome: AnswerOutcome): void;
  /** True: nothing is to be shown of this end, where nothing has been said before it. */
  isWithheld?(outcome: AnswerOutcome): boolean;
}

export interface DeliveryReport extends Explanation {
  outcome: AnswerOutcome;
  /** What kept the answer from being shown as it is; null when nothing did. */
  trouble: PostFailure | null;
  /** What stands in the channel for its person to go on with; null when something is wrong with the answer. */
  standing: StandingAnswer | null;
  /** Of a version: why there is none, and the earlier one stays. */
  keptBecause: string | null;
  /** Nothing of the end has been shown: that is left to the caller. */
  isWithheld: boolean;
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

/**
 * Aborting `stop` cancels the model call; what has come stays. `earlier`: the answer of which another version is made, in
 * its own messages. Never rejects for an expected failure.
 */
export async function deliver(
  job: DeliveryJob,
  deps: DeliverDeps,
  stop: AbortSignal,
  earlier?: StandingAnswer,
): Promise<DeliveryReport> {
  const startedAtMs = deps.now();
  const poster = createPoster(
    { receivedAtMs: job.receivedAtMs, expiresAtMs: lastRequestMs(job) },
    deps,
    earlier?.messageIds,
  );
  const answer = startReading(deps, stop);
  const streaming = await showWhileStreaming(answer, poster, job, deps).catch((bug: unknown) => {
    answer.cancel();
    throw bug;
  });
  const outcome = await answer.ended;
  // A limit may be met in the middle of an answer, too: then what was said stays.
  const isSilent = answer.text() === '' && !answer.isRetracted();
  if (isSilent && deps.isWithheld?.(outcome) === true) return withheld(outcome, poster);
  const text = answer.text();
  const readAtMs = answer.firstTextAtMs();
  const made = { text, outcome, firstTextMs: readAtMs === null ? null : readAtMs - startedAtMs };
  const isErased = stop.reason === ERASED && outcome.end.kind === 'stopped';
  const view = isErased ? concludeErased(text, job, earlier, deps) : conclude(made, job, earlier, deps);
  // A formula or a table is shorter once it is whole: then a message may be left with what it was before.
  const isShorter = poster.messageIds().length > view.drafts.length;
  if (isShorter || replacesText(answer, poster)) poster.takeBack();
  deps.onConcluded?.(text, outcome);
  // Nothing of the earlier version has been touched: nothing has to be put back.
  const isUntouched = view.keptBecause !== null && poster.requests() === 0;
  const trouble =
    streaming.failure ?? (isUntouched ? null : await finishShowing(view.drafts, poster, job, deps));
  const isShown = trouble === null && text.trim() !== '';
  const firstTextAtMs = streaming.firstTextAtMs ?? (isShown ? deps.now() : null);
  const { undelivered, offers } =
    trouble === null
      ? { undelivered: null, offers: view.offers }
      : await explain(trouble, { text, outcome, job, earlier }, poster, deps);
  return {
    outcome,
    trouble,
    undelivered,
    offers,
    standing:
      trouble === null && view.standing !== null
        ? { ...view.standing, messageIds: poster.messageIds() }
        : null,
    keptBecause: trouble === null ? view.keptBecause : null,
    isWithheld: false,
    lastMessageId: poster.lastMessageId(),
    requests: poster.requests(),
    text,
    firstTextMs: firstTextAtMs === null ? null : firstTextAtMs - startedAtMs,
  };
}

function withheld(outcome: AnswerOutcome, poster: Poster): DeliveryReport {
  return {
    outcome,
    trouble: null,
    undelivered: null,
    offers: [],
    standing: null,
    keptBecause: null,
    isWithheld: true,
    lastMessageId: poster.lastMessageId(),
    requests: poster.requests(),
    text: '',
    firstTextMs: null,
  };
}

/** Numbers of passages that there are not are not shown for a moment either. */
function citedSoFar(answer: Pick<Reading, 'text' | 'citable'>): string {
  const count = answer.citable();
  return count === null ? answer.text() : dropInventedSoFar(answer.text(), count);
}

/** A message that held another text before it. */
function replacesText(answer: Reading, poster: Poster): boolean {
  return answer.isRetracted() || (answer.text() !== '' && poster.messageIds().length > poster.shown().length);
}

/** What stays of it. */
export function endingOf(report: DeliveryReport): DeliveryEnding {
  const { outcome, offers, standing, lastMessageId, text } = report;
  const isStored = outcome.about.remembered === true;
  const isWhole = outcome.end.kind === 'whole' && report.trouble === null && report.keptBecause === null;
  return {
    actions: offers,
    messageId: lastMessageId,
    shown: withoutPersonaLine(text, outcome.about),
    ...(isStored ? { isStored } : {}),
    ...(standing === null ? {} : { standing }),
    ...(isWhole ? { proposed: outcome.about.proposed ?? [] } : {}),
  };
}

/** After these the text is still shown, as a file: all of it. */
const AS_A_FILE: readonly PostFailure['kind'][] = ['lost', 'refused'];

/** Edits until the stream is over. Another failure here also cancels the model call: the rest could not be shown. */
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
  const view = () =>
    viewStreaming(citedSoFar(answer), frameOf(job), deps.texts, {
      isNoted: overdue || answer.isRetracted(),
      working: answer.working(),
    });
  for (;;) {
    await answer.changed();
    if (answer.hasEnded()) break;
    if (replacesText(answer, poster)) poster.takeBack();
    if (poster.requests() >= MAX_REQUESTS - FINAL_RESERVE) continue;
    const waitMs = poster.waitMs();
    if (waitMs > 0) await deps.sleep(waitMs, answer.endSignal);
    if (answer.hasEnded()) break;
    const desired = view();
    const isText = desired.some(({ kind }) => kind === 'answer');
    if (!poster.differsFrom(desired)) continue;
    const result = await poster.step(desired, isText ? 'streaming' : 'waiting');
    if (result.kind === 'failed') {
      if (!AS_A_FILE.includes(result.failure.kind)) answer.cancel();
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
  if (drafts.length > 1 || poster.messageIds().length > 1) {
    const others = await poster.finish(withStop(drafts, frameOf(job), deps.texts));
    if (others.kind === 'failed') return others.failure;
  }
  const last = await poster.finish(drafts);
  return last.kind === 'failed' ? last.failure : null;
}
