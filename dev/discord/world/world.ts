/**
 * The state of the little Discord: commands, interactions, messages, and who may see what. No I/O: what needs
 * the changes (the page's event stream, the file on disk) subscribes.
 */
import type {
  RegisteredCommand,
  Snowflake,
  WorldChannel,
  WorldGuild,
  WorldRole,
  WorldUser,
} from '../protocol.ts';
import type { Tell, WorldChange } from './changes.ts';
import { createInteractions, type Interactions } from './interactions.ts';
import { createMessages, type Messages } from './messages.ts';
import { createPlaces, type Places } from './places.ts';
import type { WorldSnapshot } from './records.ts';
import { GUILDS, ROLES, USERS } from './seed.ts';
import { createSnowflakes } from './snowflake.ts';

export interface World extends Places, Interactions, Messages {
  readonly applicationId: Snowflake;
  readonly users: readonly WorldUser[];
  readonly guilds: readonly WorldGuild[];
  readonly channels: readonly WorldChannel[];
  readonly roles: readonly WorldRole[];
  now(): number;
  nextId(): Snowflake;
  user(id: unknown): WorldUser | undefined;
  guild(id: unknown): WorldGuild | undefined;
  role(id: unknown): WorldRole | undefined;

  endpointUrl(): string | null;
  setEndpointUrl(url: string | null): void;
  /** Where webhook events go. */
  eventsUrl(): string | null;
  setEventsUrl(url: string | null): void;
  commands(): readonly RegisteredCommand[];
  /** Replaces the commands of one guild, or the global ones. */
  setCommands(guildId: Snowflake | null, commands: readonly RegisteredCommand[]): void;

  /** Forgets messages and interactions. */
  reset(): void;
  snapshot(): WorldSnapshot;
  /** Returns the function that ends the subscription. */
  subscribe(listener: (change: WorldChange) => void): () => void;
}

export function createWorld(initial: WorldSnapshot, now: () => number): World {
  const applicationId = initial.applicationId;
  let endpointUrl = initial.interactionsEndpointUrl;
  let eventsUrl = initial.eventsUrl ?? null;
  let commands = initial.commands;
  const listeners = new Set<(change: WorldChange) => void>();
  const nextId = createSnowflakes(now);
  const tell: Tell = (change) => {
    for (const listener of listeners) listener(change);
  };
  const { channels, keptPlaces, ...places } = createPlaces(initial, { nextId, tell });
  const { keptInteractions, forgetInteractions, ...interactions } = createInteractions(initial.interactions, {
    now,
    tell,
  });
  const { keptMessages, forgetMessages, ...messages } = createMessages(initial, {
    channel: places.channel,
    tell,
  });

  return {
    ...places,
    ...interactions,
    ...messages,
    applicationId,
    users: USERS,
    guilds: GUILDS,
    roles: ROLES,
    get channels() {
      return channels();
    },
    now,
    nextId,
    user: (id) => USERS.find((user) => user.id === id),
    role: (id) => ROLES.find((role) => role.id === id),
    guild: (id) => GUILDS.find((guild) => guild.id === id),

    endpointUrl: () => endpointUrl,
    setEndpointUrl(url) {
      endpointUrl = url;
      tell({ kind: 'record' });
    },
    eventsUrl: () => eventsUrl,
    setEventsUrl(url) {
      eventsUrl = url;
      tell({ kind: 'record' });
    },
    commands: () => commands,
    setCommands(guildId, replacements) {
      const others = commands.filter((command) => (command.guild_id ?? null) !== guildId);
      commands = [...others, ...replacements];
      tell({ kind: 'commands' });
    },

    reset() {
      forgetInteractions();
      forgetMessages();
      tell({ kind: 'record' });
    },
    snapshot: () => ({
      version: 1,
      applicationId,
      interactionsEndpointUrl: endpointUrl,
      eventsUrl,
      commands,
      interactions: keptInteractions(),
      ...keptPlaces(),
      ...keptMessages(),
    }),
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
