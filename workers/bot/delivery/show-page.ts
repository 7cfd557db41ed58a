/** Shows another version of an answer in its messages, and lets the history hold it. Pure core: webhook, bff and clock are given. */
import type { Logger } from '../../../shared/observe/log.ts';
import type { BffReply } from '../bff/call.ts';
import type { Texts } from '../locale/texts.ts';
import { viewAttached, viewBlocked, withRow } from '../message/view.ts';
import { lastRequestMs } from './job.ts';
import { createPoster, type Poster, type PosterDeps, type PostFailure } from './poster.ts';
import { draftsOf, rowOf, type StandingAnswer, shownVersion } from './standing.ts';

export interface ShowPageDeps extends Omit<PosterDeps, 'onPosting' | 'onOriginalShown'> {
  texts: Texts;
  /** The stored turn of this request is to have this answer. Gives how many messages were changed. */
  choose(request: string, answer: string): Promise<BffReply<{ chosen: number }>>;
  log: Logger;
}

/** Gives the messages that show it now. */
export async function showPage(standing: StandingAnswer, deps: ShowPageDeps): Promise<readonly string[]> {
  const { job, messageIds } = standing;
  const times = { receivedAtMs: job.receivedAtMs, expiresAtMs: lastRequestMs(job) };
  const silent = { onPosting: () => undefined, onOriginalShown: () => undefined };
  const poster = createPoster(times, { ...deps, ...silent }, messageIds);
  poster.takeBack();
  const drafts = draftsOf(standing, deps.texts, deps.now());
  let shown = await poster.finish(drafts);
  // Somebody has deleted a message: those that are left take its place.
  while (shown.kind === 'failed' && shown.failure.kind === 'vanished') shown = await poster.finish(drafts);
  if (shown.kind === 'failed') await explainPart(shown.failure, standing, poster, deps);
  deps.log.info('version.shown', { reply: shown.kind, requests: poster.requests() });
  return poster.messageIds();
}

/** Only a part of it is in the channel: that says so, and keeps the row that turns to the others. */
async function explainPart(
  failure: PostFailure,
  standing: StandingAnswer,
  poster: Poster,
  { texts, now }: ShowPageDeps,
): Promise<void> {
  const version = shownVersion(standing);
  const row = rowOf(standing, texts);
  if (failure.kind === 'blocked') await poster.finish(withRow(viewBlocked(poster.shown(), texts), row));
  if (failure.kind !== 'lost' && failure.kind !== 'refused') return;
  const attached = viewAttached(poster.shown(), version.text, version, { texts, nowMs: now() });
  await poster.finish(withRow(attached, row));
}

/** A turn that was just made may still be on its way to the database. */
const MAX_ATTEMPTS = 3;
const PAUSE_MS = 1_500;

/** Never rejects. */
export async function chooseShown(
  standing: StandingAnswer,
  { choose, sleep, log }: Pick<ShowPageDeps, 'choose' | 'sleep' | 'log'>,
): Promise<void> {
  const { stored } = standing;
  if (stored === null) return;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const reply = await choose(stored, shownVersion(standing).text);
    if (reply.ok && reply.value.chosen > 0) return;
    if (attempt < MAX_ATTEMPTS) await sleep(PAUSE_MS);
  }
  log.warn('version.not_chosen');
}
