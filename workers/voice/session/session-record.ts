/** What an object keeps of a conversation, and when it is to be looked at again. Pure; the time is given. */
import { PING_MS, RESUME_MS } from '../../../shared/contract/talk.ts';
import type { StoredGrant } from './grants.ts';
import type { Grant } from './rpc.ts';
import { newRecord, type TalkRecord } from './talk-types.ts';

export interface SessionRecord extends Grant {
  /** Of the key that opens its socket. */
  keyHash: string;
  /** All times are Unix milliseconds. */
  startedAtMs: number;
  /** When somebody spoke or typed last. */
  activeAtMs: number;
  /** Since when no page is connected; null: one is. */
  lostAtMs: number | null;
  /** Up to when its time is counted for today. */
  countedAtMs: number;
  talk: TalkRecord;
}

export function newSession(spent: StoredGrant, keyHash: string, nowMs: number): SessionRecord {
  const { hash: _, expiresAtMs: _at, ...grant } = spent;
  return {
    ...grant,
    keyHash,
    startedAtMs: nowMs,
    activeAtMs: nowMs,
    lostAtMs: nowMs,
    countedAtMs: nowMs,
    talk: newRecord(crypto.randomUUID()),
  };
}

export const IDLE_MS = 30 * 60_000;
/** From the redemption to the first connection. */
const FIRST_CONNECTION_MS = 30_000;

/** A browser lets a page in the background speak once a minute, and a phone without a network closes nothing. */
const SILENT_MS = 120_000 + PING_MS;

/** `silent`: its page is gone without a word. */
export type Due = 'silent' | 'lost' | 'idle' | 'time_used';

export interface Known {
  /** Of today, when it was counted last. */
  leftMs: number;
  /** When the page that is connected said last that it is there. */
  heardAtMs: number;
}

export function whatIsDue(session: SessionRecord, { leftMs, heardAtMs }: Known, nowMs: number): Due | null {
  const { lostAtMs, activeAtMs } = session;
  if (nowMs >= endsAt(session, leftMs)) return 'time_used';
  if (lostAtMs !== null && nowMs >= lostAtMs + patienceOf(session)) return 'lost';
  if (nowMs >= activeAtMs + IDLE_MS) return 'idle';
  return lostAtMs === null && nowMs >= heardAtMs + SILENT_MS ? 'silent' : null;
}

/** Infinity: there is nothing to be looked at. */
export function nextLookMs(
  grants: readonly StoredGrant[],
  session: SessionRecord | null,
  { leftMs, heardAtMs }: Known,
): number {
  const ofGrants = grants.map(({ expiresAtMs }) => expiresAtMs);
  if (session === null) return Math.min(...ofGrants);
  const { lostAtMs, activeAtMs } = session;
  const lost = lostAtMs === null ? heardAtMs + SILENT_MS : lostAtMs + patienceOf(session);
  return Math.min(...ofGrants, lost, activeAtMs + IDLE_MS, endsAt(session, leftMs));
}

function patienceOf({ talk }: SessionRecord): number {
  return talk.log.seq === 0 ? FIRST_CONNECTION_MS : RESUME_MS;
}

function endsAt({ countedAtMs }: SessionRecord, leftMs: number): number {
  return countedAtMs + leftMs;
}
