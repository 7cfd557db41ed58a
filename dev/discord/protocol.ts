/**
 * What the Discord stand-in's page and the tests say to the stand-in. Types alone: it is used in the browser too.
 *
 * Served beside Discord's own REST API (`/api/v10/…`):
 *   GET  /                          the page
 *   GET  /dev/state                 `WorldState`
 *   GET  /dev/events?userId=…       server-sent events, each `data:` a `WorldEvent`, as that user sees the world
 *   GET  /dev/messages?channelId=…&userId=…   `MessageView[]`, oldest first, as that user sees the channel
 *   POST /dev/commands              `InvokeCommand`   → `InvokeResult`   (sends a signed interaction)
 *   POST /dev/menu-commands         `UseMenuCommand`  → `InvokeResult`   (a message's or a user's command)
 *   POST /dev/components            `PressComponent`  → `InvokeResult`
 *   POST /dev/votes                 `CastVote`        → `MessageView`    (replaces the person's vote in a poll)
 *   POST /dev/autocomplete          `AutocompleteRequest` → `AutocompleteResult`
 *   POST /dev/modals                `SubmitModal`     → `InvokeResult`
 *   POST /dev/uploads?userId=…&filename=…   the file's bytes → `UploadView`
 *   POST /dev/messages              `PostMessage`     → `MessageView`    (a person's own message; the bot hears nothing)
 *   GET  /dev/interactions/:id      `InteractionRecord`: what happened, with times; for tests and `npm run ask`
 *   POST /dev/deauthorise           `{userId}`       → `DeauthoriseResult` (removes the app: a signed webhook event)
 *   POST /dev/threads               `CreateThread`    → `WorldChannel`   (a public thread of a guild's channel)
 *   POST /dev/interactions/:id/redeliver   the same interaction, signed anew, once more → `InvokeResult`
 *   POST /dev/overwrites            `{channelId, overwrites}` → `WorldChannel`   (replaces a channel's overwrites)
 *   POST /dev/faults                `DiscordFaults` (discord-faults.ts)   replaces the faults in force; `{}` switches all off
 *   POST /dev/reset                 forgets messages and interactions (commands and the endpoint stay)
 * A request that a Discord client would not have let through is answered 4xx with a `DevRefusal`.
 */
import type { ActionRowView, MessageComponentView, ModalView } from './component-views.ts';

export type Snowflake = string;
export type PageLocale = 'ko' | 'en-US';

export interface WorldUser {
  id: Snowflake;
  username: string;
  displayName: string;
  /** A CSS colour. */
  color: string;
  /** True when the user has MANAGE_MESSAGES (and so may mute), MANAGE_CHANNELS and MANAGE_GUILD in every guild. */
  moderator: boolean;
  /** The language of the person's own Discord. */
  locale?: PageLocale;
  /** By guild. */
  roleIds?: Record<Snowflake, Snowflake[]>;
}
export interface WorldChannel {
  id: Snowflake;
  name: string;
  /** Null: a direct message with the bot. */
  guildId: Snowflake | null;
  /** Direct messages only: the one person who has and sees this channel. */
  recipientId?: Snowflake;
  /** Threads only: the channel that it belongs to, and 11 public or 12 private (11 when absent). */
  parentId?: Snowflake;
  threadType?: 10 | 11 | 12;
  /** Age-restricted. */
  nsfw?: boolean;
  /** What the channel changes of permissions, for everyone (the guild's id), a role or a member; threads have their parent's. */
  overwrites?: PermissionOverwrite[];
}
export interface WorldRole {
  id: Snowflake;
  guildId: Snowflake;
  name: string;
  /** A CSS colour. */
  color: string;
}
export interface PermissionOverwrite {
  id: Snowflake;
  /** Decimal bits. */
  allow: string;
  deny: string;
}
export interface WorldGuild {
  id: Snowflake;
  name: string;
  /** `ko` or `en-US`. */
  locale: PageLocale;
}

/** An option as registered; Discord's own field names. */
export interface RegisteredOption {
  type: number;
  name: string;
  name_localizations?: Record<string, string> | null;
  description: string;
  description_localizations?: Record<string, string> | null;
  required?: boolean;
  min_length?: number;
  max_length?: number;
  min_value?: number;
  max_value?: number;
  /** The options of a sub-command (type 1), the sub-commands of a group (type 2). */
  options?: RegisteredOption[];
  /** The bot offers choices while the option is typed. */
  autocomplete?: boolean;
  /** Of a channel option: which types it takes. */
  channel_types?: number[];
  /** Of an attachment option: `image`, `video`, `audio`, or extensions. */
  file_types?: string[];
  choices?: { name: string; name_localizations?: Record<string, string> | null; value: string | number }[];
}
export interface RegisteredCommand {
  id: Snowflake;
  name: string;
  name_localizations?: Record<string, string> | null;
  description: string;
  description_localizations?: Record<string, string> | null;
  type: number;
  options?: RegisteredOption[];
  /** Decimal bits. A guild member without all of them neither sees nor may use the command; `"0"`: moderators alone. */
  default_member_permissions?: string | null;
  /** Where it is offered: 0 guilds, 1 direct messages with the bot. Absent or null: everywhere. */
  contexts?: number[] | null;
  /** Where it is installed: 0 to a guild, 1 to a person. */
  integration_types?: number[];
  nsfw?: boolean;
  /** Of an Entry Point command (type 4): 1 the app answers, 2 Discord launches the Activity. */
  handler?: number;
  guild_id?: Snowflake;
}

