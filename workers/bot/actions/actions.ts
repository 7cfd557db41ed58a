/** The actions that an answer proposes, as its delivery keeps them. Pure. */
import { POLL, readPoll } from '../../../shared/actions/poll.ts';
import { concernsOthers, parseReminder, REMIND, resolveWall } from '../../../shared/actions/remind.ts';
import { MAX_ARGUMENTS_CHARS, MAX_PROPOSALS, type ProposedAction } from '../../../shared/contract/actions.ts';
import { type DeliveryJob, lastRequestMs } from '../delivery/job.ts';
import type { ActionProblem } from '../locale/texts/actions.ts';
import { type ActionState, APPROVAL_MS, isOver } from './approval.ts';

/** The answer that has proposed them. The token ends with its life. */
export type ProposingJob = Omit<DeliveryJob, 'task' | 'seenSettings'>;

export interface KeptAction {
  /** The idempotency key of the answer that has proposed it. */
  request: string;
  proposed: ProposedAction;
  asks: Asks;
  state: ActionState;
  /** Of the message that shows it; `unsure`: it may have been posted; null: it was not. */
  message: { id: string } | 'unsure' | null;
}

/** What the person is asked for. `nothing`: it is carried out at once. */
export type Asks = 'approval' | 'time_zone' | 'nothing';

export interface ActionsRecord {
  job: ProposingJob;
  /** Their index is part of the buttons' ids. */
  actions: readonly KeptAction[];
}

/** The delivery can still say that it has lapsed. */
const CLOSING_MS = 15_000;

/**
 * What it asks for; null for one that nobody can carry out as it is. `isHidden`: others in the channel do not see the answer,
 * and would see what is posted there.
 */
export function asksOf(
  { by, tool, args, after_reading: afterReading }: ProposedAction,
  isHidden = false,
): Asks | null {
  if (JSON.stringify(args).length > MAX_ARGUMENTS_CHARS) return null;
  if (by === 'bff') return 'approval';
  if (tool === POLL) return readPoll(args).ok ? 'approval' : null;
  if (tool !== REMIND) return null;
  const reminder = parseReminder(args);
  if (reminder === null) return null;
  if ('wall' in reminder) return 'time_zone';
  return concernsOthers(reminder) || afterReading === true || isHidden ? 'approval' : 'nothing';
}

/** Adding a reminder again changes nothing. */
export function isRepeatable({ tool, by }: ProposedAction): boolean {
  return by === 'bot' && tool === REMIND;
}

export function keepProposed(
  job: ProposingJob,
  request: string,
  proposed: readonly ProposedAction[],
  nowMs: number,
): KeptAction[] {
  const expiresAtMs = Math.min(nowMs + APPROVAL_MS, lastRequestMs(job) - CLOSING_MS);
  const isHidden = job.isPrivate === true && job.caller.direct !== true;
  return proposed.slice(0, MAX_PROPOSALS).flatMap((each): KeptAction[] => {
    const asks = asksOf(each, isHidden);
    if (asks === null) return [];
    const state: ActionState = { kind: 'waiting', expiresAtMs, needsPress: asks !== 'nothing' };
    return [{ request, proposed: each, asks, state, message: null }];
  });
}

/** With the time that the person's zone makes of it; failed, where that is not to come. */
export function withTimeZone(action: KeptAction, timeZone: string, nowMs: number): KeptAction {
  const reminder = parseReminder(action.proposed.args);
  if (reminder === null || !('wall' in reminder)) return action;
  const { wall, ...about } = reminder;
  const timed = resolveWall(wall, timeZone, nowMs);
  if (!timed.ok) {
    const problem: ActionProblem = timed.problem === 'past' ? 'reminder_past' : 'reminder_too_far';
    return { ...action, state: { kind: 'failed', problem } };
  }
  return { ...action, proposed: { ...action.proposed, args: { ...about, at: timed.atSec } } };
}

/** Unix milliseconds when the record has to be looked at again; null: never. */
export function wakeTimeOf(record: ActionsRecord, nowMs: number, watchdogMs: number): number | null {
  const times = record.actions.flatMap(({ state, message }) => {
    if (isOver(state)) return [];
    return state.kind === 'waiting' && message !== null ? [state.expiresAtMs] : [nowMs + watchdogMs];
  });
  return times.length === 0 ? null : Math.min(...times);
}
