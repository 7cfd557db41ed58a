/**
 * What a ReplyDelivery object keeps in its storage, and what it does when it wakes up. Pure.
 *
 * A finished delivery keeps the mark that its interaction was answered, and text only while a button needs it: the prompt that
 * Retry would ask again, the end of an answer that Continue would go on from, a whole answer with its question and its other
 * versions. All of it goes when the interaction's token expires, or when its person has everything erased.
 */
import type { ProposedAction } from '../../../shared/contract/actions.ts';
import { isRecord } from '../../../shared/json.ts';
import { TOKEN_LIFE_MS } from '../discord/token-life.ts';
import { ORIGINAL } from '../discord/webhook.ts';
import type { Draft } from '../message/draft.ts';
import type { DeliveryJob, FollowingJob } from './job.ts';
import { type Offer, type Offered, offerOf } from './offer.ts';
import { isComplete, type StandingAnswer, shownVersion } from './standing.ts';

/** How far a delivery has come. Written before the request to Discord leaves that it tells of. */
export type Phase =
  /** Nothing has been sent. */
  | 'asking'
  /** The note that the answer takes long is, or may be, shown. */
  | 'waiting'
  /** A part of the answer is, or may be, shown. */
  | 'streaming'
  /** The answer is over: the last messages are being written. */
  | 'ending';

/** The phases in which something is sent. */
export type PostingPhase = Exclude<Phase, 'asking'>;

export interface RunningRecord {
  state: 'running';
  job: DeliveryJob;
  /** How many isolates have begun this delivery. */
  runs: number;
  phase: Phase;
  /** True from the phase `waiting` on, until Discord has confirmed that a part of the answer replaced the note. */
  mayShowNote: boolean;
  followUpIds: string[];
  /** The answer of which another version is being made, in its messages. */
  standing?: StandingAnswer;
  /** The answer is whole, its last messages are being written, and it is to be spoken. */
  speaks?: string;
  /** There is no answer: this is said to its person alone. */
  alone?: string;
  /** Unix milliseconds when its person had everything erased: of the job, only what the last edit needs is left. */
  erasedAtMs?: number;
}

export interface EndedRecord {
  state: 'ended';
  /** Unix milliseconds when nothing of it is of use any more. */
  expiresAtMs: number;
  offer: Offer | null;
  /** The answer, where the row for a whole one is under it. */
  standing?: StandingAnswer;
  /** The interaction of the press that took the offer. */
  takenBy?: string;
  /** Its person had everything erased before its job came. */
  isErased?: true;
}

export type DeliveryRecord = RunningRecord | EndedRecord;

/** As it was stored before there were phases. `posting` was set before the first request of any kind. */
type PhaselessRecord = Omit<RunningRecord, 'phase' | 'mayShowNote'> & { posting: boolean };

/** What the storage holds, as of any version that has written it. */
export function readRecord(stored: DeliveryRecord | PhaselessRecord | undefined): DeliveryRecord | undefined {
  if (!isRecord(stored) || !('posting' in stored)) return stored;
  const { posting, ...record } = stored as PhaselessRecord;
  // What was posted is not known: it may have been the last message.
  return { ...record, phase: posting ? 'ending' : 'asking', mayShowNote: false };
}

/** A delivery during which so many isolates died is not started again. */
const MAX_RUNS = 3;

/** How often a running delivery is checked: the longest that a person waits after an isolate died. */
export const WATCHDOG_MS = 10_000;

export type WakeDecision =
  /** It is running in this very isolate. */
  | { kind: 'watch' }
  /** Its isolate died before anything of an answer was shown. */
  | { kind: 'run'; record: RunningRecord }
  /** Its isolate died when something of the answer was, or may be, shown; or too many have died: it must be ended. */
  | { kind: 'finish'; record: RunningRecord; mayRun: boolean }
  /** Its person has had everything erased: it is closed, and nothing of it is kept. */
  | { kind: 'close'; record: RunningRecord }
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
  if (isOverdue(record, nowMs)) return { kind: 'close', record };
  if (runningHere) return { kind: 'watch' };
  if (nowMs >= expiryOf(record.job)) return { kind: 'erase' };
  if (record.erasedAtMs !== undefined) return { kind: 'close', record };
  const mayRun = record.runs < MAX_RUNS;
  // A version is written into messages that are there: doing it again doubles nothing.
  const isRepeatable = record.standing !== undefined || !mayShowAnswer(record.phase);
  return mayRun && isRepeatable ? { kind: 'run', record } : { kind: 'finish', record, mayRun };
}

/** A last edit that Discord does not take is given up: its token is not kept for it. */
const MAX_CLOSING_MS = 30_000;

function isOverdue({ erasedAtMs }: RunningRecord, nowMs: number): boolean {
  return erasedAtMs !== undefined && nowMs - erasedAtMs >= MAX_CLOSING_MS;
}

