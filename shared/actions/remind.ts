/**
 * The arguments of `remind`: as a model writes them, as the bff proposes them, and as the bot carries them out. Pure.
 *
 * A wall-clock time needs a time zone. Where the person's is not known the proposal keeps the wall time, and the bot asks.
 */
import type { JsonRecord } from '../json.ts';
import { instantsOf } from '../time/zoned.ts';
import { oneLine } from './one-line.ts';

export const REMIND = 'remind';

/** UTF-16 units. */
export const MAX_REMINDER_CHARS = 500;
export const MAX_REMINDER_MINUTES = 366 * 24 * 60;

export type ReminderTime =
  /** Unix seconds. */
  | { at: number }
  /** `2026-03-01T15:00`, or `15:00` for the next time that it is that late: in the person's time zone. */
  | { wall: string };

export type ReminderArguments = ReminderTime & {
  text: string;
  /** Meant for everyone in the channel, not for the person alone. Nobody but the person is pinged. */
  for_channel?: true;
};

/** `why`: in English, what is wrong. */
export type ReadReminder = { ok: true; reminder: ReminderArguments } | { ok: false; why: string };

/** What a model wrote. `timeZone`: null when it is not known. */
export function readReminder(
  args: JsonRecord,
  { nowMs, timeZone }: { nowMs: number; timeZone: string | null },
): ReadReminder {
  const text = typeof args.text === 'string' ? oneLine(args.text) : '';
  if (text === '' || text.length > MAX_REMINDER_CHARS)
    return wrong(`The text must have 1 to ${MAX_REMINDER_CHARS} characters.`);
  const about = { text, ...(args.for_channel === true ? { for_channel: true as const } : {}) };
  const { in_minutes: minutes, at } = args;
  if ((minutes === undefined) === (at === undefined)) return wrong("Give either 'in_minutes' or 'at'.");
  if (minutes !== undefined) {
    if (typeof minutes !== 'number' || minutes < 1 || minutes > MAX_REMINDER_MINUTES)
      return wrong(`'in_minutes' must be 1 to ${MAX_REMINDER_MINUTES}.`);
    return { ok: true, reminder: { ...about, at: Math.round((nowMs + minutes * 60_000) / 1000) } };
  }
  const given = typeof at === 'string' ? GIVEN.exec(at)?.groups : undefined;
  if (given === undefined)
    return wrong("'at' must be like 2026-03-01T15:00, or 15:00 for the next time that it is that late.");
  const { day, time = '', offset } = given;
  const wall = `${day === undefined ? '' : `${day}T`}${time.padStart(5, '0')}`;
  if (localMs(wall, 0) === null) return wrong(`There is no such time as ${wall}.`);
  const zone = offset === undefined ? timeZone : offset.toUpperCase().replace('Z', 'UTC');
  if (zone === null) return { ok: true, reminder: { ...about, wall } };
  const timed = resolveWall(wall, zone, nowMs);
  if (!timed.ok) return wrong(TELL[timed.problem](wall, zone, nowMs));
  return { ok: true, reminder: { ...about, at: timed.atSec } };
}

const TELL: Record<TimeProblem, (wall: string, timeZone: string, nowMs: number) => string> = {
  past: (wall, zone, nowMs) => `${wall} (${zone}) is past: now it is ${new Date(nowMs).toISOString()} (UTC).`,
  too_far: (wall) => `${wall} is more than a year away.`,
};

/** What was proposed. Null for anything else. */
export function parseReminder(args: JsonRecord): ReminderArguments | null {
  const { text, at, wall, for_channel: forChannel } = args;
  if (typeof text !== 'string' || oneLine(text) !== text || text === '' || text.length > MAX_REMINDER_CHARS)
    return null;
  const about = { text, ...(forChannel === true ? { for_channel: true as const } : {}) };
  if (typeof at === 'number' && Number.isSafeInteger(at) && at > 0) return { ...about, at };
  if (typeof wall === 'string' && WALL.test(wall) && localMs(wall, 0) !== null) return { ...about, wall };
  return null;
}

/** Names somebody else, or is meant for everyone: then the person has to approve it. */
export function concernsOthers({ text, for_channel: forChannel }: ReminderArguments): boolean {
  return forChannel === true || /<[@#]|@\S/.test(text);
}

export type TimeProblem = 'past' | 'too_far';

export type ResolvedTime = { ok: true; atSec: number } | { ok: false; problem: TimeProblem };

/** A wall time as a moment: the next one, where the clocks show it twice. */
export function resolveWall(wall: string, timeZone: string, nowMs: number): ResolvedTime {
  const local = localMs(wall, nowMs, timeZone) ?? Number.NaN;
  const [first, last] = instantsOf(local, timeZone);
  return judgeTime(Math.floor((first > nowMs ? first : last) / 1000), nowMs);
}

/** True of what is still to come, within a year. */
export function judgeTime(atSec: number, nowMs: number): ResolvedTime {
  const minutes = (atSec * 1000 - nowMs) / 60_000;
  if (Number.isNaN(minutes) || minutes <= 0) return { ok: false, problem: 'past' };
  return minutes > MAX_REMINDER_MINUTES ? { ok: false, problem: 'too_far' } : { ok: true, atSec };
}

/** As ISO 8601 has it, its seconds left out. An offset is a time zone for the platform. */
const GIVEN =
  /^(?:(?<day>\d{4}-\d\d-\d\d)[Tt ]|[Tt])?(?<time>\d{1,2}:\d\d)(?::[0-5]\d(?:\.\d+)?)?(?<offset>[Zz]|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)?$/;

const WALL = /^(?:\d{4}-\d\d-\d\d[T ])?\d\d:\d\d$/;

/** What the clocks show then, as if they were UTC; of a time alone, the next one. Null: there is no such day or time. */
function localMs(wall: string, nowMs: number, timeZone?: string): number | null {
  const [day, time = wall] = wall.includes('T') ? wall.split('T') : [null, wall];
  if (day !== null) return parseLocal(`${day}T${time}`);
  const isTime = parseLocal(`2000-01-01T${time}`) !== null;
  if (!isTime || timeZone === undefined) return isTime ? 0 : null;
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(nowMs);
  const first = parseLocal(`${today}T${time}`) ?? 0;
  return instantsOf(first, timeZone)[1] > nowMs ? first : first + 86_400_000;
}

/** Null for the 30th of February, or a quarter past 25. */
function parseLocal(local: string): number | null {
  const ms = Date.parse(`${local}:00Z`);
  return Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 16) !== local ? null : ms;
}

function wrong(why: string): ReadReminder {
  return { ok: false, why };
}
