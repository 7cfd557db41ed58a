/** Where a mute holds: in a channel and all its threads, or in one thread. Pure. */
import { muteKey } from '../../../shared/contract/mutes.ts';

export interface Place {
  channelId: string;
  /** Of a thread: its channel. */
  parentId: string | null;
}

/** What can mute this place. */
export function muteKeysOf({ channelId, parentId }: Place): string[] {
  return parentId === null ? [muteKey(channelId)] : [muteKey(channelId), muteKey(parentId)];
}

/** The end of a mute in force; null for none. Throws on what is no time. */
export function readMute(value: unknown, nowMs: number): number | null {
  if (value === null) return null;
  const untilMs = typeof value === 'string' ? Number(value) : Number.NaN;
  if (!Number.isFinite(untilMs)) throw new TypeError('A mute is no time');
  return untilMs > nowMs ? untilMs : null;
}
