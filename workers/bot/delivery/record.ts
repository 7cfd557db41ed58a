/**
 * What a ReplyDelivery object keeps in its storage, and what it does when it wakes up. Pure.
 *
 * A finished delivery keeps no text: only the mark that its interaction was answered, and (while a Retry button is under the
 * answer) the prompt that Retry would ask again. All of it goes when the interaction's token dies.
 */
import { type DeliveryJob, type FollowingAction, TOKEN_LIFE_MS } from './job.ts';

export interface RunningRecord {
  state: 'running';
  job: DeliveryJob;
  /** How many isolates have begun this delivery. */
  runs: number;
  /** True from just before the first request that shows text: from then on it must not start anew. */
  posting: boolean;
  followUpIds: string[];
}

/** The buttons under a finished answer: one press spends them all. */
export interface Offer {
  actions: readonly FollowingAction[];
  /** Empty unless Retry is offered. */
  prompt: string;
  token: string;
  /** The message that has the buttons. */
  messageId: string;
}

export interface EndedRecord {
  state: 'ended';
  /** Unix milliseconds when nothing of it is of use any more. */
  expiresAtMs: number;
  offer: Offer | null;
}

export type DeliveryRecord = RunningRecord | EndedRecord;

/** A delivery that killed this many isolates is not given another one. */
const MAX_RUNS = 3;

/** How often a running delivery is looked after: the longest that a person waits after an isolate died. */
export const WATCHDOG_MS = 10_000;

export type WakeDecision =
  /** It is running in this very isolate. */
  | { kind: 'watch' }
  /** Its isolate died before anything was shown. */
  | { kind: 'run' }
  /** Its isolate died with text in the channel (perhaps), or too often: end it honestly. */
  | { kind: 'finish'; mayRun: boolean }
  | { kind: 'wait'; untilMs: number }
  | { kind: 'erase' };

export function decideWake(
  record: DeliveryRecord | undefined,
  { nowMs, runningHere }: { nowMs: number; runningHere: boolean },
): WakeDecision {
  if (record === undefined) return { kind: 'erase' };
  if (record.state === 'ended') {
    return nowMs < record.expiresAtMs ? { kind: 'wait', untilMs: record.expiresAtMs } : { kind: 'erase' };
  }
  if (runningHere) return { kind: 'watch' };
  if (nowMs >= expiryOf(record.job)) return { kind: 'erase' };
  const mayRun = record.runs < MAX_RUNS;
  return record.posting || !mayRun ? { kind: 'finish', mayRun } : { kind: 'run' };
}

export function beginRecord(job: DeliveryJob): RunningRecord {
  return { state: 'running', job, runs: 1, posting: false, followUpIds: [] };
}

export function endRecord(
  job: DeliveryJob,
  { actions, messageId }: Pick<Offer, 'actions' | 'messageId'>,
): EndedRecord {
  const prompt = job.task.kind === 'answer' && actions.includes('retry') ? job.task.prompt : '';
  return {
    state: 'ended',
    expiresAtMs: expiryOf(job),
    offer: actions.length === 0 ? null : { actions, messageId, prompt, token: job.token },
  };
}

function expiryOf(job: DeliveryJob): number {
  return job.receivedAtMs + TOKEN_LIFE_MS;
}
