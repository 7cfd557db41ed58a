/**
 * Which deliveries are of a person, for as long as one of them may hold something: `deliveries:<user>:<window>`, sets of
 * interaction ids, one for each quarter of an hour, so that they end by themselves. A delivery is noted
 * where its question's limits are looked at: by the bot's gate, or by the bff for a question that the gate has not looked at. Pure.
 */

/** A delivery keeps nothing for longer than its token lives (15 minutes); an interaction is some seconds old when it is noted. */
const WINDOW_MS = 16 * 60_000;
/** What is noted at the end of a window is needed to the end of the next. */
export const NOTE_LIFE_MS = 2 * WINDOW_MS;

/** The key of this moment's set. */
export function noteKey(userId: string, nowMs: number): string {
  return `deliveries:${userId}:${Math.floor(nowMs / WINDOW_MS)}`;
}

/** Of the sets that may name a delivery which holds something. */
export function noteKeys(userId: string, nowMs: number): [string, string] {
  return [noteKey(userId, nowMs), noteKey(userId, nowMs - WINDOW_MS)];
}
