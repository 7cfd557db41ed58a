/**
 * Who may not ask, and until when: `llm:block:<guild or dm>:<user>` = `moderator 1764412800000`, or `cooldown …`; 0 is no end.
 * The bot writes and reads it, and the bff reads it with its limits. Pure.
 */
import type { Caller } from './caller.ts';
import { userCallsId } from './cost-limits.ts';
import type { Failure } from './failure.ts';

export interface Block {
  /** A moderator of the server, or Libra itself after several blocked messages. */
  by: 'moderator' | 'cooldown';
  /** Unix milliseconds; null: until it is taken back. */
  untilMs: number | null;
}

/** `id` as `userCallsId` gives it. */
export const blockKey = (id: string): string => `llm:block:${id}`;
export const blockKeyOf = (caller: Caller): string => blockKey(userCallsId(caller));

/** When moderation has blocked the last messages (a list), within ten minutes; and how often that has led to a pause, within a day. */
export const strikesKey = (id: string): string => `llm:strikes:at:${id}`;
export const pausesKey = (id: string): string => `llm:pauses:${id}`;

export function formatBlock({ by, untilMs }: Block): string {
  return `${by} ${untilMs ?? 0}`;
}

/** Null for no block in force, and for what is none. */
export function readBlock(value: unknown, nowMs: number): Block | null {
  const [, by, until] =
    typeof value === 'string' ? (/^(moderator|cooldown) (\d{1,16})$/.exec(value) ?? []) : [];
  if (by === undefined || until === undefined) return null;
  const untilMs = Number(until);
  if (untilMs !== 0 && untilMs <= nowMs) return null;
  return { by: by === 'moderator' ? 'moderator' : 'cooldown', untilMs: untilMs === 0 ? null : untilMs };
}

/** Whether a refusal is that of a block. */
export function isBlocked({ code }: Failure): boolean {
  return code === 'user_blocked' || code === 'moderation_cooldown';
}

export function blockedFailure({ by, untilMs }: Block, nowMs: number): Failure {
  const evidence =
    untilMs === null
      ? {}
      : {
          retry_after_sec: Math.max(1, Math.ceil((untilMs - nowMs) / 1000)),
          resets_at: Math.ceil(untilMs / 1000),
        };
  return { code: by === 'moderator' ? 'user_blocked' : 'moderation_cooldown', evidence };
}
