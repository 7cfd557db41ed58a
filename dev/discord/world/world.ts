/**
 * The state of the little Discord: commands, interactions, messages, and who may see what. No I/O: what needs
 * the changes (the page's event stream, the file on disk) subscribes.
 */
import type {
  PermissionOverwrite,
  RegisteredCommand,
  Snowflake,
  WorldChannel,
  WorldGuild,
  WorldRole,
  WorldUser,
} from '../protocol.ts';
import type { Interaction, Message, StoredAttachment, Upload, WorldSnapshot } from './records.ts';
import { CHANNELS, GUILDS, ROLES, USERS } from './seed.ts';
import { createSnowflakes } from './snowflake.ts';

const MAX_INTERACTIONS = 1_000;
const MAX_MESSAGES_IN_CHANNEL = 300;
/** Of these, so many survive a restart: enough for the answers under way, and cheap to write every moment. */
const KEPT_INTERACTIONS = 100;
const MAX_UPLOADS = 200;
/** An endless loop of edits must not fill the memory; a normal delivery makes far fewer. */
const MAX_LINES_IN_RECORD = 1_000;

export type WorldChange =
  | { kind: 'message'; message: Message }
  | { kind: 'message-deleted'; message: Message }
  | { kind: 'commands' }
  | { kind: 'channels' }
  /** Nothing that anyone sees, but worth writing down. */
  | { kind: 'record' };

export interface World {
  readonly applicationId: Snowflake;
  readonly users: readonly WorldUser[];
  readonly guilds: readonly WorldGuild[];
  readonly channels: readonly WorldChannel[];
  readonly roles: readonly WorldRole[];
  now(): number;
  nextId(): Snowflake;
  user(id: unknown): WorldUser | undefined;
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

  addInteraction(interaction: Interaction): void;
  interaction(id: Snowflake): Interaction | undefined;
  interactionByToken(token: string): Interaction | undefined;
  /** Changes a record in place. */
  updateInteraction(interaction: Interaction, change: Partial<Interaction>): void;
  addRevision(
    interaction: Interaction,
    kind: Interaction['revisions'][number]['kind'],
    message: Message,
  ): void;
  addRequest(interaction: Interaction, request: Interaction['requests'][number]): void;

  message(id: Snowflake): Message | undefined;
  putMessage(message: Message): void;
  deleteMessage(message: Message): void;
  /** Oldest first. */
  messagesIn(channelId: Snowflake, userId: Snowflake): Message[];
  messagesOf(interactionId: Snowflake): Message[];
  attachment(channelId: Snowflake, id: Snowflake): StoredAttachment | undefined;
  /** Returns the ids of those that were forgotten for it. */
  addUpload(upload: Upload): Snowflake[];
  upload(id: Snowflake): Upload | undefined;
  /** The ids of all files that something still names. */
  fileIds(): Set<Snowflake>;
  maySee(userId: Snowflake, place: Pick<Message, 'channelId' | 'ephemeral' | 'invokedBy'>): boolean;

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
  const interactions = new Map(initial.interactions.map((interaction) => [interaction.id, interaction]));
  const byToken = new Map(initial.interactions.map((interaction) => [interaction.token, interaction]));
  const messages = new Map(initial.messages.map((message) => [message.id, message]));
  const uploads = new Map((initial.uploads ?? []).map((upload) => [upload.id, upload]));
  const threads = [...(initial.threads ?? [])];
  const overwrites = new Map(Object.entries(initial.overwrites ?? {}));
  const listeners = new Set<(change: WorldChange) => void>();
  const nextId = createSnowflakes(now);

  function tell(change: WorldChange): void {
    for (const listener of listeners) listener(change);
  }

  function channels(): WorldChannel[] {
    return [...CHANNELS, ...threads].map((one) => {
      const own = overwrites.get(one.parentId ?? one.id);
      return own === undefined ? one : { ...one, overwrites: [...own] };
    });
  }

