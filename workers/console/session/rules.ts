/** When a session is over. Pure. */
const MINUTE_MS = 60_000;
export const IDLE_MS = 30 * MINUTE_MS;
export const LONGEST_MS = 12 * 60 * MINUTE_MS;

export interface StoredSession {
  openedAtMs: number;
  usedAtMs: number;
  agentHash: string;
}

export type SessionVerdict = 'live' | 'over' | 'stolen';

/** A cookie that another browser shows was most likely stolen: it ends for both. */
export function judgeSession(session: StoredSession, agentHash: string, nowMs: number): SessionVerdict {
  if (nowMs - session.openedAtMs >= LONGEST_MS || nowMs - session.usedAtMs >= IDLE_MS) return 'over';
  return session.agentHash === agentHash ? 'live' : 'stolen';
}