export function mayShowAnswer(phase: Phase): boolean {
  return phase === 'streaming' || phase === 'ending';
}

export function beginRecord(job: DeliveryJob): RunningRecord {
  return { state: 'running', job, runs: 1, phase: 'asking', mayShowNote: false, followUpIds: [] };
}

/** A note of the run before may still be shown; the messages of another version surely are. */
export function rerun(record: RunningRecord): RunningRecord {
  const { speaks: _, ...begun } = record;
  const followUpIds = record.standing === undefined ? [] : record.followUpIds;
  return { ...begun, runs: record.runs + 1, phase: 'asking', followUpIds };
}

/** Another version of an answer is begun. */
export function beginVersion(standing: StandingAnswer, job: DeliveryJob): RunningRecord {
  const followUpIds = standing.messageIds.filter((id) => id !== ORIGINAL);
  return { ...beginRecord(job), followUpIds, standing };
}

/** The answer of which another version is being made, in the messages that are there now. */
export function earlierIn(record: DeliveryRecord | undefined): StandingAnswer | undefined {
  if (record?.state !== 'running' || record.standing === undefined) return undefined;
  return { ...record.standing, messageIds: [ORIGINAL, ...record.followUpIds] };
}

/** Null: nothing changes. */
export function enterPhase(record: RunningRecord, phase: PostingPhase): RunningRecord | null {
  if (record.phase === phase) return null;
  return { ...record, phase, mayShowNote: record.mayShowNote || phase === 'waiting' };
}

/** Discord has confirmed what the original message now shows. Null: nothing changes. */
export function confirmShown(record: RunningRecord, kind: Draft['kind']): RunningRecord | null {
  return record.mayShowNote && kind === 'answer' ? { ...record, mayShowNote: false } : null;
}

/**
 * Its person has everything erased. What stays is the mark that the interaction was answered; while the delivery runs, also what
 * its last edit needs.
 */
export function eraseRecord(record: DeliveryRecord | undefined, nowMs: number): DeliveryRecord {
  if (record === undefined) return { ...claimRecord(nowMs), isErased: true };
  if (record.state === 'ended') return { state: 'ended', expiresAtMs: record.expiresAtMs, offer: null };
  const { standing, speaks: _, ...running } = record;
  const { job, erasedAtMs = nowMs } = record;
  return {
    ...running,
    // An answer is shown.
    ...(standing === undefined ? {} : { phase: 'ending' }),
    erasedAtMs,
    job: { ...job, ...NOBODY, caller: { ...NOBODY.caller, locale: job.caller.locale } },
  };
}

const NOBODY = {
  caller: { user_id: '0', guild_id: null, channel_id: '0' },
  task: { kind: 'answer', prompt: '' },
} as const;

/** What a delivery leaves that was closed. */
export function closedRecord(job: DeliveryJob): EndedRecord {
  return { state: 'ended', expiresAtMs: expiryOf(job), offer: null };
}

/** The mark of an interaction that is carried out at once. */
export function claimRecord(receivedAtMs: number): EndedRecord {
  return { state: 'ended', expiresAtMs: expiryOf({ receivedAtMs }), offer: null };
}

/** What a delivery ends with. */
export interface DeliveryEnding extends Offered {
  standing?: StandingAnswer;
  /** What the answer proposes to do. */
  proposed?: readonly ProposedAction[];
  /** To be spoken behind the answer. */
  speaks?: string | undefined;
}

export const NOTHING_OFFERED: DeliveryEnding = { actions: [], messageId: '', shown: '' };

export function endRecord(job: DeliveryJob, ending: DeliveryEnding): EndedRecord {
  if (ending.standing !== undefined) return standingRecord(ending.standing);
  const offer = ending.actions.length === 0 ? null : offerOf(job, ending);
  return { state: 'ended', expiresAtMs: expiryOf(job), offer };
}

/** Continue stands under the version that is shown, where that is not whole. */
export function standingRecord(standing: StandingAnswer): EndedRecord {
  const { job, messageIds, stored } = standing;
  const version = shownVersion(standing);
  const offer = isComplete(version)
    ? null
    : {
        ...offerOf(job, {
          actions: ['continue'],
          messageId: messageIds.at(-1) ?? ORIGINAL,
          shown: version.text,
          ...(stored === null ? {} : { isStored: true }),
        }),
        ...(stored === null ? {} : { request: stored }),
      };
  return { state: 'ended', expiresAtMs: expiryOf(job), offer, standing };
}

/** The offer is taken: kept is by whom, for as long as that press may be sent again. */
export function takeOffer(record: EndedRecord, press: FollowingJob): EndedRecord {
  const expiresAtMs = Math.max(record.expiresAtMs, expiryOf(press));
  return { state: 'ended', expiresAtMs, offer: null, takenBy: press.interactionId };
}

function expiryOf(job: Pick<DeliveryJob, 'receivedAtMs'>): number {
  return job.receivedAtMs + TOKEN_LIFE_MS;
}
