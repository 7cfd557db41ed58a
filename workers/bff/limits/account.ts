/** Whom a model call is charged to. Pure. */
import type { Caller } from '../../../shared/contract/caller.ts';

export interface Account {
  /** `<guild id or dm>:<user id>`, or `api:<key id>`: calls, idempotency and cached answers are kept apart by it. */
  id: string;
  /** The user's id, or `api:<key id>`: the daily budget follows a person into every guild. */
  owner: string;
  callsPerMin: number;
  /** Present in a guild: its own limit and budget apply as well. */
  guild: { id: string; callsPerMin: number } | null;
}

/** A guild's id, or `dm`. */
export function spaceOf(caller: Caller): string {
  return caller.guild_id ?? 'dm';
}

export function accountOfCaller(
  caller: Caller,
  limits: { userCallsPerMin: number; guildCallsPerMin: number },
): Account {
  return {
    id: `${spaceOf(caller)}:${caller.user_id}`,
    owner: caller.user_id,
    callsPerMin: limits.userCallsPerMin,
    guild: caller.guild_id === null ? null : { id: caller.guild_id, callsPerMin: limits.guildCallsPerMin },
  };
}

export function accountOfApiKey(key: { id: number; callsPerMin: number }): Account {
  const id = `api:${key.id}`;
  return { id, owner: id, callsPerMin: key.callsPerMin, guild: null };
}