  function channel(id: unknown): WorldChannel | undefined {
    return channels().find((candidate) => candidate.id === id);
  }

  function maySee(userId: Snowflake, place: Pick<Message, 'channelId' | 'ephemeral' | 'invokedBy'>): boolean {
    if (place.ephemeral && place.invokedBy !== userId) return false;
    const recipientId = channel(place.channelId)?.recipientId;
    return recipientId === undefined || recipientId === userId;
  }

  function forgetOldest(channelId: Snowflake): void {
    const inChannel = [...messages.values()].filter((message) => message.channelId === channelId);
    for (const message of inChannel.slice(0, Math.max(0, inChannel.length - MAX_MESSAGES_IN_CHANNEL))) {
      messages.delete(message.id);
      tell({ kind: 'message-deleted', message });
    }
  }

  return {
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

    addInteraction(interaction) {
      interactions.set(interaction.id, interaction);
      byToken.set(interaction.token, interaction);
      for (const oldest of interactions.values()) {
        if (interactions.size <= MAX_INTERACTIONS) break;
        interactions.delete(oldest.id);
        byToken.delete(oldest.token);
      }
      tell({ kind: 'record' });
    },
    interaction: (id) => interactions.get(id),
    interactionByToken: (token) => byToken.get(token),
    updateInteraction(interaction, change) {
      Object.assign(interaction, change);
      tell({ kind: 'record' });
    },
    addRevision(interaction, kind, message) {
      const { id: messageId, content } = message;
      interaction.revisions.push({ atMs: now() - interaction.sentAt, kind, messageId, content });
      if (interaction.revisions.length > MAX_LINES_IN_RECORD) interaction.revisions.shift();
      tell({ kind: 'record' });
    },
    addRequest(interaction, request) {
      interaction.requests.push(request);
      if (interaction.requests.length > MAX_LINES_IN_RECORD) interaction.requests.shift();
      tell({ kind: 'record' });
    },

    message: (id) => messages.get(id),
    putMessage(message) {
      const known = messages.has(message.id);
      messages.set(message.id, message);
      tell({ kind: 'message', message });
      if (!known) forgetOldest(message.channelId);
    },
    deleteMessage(message) {
      messages.delete(message.id);
      tell({ kind: 'message-deleted', message });
    },
    messagesIn: (channelId, userId) =>
      [...messages.values()].filter((message) => message.channelId === channelId && maySee(userId, message)),
    messagesOf: (interactionId) =>
      [...messages.values()].filter((message) => message.interactionId === interactionId),
    attachment: (channelId, id) =>
      [...messages.values()]
        .filter((message) => message.channelId === channelId)
        .flatMap((message) => message.attachments)
        .find((attachment) => attachment.id === id),
    addUpload(upload) {
      uploads.set(upload.id, upload);
      const oldest = [...uploads.keys()].slice(0, Math.max(0, uploads.size - MAX_UPLOADS));
      for (const id of oldest) uploads.delete(id);
      tell({ kind: 'record' });
      return oldest;
    },
    upload: (id) => uploads.get(id),
    fileIds: () =>
      new Set([
        ...uploads.keys(),
        ...[...messages.values()].flatMap(({ attachments }) => attachments.map(({ id }) => id)),
      ]),
    maySee,

    reset() {
      uploads.clear();
      interactions.clear();
      byToken.clear();
      const gone = [...messages.values()];
      messages.clear();
      for (const message of gone) tell({ kind: 'message-deleted', message });
      tell({ kind: 'record' });
    },
    snapshot: () => ({
      version: 1,
      applicationId,
      interactionsEndpointUrl: endpointUrl,
      eventsUrl,
      commands,
      interactions: [...interactions.values()].slice(-KEPT_INTERACTIONS),
      messages: [...messages.values()],
      threads,
      overwrites: Object.fromEntries(overwrites),
      uploads: [...uploads.values()],
    }),
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
