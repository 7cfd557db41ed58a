/**
 * Notices a connection that is dead without having been closed. Pure. A browser slows the timers of a tab in the background,
 * so only a question that has remained open counts, never the mere time.
 */
import { PING_MS } from '../../../../shared/contract/talk.ts';

const ANSWER_WITHIN_MS = 5_000;

export interface Heartbeat {
  /** What is to be done now; called about once a second. */
  next(nowMs: number): 'ping' | 'lost' | null;
  /** Anything has come from the other side. */
  heard(): void;
}

export function createHeartbeat(nowMs: number): Heartbeat {
  let askedAt = nowMs;
  let isOpen = false;
  return {
    next(now) {
      if (isOpen) return now - askedAt >= ANSWER_WITHIN_MS ? 'lost' : null;
      if (now - askedAt < PING_MS) return null;
      askedAt = now;
      isOpen = true;
      return 'ping';
    },
    heard() {
      isOpen = false;
    },
  };
}
