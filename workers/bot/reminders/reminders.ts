/**
 * A person's reminders: what is kept, what is due, and when one is given up. Pure. Kept by a `Reminders` object.
 *
 * An attempt is written down before it is made, with the time of the next one: an isolate that dies in it has neither lost the
 * reminder nor sent it in vain, since each message carries a nonce by which Discord knows a repeat.
 */
import { TOKEN_LIFE_MS } from '../discord/token-life.ts';
import type { ReminderFailure } from '../locale/texts/actions.ts';
import type { AddVerdict, ListedReminder, WantedReminder } from './rpc.ts';

export interface KeptReminder extends WantedReminder {
  state:
    | { kind: 'open'; attempts: number; nextMs: number }
    /** Kept for a while, so that its person learns of it. */
    | { kind: 'failed'; failure: ReminderFailure; atMs: number };
  /** Its channel cannot be written to: by a direct message. */
  isDirect?: true;
}

export interface RemindersRecord {
  userId: string;
  reminders: readonly KeptReminder[];
  /** The last that were posted or cancelled: none of them is added again. */
  past: readonly string[];
}

/** What an erasure leaves for a while: what was asked for before it is not added any more. */
export interface ErasedRecord {
  erasedAtMs: number;
}

export const MAX_OPEN = 20;
const MAX_PAST = 40;
/** Those that could not be delivered. */
const MAX_FAILED = 20;
const FAILED_LIFE_MS = 7 * 24 * 60 * 60_000;
const MAX_ATTEMPTS = 12;
const FIRST_PAUSE_MS = 5_000;
const MAX_PAUSE_MS = 600_000;

export const EMPTY: Omit<RemindersRecord, 'userId'> = { reminders: [], past: [] };

export function isErased(record: RemindersRecord | ErasedRecord | undefined): record is ErasedRecord {
  return record !== undefined && 'erasedAtMs' in record;
}

/** When what an erasure has left is of no use any more: nothing that was asked for before it is still under way. */
export function erasedUntilMs({ erasedAtMs }: ErasedRecord): number {
  return erasedAtMs + 2 * TOKEN_LIFE_MS;
}

export function addReminder(
  record: RemindersRecord,
  wanted: WantedReminder,
): { record: RemindersRecord; verdict: AddVerdict } {
  const { reminders, past } = record;
  if (past.includes(wanted.id) || reminders.some((reminder) => isSame(reminder, wanted))) {
    return { record, verdict: 'again' };
  }
  if (reminders.filter(({ state }) => state.kind === 'open').length >= MAX_OPEN) {
    return { record, verdict: 'full' };
  }
  const added: KeptReminder = { ...wanted, state: { kind: 'open', attempts: 0, nextMs: wanted.atMs } };
  return { record: { ...record, reminders: [...reminders, added] }, verdict: 'added' };
}

/** Also that which an answer written anew sets once more. */
function isSame({ state, ...known }: KeptReminder, wanted: WantedReminder): boolean {
  if (known.id === wanted.id) return true;
  const isOfSame = known.text === wanted.text && known.channelId === wanted.channelId;
  return state.kind === 'open' && isOfSame && known.atMs === wanted.atMs;
}

/** Null: there is none of this id. */
export function dropReminder(record: RemindersRecord, id: string): RemindersRecord | null {
  if (!record.reminders.some((reminder) => reminder.id === id)) return null;
  return {
    ...record,
    reminders: record.reminders.filter((reminder) => reminder.id !== id),
    past: [...record.past, id].slice(-MAX_PAST),
  };
}

export function dueReminders({ reminders }: RemindersRecord, nowMs: number): KeptReminder[] {
  return reminders
    .filter(({ state }) => state.kind === 'open' && state.nextMs <= nowMs)
    .toSorted((one, other) => one.atMs - other.atMs);
}

/** Unix milliseconds when something is to be done; null: never. */
export function nextWakeMs({ reminders }: RemindersRecord): number | null {
  const times = reminders.map(({ state }) =>
    state.kind === 'open' ? state.nextMs : state.atMs + FAILED_LIFE_MS,
  );
  return times.length === 0 ? null : Math.min(...times);
}

export function withoutStale(record: RemindersRecord, nowMs: number): RemindersRecord {
  const kept = record.reminders.filter(
    ({ state }) => state.kind === 'open' || nowMs < state.atMs + FAILED_LIFE_MS,
  );
  return kept.length === record.reminders.length ? record : { ...record, reminders: kept };
}

/** Before it is sent. */
export function beginAttempt(record: RemindersRecord, id: string, nowMs: number): RemindersRecord {
  return change(record, id, (reminder) => {
    if (reminder.state.kind !== 'open') return reminder;
    const attempts = reminder.state.attempts + 1;
    return { ...reminder, state: { kind: 'open', attempts, nextMs: nowMs + pauseMs(attempts) } };
  });
}

/** 5 s, then twice as long each time, ten minutes at most: an hour in all. */
function pauseMs(attempts: number): number {
  return Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.max(0, attempts - 1));
}

export type Sent =
  | { kind: 'posted' }
  /** Not now. `afterMs`: as Discord says; null: it does not. */
  | { kind: 'later'; afterMs: number | null }
  | { kind: 'failed'; failure: Exclude<ReminderFailure, 'unreachable'> };

export function afterAttempt(
  record: RemindersRecord,
  id: string,
  sent: Sent,
  nowMs: number,
): RemindersRecord {
  if (sent.kind === 'posted') return dropReminder(record, id) ?? record;
  return trimFailed(
    change(record, id, (reminder) => {
      if (reminder.state.kind !== 'open') return reminder;
      const { attempts, nextMs } = reminder.state;
      if (sent.kind === 'later') {
        if (attempts >= MAX_ATTEMPTS) return fail(reminder, 'unreachable', nowMs);
        return {
          ...reminder,
          state: { kind: 'open', attempts, nextMs: Math.max(nextMs, nowMs + (sent.afterMs ?? 0)) },
        };
      }
      const mayGoDirect =
        sent.failure !== 'refused' && reminder.guildId !== null && reminder.isDirect !== true;
      if (!mayGoDirect) return fail(reminder, sent.failure, nowMs);
      return { ...reminder, isDirect: true, state: { kind: 'open', attempts, nextMs: nowMs } };
    }),
  );
}

function fail(reminder: KeptReminder, failure: ReminderFailure, nowMs: number): KeptReminder {
  return { ...reminder, state: { kind: 'failed', failure, atMs: nowMs } };
}

/** The oldest failures go first. */
function trimFailed(record: RemindersRecord): RemindersRecord {
  const failed = record.reminders.filter(({ state }) => state.kind === 'failed');
  const surplus = new Set(failed.slice(0, Math.max(0, failed.length - MAX_FAILED)).map(({ id }) => id));
  if (surplus.size === 0) return record;
  return { ...record, reminders: record.reminders.filter(({ id }) => !surplus.has(id)) };
}

function change(
  record: RemindersRecord,
  id: string,
  how: (reminder: KeptReminder) => KeptReminder,
): RemindersRecord {
  const reminders = record.reminders.map((reminder) => (reminder.id === id ? how(reminder) : reminder));
  return { ...record, reminders };
}

export function listReminders({ reminders }: RemindersRecord): ListedReminder[] {
  return reminders
    .map(({ id, text, atMs, channelId, guildId, state }) => ({
      id,
      text,
      atMs,
      channelId,
      guildId,
      failure: state.kind === 'failed' ? state.failure : null,
    }))
    .toSorted(
      (one, other) => Number(one.failure === null) - Number(other.failure === null) || one.atMs - other.atMs,
    );
}
