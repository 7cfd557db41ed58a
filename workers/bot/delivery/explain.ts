/**
 * What can still be said of an answer whose text could not be shown as it is: as a file, in what passed before, or for its
 * person's eyes alone. Pure core: the poster, the webhook and the clock are given.
 */
import type { AnswerOutcome } from '../../../shared/chat/read-answer.ts';
import type { Texts } from '../locale/texts.ts';
import type { FollowingAction } from '../message/custom-id.ts';
import { viewAttached, viewBlocked, viewInterrupted, viewVanished } from '../message/view.ts';
import { type AloneDeps, sayAlone } from './alone.ts';
import { type DeliveryJob, frameOf } from './job.ts';
import type { Poster, PostFailure } from './poster.ts';
import type { StandingAnswer } from './standing.ts';
import { tellPrivately } from './tell.ts';

export interface ExplainDeps extends AloneDeps {
  texts: Texts;
  /** Unix milliseconds. */
  now(): number;
}

export interface Unshown {
  text: string;
  outcome: AnswerOutcome;
  job: DeliveryJob;
  /** The answer of which this was to be another version. */
  earlier: StandingAnswer | undefined;
}

export interface Explanation {
  /** What kept even the explanation from being shown; null: the person knows. */
  undelivered: PostFailure | null;
  offers: readonly FollowingAction[];
}

/**
 * A moderator has locked the thread: "Thread is archived", "This thread is locked", and "Missing access", as it is called where
 * Libra is no member. What one person alone sees is taken there all the same.
 */
const SHUT_OUT: readonly number[] = [50_083, 160_005, 50_001];

export async function explain(
  failure: PostFailure,
  answer: Unshown,
  poster: Poster,
  deps: ExplainDeps,
): Promise<Explanation> {
  const { text, outcome, job } = answer;
  const { texts, now } = deps;
  if ('code' in failure && SHUT_OUT.includes(failure.code)) return explainLock(failure, answer, poster, deps);
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
      const attached = await poster.finish(
        viewAttached(poster.shown(), text, outcome, { texts, nowMs: now() }),
      );
      if (attached.kind === 'done') return { undelivered: null, offers: [] };
      if (attached.failure.kind !== 'refused') return { undelivered: attached.failure, offers: [] };
      const told = await poster.finish(viewInterrupted(poster.shown(), texts));
      return { undelivered: told.kind === 'done' ? null : told.failure, offers: [] };
    }
  }
}

/** What has been said of the answer stays. */
async function explainLock(
  failure: PostFailure,
  { job, earlier }: Unshown,
  poster: Poster,
  deps: ExplainDeps,
): Promise<Explanation> {
  const { closed } = deps.texts.conversations.threads;
  const isRead =
    earlier !== undefined || poster.shown().some(({ kind, text }) => kind === 'answer' && text !== '');
  const told = isRead
    ? await tellPrivately(closed, deps)
    : await sayAlone(closed, { isPrivate: job.isPrivate === true }, deps);
  return { undelivered: told === 'ok' ? null : failure, offers: [] };
}
