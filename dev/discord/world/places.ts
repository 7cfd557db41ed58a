/** The channels of the little Discord: those of the seed, the threads that were opened in them, and who may do what there. */
import type { PermissionOverwrite, Snowflake, WorldChannel } from '../protocol.ts';
import type { Tell } from './changes.ts';
import type { WorldSnapshot } from './records.ts';
import { CHANNELS } from './seed.ts';

export interface Places {
  channel(id: unknown): WorldChannel | undefined;
  /** Null where there can be none: outside of guilds, and inside a thread. */
  addThread(
    channelId: Snowflake,
    name: string,
    more?: { id?: Snowflake; type?: 10 | 11 | 12 },
  ): WorldChannel | null;
  /** Undefined: there is no such thread. */
  renameThread(id: Snowflake, name: string): WorldChannel | undefined;
  /** Undefined: there is no such channel of a guild. */
  setOverwrites(channelId: Snowflake, overwrites: readonly PermissionOverwrite[]): WorldChannel | undefined;
}

/** `keptPlaces`: what of them survives a restart. */
export function createPlaces(
  initial: Pick<WorldSnapshot, 'threads' | 'overwrites'>,
  { nextId, tell }: { nextId: () => Snowflake; tell: Tell },
) {
  const threads = [...(initial.threads ?? [])];
  const overwrites = new Map(Object.entries(initial.overwrites ?? {}));

  function channels(): WorldChannel[] {
    return [...CHANNELS, ...threads].map((one) => {
      const own = overwrites.get(one.parentId ?? one.id);
      return own === undefined ? one : { ...one, overwrites: [...own] };
    });
  }

  function channel(id: unknown): WorldChannel | undefined {
    return channels().find((candidate) => candidate.id === id);
  }

  const places: Places = {
    channel,
    setOverwrites(channelId, replacements) {
      const known = CHANNELS.find(({ id, guildId }) => id === channelId && guildId !== null);
      if (known === undefined) return undefined;
      overwrites.set(channelId, replacements);
      tell({ kind: 'channels' });
      return channel(channelId);
    },
    addThread(channelId, name, more = {}) {
      const parent = CHANNELS.find((candidate) => candidate.id === channelId);
      if (parent === undefined || parent.guildId === null) return null;
      const thread: WorldChannel = {
        id: more.id ?? nextId(),
        name,
        guildId: parent.guildId,
        parentId: parent.id,
        threadType: more.type ?? 11,
      };
      threads.push(thread);
      tell({ kind: 'channels' });
      return channel(thread.id) ?? thread;
    },
    renameThread(id, name) {
      const index = threads.findIndex((thread) => thread.id === id);
      const thread = threads[index];
      if (thread === undefined) return undefined;
      threads[index] = { ...thread, name };
      tell({ kind: 'channels' });
      return channel(id);
    },
  };
  return {
    ...places,
    channels,
    keptPlaces: () => ({ threads, overwrites: Object.fromEntries(overwrites) }),
  };
}
