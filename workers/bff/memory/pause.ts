/**
 * Which of a person's turns facts are still to be learned from, and when: once the conversation has paused. Holds ids alone.
 * Pure.
 */
import type { Caller } from '../../../shared/contract/caller.ts';

/** Where a conversation is. */
export type PausedPlace = Pick<Caller, 'user_id' | 'guild_id' | 'channel_id' | 'parent_id' | 'role_ids'>;

export interface NotedTurn {
  place: PausedPlace;
  requestKey: string;
}

export interface DueConversation {
  place: PausedPlace;
  /** Oldest first. */
  requestKeys: string[];
}

export interface PauseRecord {
  conversations: DueConversation[];
  /** Unix milliseconds of the first turn that is noted. */
  sinceMs: number;
  dueMs: number;
  /** How often it was tried in vain. */
  tries: number;
}

/** Of one conversation: more words than one small call reads. */
const MAX_TURNS = 20;
const MAX_CONVERSATIONS = 10;
/** Who talks without a pause is listened to all the same. */
const MAX_WAIT_PAUSES = 10;
const MAX_TRIES = 3;
const RETRY_MS = 10 * 60_000;

export function noteTurn(
  record: PauseRecord | undefined,
  { place, requestKey }: NotedTurn,
  { nowMs, pauseMs }: { nowMs: number; pauseMs: number },
): PauseRecord {
  const before = record?.conversations ?? [];
  const isHere = (other: DueConversation) =>
    other.place.channel_id === place.channel_id && other.place.guild_id === place.guild_id;
  const keys = before.find(isHere)?.requestKeys.filter((key) => key !== requestKey) ?? [];
  const here = { place, requestKeys: [...keys, requestKey].slice(-MAX_TURNS) };
  const sinceMs = record?.sinceMs ?? nowMs;
  return {
    conversations: [...before.filter((other) => !isHere(other)), here].slice(-MAX_CONVERSATIONS),
    sinceMs,
    dueMs: Math.min(nowMs + pauseMs, sinceMs + MAX_WAIT_PAUSES * pauseMs),
    tries: record?.tries ?? 0,
  };
}

/** What is left after an attempt of which some conversations could not be learned from; undefined: nothing. */
export function afterAttempt(
  attempted: PauseRecord,
  failed: readonly DueConversation[],
  nowMs: number,
): PauseRecord | undefined {
  const tries = attempted.tries + 1;
  if (failed.length === 0 || tries >= MAX_TRIES) return undefined;
  return { conversations: [...failed], sinceMs: nowMs, dueMs: nowMs + RETRY_MS, tries };
}

/** Of the object. */
export interface MemoryPauseRpc {
  note(turn: NotedTurn): Promise<void>;
  /** The person has had everything erased, or wants nothing learned any more. */
  forget(): Promise<void>;
}
