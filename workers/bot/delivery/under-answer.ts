/**
 * Presses in the row under a whole answer, judged and carried out where the answer is kept. Shell of standing.ts: the storage,
 * the bff and the work in the background are given.
 */
import { MAX_ANSWER_MS } from '../../../shared/limits.ts';
import { type BffClient, createBffClient } from '../bff/client.ts';
import { textsFor } from '../locale/choose.ts';
import type { UnderWish } from '../message/custom-id.ts';
import type { Rating } from '../message/under-answer.ts';
import type { Connections } from './connections.ts';
import { type AnswerPress, type DeliveryJob, lastRequestMs, type UnderVerdict } from './job.ts';
import { type Pages, standingIn } from './pages.ts';
import { beginVersion, type EndedRecord, type RunningRecord, standingRecord } from './record.ts';
import type { RecordStore } from './record-store.ts';
import { judgePress, ownerIn } from './rights.ts';
import {
  costOf,
  notePress,
  rateVersion,
  rowOf,
  type StandingAnswer,
  shownVersion,
  turnPage,
  type VersionWish,
  versionJob,
} from './standing.ts';
import { requesterOf } from './thread.ts';

export interface UnderDeps {
  connections: Connections;
  store: RecordStore;
  /** Unix milliseconds. */
  nowMs: number;
  pages: Pages;
  /** Stores the record together with its watchdog, and runs its job. */
  begin(record: RunningRecord): Promise<void>;
  /** The row goes from the last message. */
  clearRow(standing: StandingAnswer): void;
}

/** The person who pressed waits for it, within Discord's three seconds. */
const FORGET_TIMEOUT_MS = 1_400;

/** An answer is written within the life of its first token. */
const LATEST_VERSION_MS = MAX_ANSWER_MS + 10_000;

export async function pressUnder(
  wish: UnderWish,
  press: AnswerPress,
  deps: UnderDeps,
): Promise<UnderVerdict> {
  const record = deps.store.load();
  const standing = record?.standing;
  const isLapsed = record?.state === 'ended' && deps.nowMs >= record.expiresAtMs;
  if (standing === undefined || isLapsed) return { kind: 'gone' };
  const by = judgePress(wish, press.press, ownerIn(standing.job.caller));
  if (by !== 'own') return { kind: by === 'moderator' ? 'forbidden' : by };
  if (standing.presses.includes(press.interactionId)) return { kind: 'duplicate' };
  // Whatever else goes on with the answer.
  if (wish === 'cost') return { kind: 'cost', facts: costOf(shownVersion(standing)) };
  if (wish === 'file' || wish === 'listen') return handOver(wish, shownVersion(standing).text, press, deps);
  const isPage = wish === 'earlier' || wish === 'later';
  if (record?.state !== 'ended' || (deps.pages.isTurning() && !isPage)) return { kind: 'busy' };
  switch (wish) {
    case 'regenerate':
    case 'shorter':
    case 'longer':
      return askVersion(wish, standing, press, deps);
    case 'earlier':
    case 'later':
      return showOther(standing, press, wish === 'later' ? 1 : -1, deps);
    case 'good':
    case 'bad':
      return deps.pages.inTurn(() => rate(wish, standing, deps));
    case 'forget':
      return forget(record, standing, deps);
  }
}

async function askVersion(
  wish: VersionWish,
  standing: StandingAnswer,
  press: AnswerPress,
  { nowMs, begin }: UnderDeps,
): Promise<UnderVerdict> {
  if (nowMs + LATEST_VERSION_MS > lastRequestMs(standing.job)) return { kind: 'gone' };
  const texts = textsFor(standing.job.caller.locale);
  const job = versionJob(standing, wish, press, texts);
  await begin(beginVersion(notePress(standing, press.interactionId), job));
  return { kind: 'accepted' };
}

async function showOther(
  standing: StandingAnswer,
  { interactionId }: AnswerPress,
  by: 1 | -1,
  { store, pages }: UnderDeps,
): Promise<UnderVerdict> {
  const turned = turnPage(standing, by);
  // The row that was pressed is of an earlier moment.
  if (turned === null) return { kind: 'duplicate' };
  store.save(standingRecord(notePress(turned, interactionId)));
  pages.show();
  return { kind: 'accepted' };
}

/** The same press twice rates once: what is stored is the last choice. */
async function rate(
  rating: Rating,
  { job }: StandingAnswer,
  { connections, store }: UnderDeps,
): Promise<UnderVerdict> {
  const before = standingIn(store);
  if (before === null) return { kind: 'gone' };
  const { request } = shownVersion(before);
  const reply = await bffOf(job, connections).rate(requesterOf(job), request, rating === 'good' ? 1 : -1);
  if (!reply.ok || reply.value.rated === 0) return { kind: 'unavailable' };
  const now = standingIn(store);
  if (now === null) return { kind: 'rated', row: null };
  const rated = rateVersion(now, request, rating);
  store.save(standingRecord(rated));
  return { kind: 'rated', row: rowOf(rated, textsFor(job.caller.locale)) };
}

async function handOver(
  wish: 'file' | 'listen',
  text: string,
  { press: _, model: _model, ...job }: AnswerPress,
  deps: UnderDeps,
): Promise<UnderVerdict> {
  const task = { kind: wish === 'file' ? ('file' as const) : ('speech' as const), text };
  const { interactionId } = job;
  return { kind: await deps.connections.delivery(interactionId).accept({ ...job, isPrivate: true, task }) };
}

/** Its turn goes from the history, and what is kept of it here. The text in the channel stays. */
async function forget(
  record: EndedRecord,
  standing: StandingAnswer,
  { connections, store, clearRow }: UnderDeps,
): Promise<UnderVerdict> {
  const { job, stored } = standing;
  if (stored === null) return { kind: 'gone' };
  const reply = await bffOf(job, connections).forget(requesterOf(job), stored, FORGET_TIMEOUT_MS);
  if (!reply.ok) return { kind: 'unavailable' };
  if (standingIn(store) === null) return { kind: 'forgotten' };
  store.save({ state: 'ended', expiresAtMs: record.expiresAtMs, offer: null });
  clearRow(standing);
  return { kind: 'forgotten' };
}

function bffOf({ traceparent }: Pick<DeliveryJob, 'traceparent'>, connections: Connections): BffClient {
  return createBffClient({ ...connections.bff(), traceparent });
}