export interface WorldState {
  application: { id: Snowflake; name: string; interactionsEndpointUrl: string | null };
  users: WorldUser[];
  guilds: WorldGuild[];
  channels: WorldChannel[];
  roles: WorldRole[];
  commands: RegisteredCommand[];
}

export interface PollView {
  question: string;
  answers: string[];
  isMulti: boolean;
  /** Unix milliseconds. */
  endsAt: number;
  /** By person: the answers chosen, as numbers from 1 on. Absent: nobody has voted. */
  votes?: Record<Snowflake, readonly number[]>;
}

/** As far as it is shown; the rest of Discord's embed is checked and dropped. */
export interface EmbedView {
  title?: string;
  description?: string;
  url?: string;
  color?: number;
  fields?: { name: string; value: string; inline?: boolean }[];
  footer?: { text: string };
}
export interface AttachmentView {
  id: Snowflake;
  filename: string;
  size: number;
  content_type: string;
  /** Pictures alone. */
  width?: number;
  height?: number;
  /** Voice messages alone: seconds, and base64 of a byte for each tenth of one, or for longer. */
  duration_secs?: number;
  waveform?: string;
  /** Absolute, served by the stand-in; signed, for a day. */
  url: string;
}

export interface MessageView {
  id: Snowflake;
  channelId: Snowflake;
  /** Of a person's own message: who wrote it. Absent: the application. */
  authorId?: Snowflake;
  /** The interaction that this message answers; null: none, a person wrote it. */
  interactionId: Snowflake | null;
  /** The person who used the command or pressed the button, and how it looked: `/chat 안녕`, a menu command's name, or the button's label. */
  invokedBy: Snowflake;
  invocation: string;
  /** `thinking`: deferred, nothing written yet. `failed`: the application did not respond in time or refused. */
  state: 'thinking' | 'shown' | 'failed';
  ephemeral: boolean;
  /** True for follow-ups, false for the original response. */
  followUp: boolean;
  content: string;
  /** Rows of buttons and selects. Empty when there is a `layout`. */
  components: ActionRowView[];
  /** Components V2 (flag 32768): all that the message shows. Absent without that flag. */
  layout?: MessageComponentView[];
  attachments: AttachmentView[];
  embeds: EmbedView[];
  /** Absent: none. */
  poll?: PollView;
  /** Discord's bits: 4 SUPPRESS_EMBEDS (links have no previews, embeds are hidden), 64 EPHEMERAL. */
  flags: number;
  /** Who was notified, because `allowed_mentions` did not forbid it: `@everyone`, `@here`, `<@id>`, `<@&id>`. */
  pinged: string[];
  /** For `failed`: why, in Discord's words. */
  failure: string | null;
  /** Unix milliseconds. */
  createdAt: number;
  editedAt: number | null;
}

export type WorldEvent =
  | { kind: 'message'; message: MessageView }
  | { kind: 'message-deleted'; id: Snowflake; channelId: Snowflake }
  | { kind: 'commands'; commands: RegisteredCommand[] }
  | { kind: 'channels'; channels: WorldChannel[] };

export interface InvokeCommand {
  /** The registered (English) name; of a sub-command the whole path: `privacy export`. */
  name: string;
  /** Option values by registered name; of an attachment, the upload's id. */
  options?: Record<string, string | number | boolean>;
  userId: Snowflake;
  channelId: Snowflake;
  locale: PageLocale;
  /** For tests: sends what no Discord client would (unknown command or option, wrong lengths, any locale). */
  unchecked?: boolean;
}
export interface CreateThread {
  channelId: Snowflake;
  name: string;
}
export interface PressComponent {
  messageId: Snowflake;
  customId: string;
  /** Selects alone: what was chosen. */
  values?: string[];
  userId: Snowflake;
  locale: PageLocale;
}
/** Answered as soon as the interactions endpoint has responded (or failed to). */
export interface InvokeResult {
  interactionId: Snowflake;
  /** The response's callback type: 4 message, 5 deferred, 6 deferred update, 7 update, 9 modal; null when it failed. */
  callbackType: number | null;
  /** Milliseconds until the endpoint's answer. */
  latencyMs: number;
  /** Why it failed, in Discord's words, e.g. `The application did not respond`. */
  failure: string | null;
  /** What Discord does not tell the person: `the endpoint answered 500`, `no answer within 3000 ms`. */
  detail: string | null;
  /** The modal that the response opened, callback type 9. */
  modal: ModalView | null;
}
export interface DevRefusal {
  /** In English, e.g. `prompt: This option is required`. */
  error: string;
}

/** One version of a message's text, kept for tests. */
export interface Revision {
  /** Milliseconds since the interaction was sent. */
  atMs: number;
  kind: 'response' | 'edit' | 'follow-up' | 'follow-up-edit' | 'delete';
  messageId: Snowflake;
  content: string;
}
export interface InteractionRecord {
  id: Snowflake;
  callbackType: number | null;
  responseLatencyMs: number | null;
  failure: string | null;
  /** See `InvokeResult`. */
  detail: string | null;
  revisions: Revision[];
  /** Every REST request with this interaction's token: method, path without the token, status answered (0: cut). */
  requests: { atMs: number; method: string; route: string; status: number }[];
  messages: MessageView[];
}
