/** What an isolate has read of settings within the last minute: for when Redis does not answer. */
import type { Caller } from '../../../shared/contract/caller.ts';
import type { Projections } from './place-settings.ts';

export interface ProjectionMemory {
  recall(caller: Caller): Projections;
  remember(caller: Caller, read: Projections): void;
}

const FRESH_MS = 60_000;
const MAX_ENTRIES = 1_000;

export function createProjectionMemory(now: () => number, maxEntries = MAX_ENTRIES): ProjectionMemory {
  /** In the order of reading. */
  const entries = new Map<string, { value: Projections; readAtMs: number }>();

  function keep(key: string, value: Projections): void {
    entries.delete(key);
    entries.set(key, { value, readAtMs: now() });
    const [oldest] = entries.keys();
    if (entries.size > maxEntries && oldest !== undefined) entries.delete(oldest);
  }
  function find(key: string): Projections {
    const entry = entries.get(key);
    return entry !== undefined && now() - entry.readAtMs < FRESH_MS ? entry.value : {};
  }

  return {
    recall: ({ guild_id: guildId, user_id: userId }) => ({
      ...find(`person ${userId}`),
      ...(guildId === null ? {} : find(`server ${guildId}`)),
    }),
    remember({ guild_id: guildId, user_id: userId }, { server, person }) {
      // What nobody has set is not worth an entry of its own.
      if (person !== undefined && person.version > 0) keep(`person ${userId}`, { person });
      if (guildId !== null && server !== undefined && server.version > 0) {
        keep(`server ${guildId}`, { server });
      }
    },
  };
}
