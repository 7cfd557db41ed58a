/**
 * A verified payload → a typed interaction. Written by hand: only what Libra uses is looked at, and nothing is believed
 * to have the right type because Discord sent it. Pure.
 * Source: https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object
 */
import { InteractionType } from 'discord-interactions';
import { type Locale, toLocale } from '../../../shared/contract/caller.ts';
import { isList, isRecord, type JsonRecord, parseBoundedJson } from '../../../shared/json.ts';
import { MAX_ROLES } from '../../../shared/limits.ts';
import { type GivenFiles, parseFiles } from './files.ts';
import { EPHEMERAL } from './message.ts';
import { type ModalValues, parseModalValues } from './modal.ts';
import { displayNameOf, type MentionNames, parseMentionNames } from './names.ts';
import { isShortText, MAX_OPTIONS, type OptionValues, parseOptions } from './options.ts';
import { isSnowflake } from './snowflake.ts';
import { parseTarget, type TargetMessage } from './target.ts';

/** The type of a slash command. */
const CHAT_INPUT = 1;
/** The type of a message command. */
const MESSAGE = 3;

/** What every interaction except a PING has. */
export interface InteractionBase {
  id: string;
  token: string;
  userId: string;
  /** Null in a direct message. */
  guildId: string | null;
  channelId: string;
  /** What the channel is called; absent in direct messages, and where Discord does not say. */
  channelName?: string;
  /** The channel of a thread; null elsewhere. */
  parentId: string | null;
  /** Of the channel. Of a thread Discord may not say: then it is not. */
  isAgeRestricted: boolean;
  /** As the others in this place see the person; null when Discord does not say. */
  displayName: string | null;
  locale: Locale;
  /** The member's permissions in this channel; null outside of guilds. */
  permissions: bigint | null;
  /** The member's roles; none outside of guilds. */
  roleIds: readonly string[];
  /** Discord's number of the channel's type; null when it does not say. */
  channelType: number | null;
  /** Libra's own permissions in this channel; null when Discord does not say. */
  appPermissions: bigint | null;
  /** False where Libra is installed for the person alone: then it is no member of the guild. */
  isInstalledInGuild: boolean;
  /** A direct message with Libra itself. */
  isBotDm: boolean;
  /** Bytes that a file sent in answer may have. */
  attachmentSizeLimit: number;
}

export interface CommandInteraction extends InteractionBase {
  kind: 'command';
  name: string;
  /** Values by option name; of a sub-command, its own. */
  options: OptionValues;
  /** The sub-command's name, if the command has some. */
  subcommand: string | null;
  /** Of whom and what the options mention. */
  names: MentionNames;
  /** That the options name, by id. */
  files: GivenFiles;
}

export interface ComponentInteraction extends InteractionBase {
  kind: 'component';
  customId: string;
  /** What was chosen in a menu; empty for a button. */
  values: readonly string[];
  /** Its message is seen by this person alone. */
  isEphemeral: boolean;
}

/** A command that was used on a message. */
export interface MessageCommandInteraction extends InteractionBase {
  kind: 'message_command';
  name: string;
  /** Null when the message did not come along. */
  target: TargetMessage | null;
}

/** A modal that was filled in. */
export interface ModalInteraction extends InteractionBase {
  kind: 'modal';
  customId: string;
  values: ModalValues;
  /** That its uploads name, by id. */
  files: GivenFiles;
}

/** An option is being typed. The values so far are neither complete nor checked. */
export interface AutocompleteInteraction extends InteractionBase {
  kind: 'autocomplete';
  /** Of the command. */
  name: string;
  /** Empty when Discord does not say which option it is. */
  focused: string;
  options: OptionValues;
  subcommand: string | null;
}

export type Interaction =
  | { kind: 'ping' }
  | CommandInteraction
  | ComponentInteraction
  | MessageCommandInteraction
  | ModalInteraction
  | AutocompleteInteraction
  /** Well-formed, but of a type that Libra does not use. */
  | (InteractionBase & { kind: 'unknown' });

export type InteractionParse =
  | { ok: true; interaction: Interaction }
  /** `problem` names the field, never its value. */
  | { ok: false; problem: string };

export function parseInteraction(body: string): InteractionParse {
  const payload = parseBoundedJson(body);
  if (payload === undefined) return malformed('not JSON');
  if (!isRecord(payload)) return malformed('not an object');
  if (payload.type === InteractionType.PING) return parsed({ kind: 'ping' });
  if (typeof payload.type !== 'number') return malformed('type');

  const base = parseBase(payload);
  if (typeof base === 'string') return malformed(base);
  const data = isRecord(payload.data) ? payload.data : {};

  switch (payload.type) {
    case InteractionType.APPLICATION_COMMAND:
      return parseCommand(base, data);
    case InteractionType.MESSAGE_COMPONENT: {
      const { custom_id: customId } = data;
      if (!isShortText(customId)) return malformed('data.custom_id');
      const values = parseValues(data.values);
      return parsed({
        ...base,
        kind: 'component',
        customId,
        values,
        isEphemeral: isEphemeral(payload.message),
      });
    }
    case InteractionType.MODAL_SUBMIT: {
      const { custom_id: customId } = data;
      if (!isShortText(customId)) return parsed({ ...base, kind: 'unknown' });
      const values = parseModalValues(data.components);
      return parsed({ ...base, kind: 'modal', customId, values, files: parseFiles(data.resolved) });
    }
    case InteractionType.APPLICATION_COMMAND_AUTOCOMPLETE: {
      const { name } = data;
      const options = parseOptions(data.options);
      if (!isShortText(name) || options === null) return malformed('data');
      return parsed({ ...base, kind: 'autocomplete', name, ...options });
    }
    default:
      return parsed({ ...base, kind: 'unknown' });
  }
}

function parseCommand(base: InteractionBase, data: JsonRecord): InteractionParse {
  const { name } = data;
  if (!isShortText(name)) return malformed('data.name');
  if (data.type === MESSAGE)
    return parsed({ ...base, kind: 'message_command', name, target: parseTarget(data) });
  // Libra has no user commands: what is called like one of its slash commands is not that.
  if (data.type !== undefined && data.type !== CHAT_INPUT) return parsed({ ...base, kind: 'unknown' });
  const given = parseOptions(data.options);
  if (given === null) return malformed('data.options');
  const { options, subcommand } = given;
  const names = parseMentionNames(data.resolved);
  return parsed({
    ...base,
    kind: 'command',
    name,
    options,
    subcommand,
    names,
    files: parseFiles(data.resolved),
  });
}

function parsed(interaction: Interaction): InteractionParse {
  return { ok: true, interaction };
}

function parseBase(payload: JsonRecord): InteractionBase | string {
  const { id, token, channel_id: channelId, guild_id: guildId, member, user } = payload;
  if (!isSnowflake(id)) return 'id';
  if (typeof token !== 'string' || !TOKEN.test(token)) return 'token';
  if (!isSnowflake(channelId)) return 'channel_id';
  if (guildId !== undefined && guildId !== null && !isSnowflake(guildId)) return 'guild_id';
  // In a guild the person is `member.user`, elsewhere `user`.
  const person = isRecord(member) ? member.user : user;
  if (!isRecord(person) || !isSnowflake(person.id)) return 'user.id';
  const owners = payload.authorizing_integration_owners;
  const language = typeof payload.locale === 'string' ? payload.locale : payload.guild_locale;
  return {
    id,
    token,
    userId: person.id,
    guildId: guildId ?? null,
    channelId,
    parentId: parseParentId(payload.channel),
    isAgeRestricted: isRecord(payload.channel) && payload.channel.nsfw === true,
    displayName: displayNameOf(member, person),
    locale: toLocale(typeof language === 'string' ? language : undefined),
    permissions: isRecord(member) ? parsePermissions(member.permissions) : null,
    roleIds: isRecord(member) ? parseRoles(member.roles) : [],
    channelType:
      isRecord(payload.channel) && typeof payload.channel.type === 'number' ? payload.channel.type : null,
    appPermissions: payload.app_permissions === undefined ? null : parsePermissions(payload.app_permissions),
    isInstalledInGuild: isRecord(owners) && isSnowflake(owners[GUILD_INSTALL]),
    isBotDm: payload.context === BOT_DM,
    attachmentSizeLimit: parseSizeLimit(payload.attachment_size_limit),
    ...channelNameOf(payload.channel),
  };
}

function channelNameOf(channel: unknown): { channelName?: string } {
  const name = isRecord(channel) ? channel.name : undefined;
  return typeof name === 'string' && name !== '' && name.length <= MAX_CHANNEL_NAME
    ? { channelName: name }
    : {};
}

/** Discord's. */
const MAX_CHANNEL_NAME = 100;

/** Under which the guild is named in which Libra is installed. */
const GUILD_INSTALL = '0';
/** Of the places in which an interaction can come about. */
const BOT_DM = 1;

function isEphemeral(message: unknown): boolean {
  return isRecord(message) && typeof message.flags === 'number' && (message.flags & EPHEMERAL) !== 0;
}

function parseValues(value: unknown): string[] {
  return isList(value) ? value.slice(0, MAX_OPTIONS).filter(isShortText) : [];
}

/** Announcement, public and private threads. Of other channels `parent_id` names a category. */
const THREAD_TYPES: readonly unknown[] = [10, 11, 12];

function parseParentId(channel: unknown): string | null {
  if (!isRecord(channel) || !THREAD_TYPES.includes(channel.type)) return null;
  return isSnowflake(channel.parent_id) ? channel.parent_id : null;
}

/** An unreadable value is no permission at all. */
function parsePermissions(value: unknown): bigint {
  return typeof value === 'string' && /^\d{1,20}$/.test(value) ? BigInt(value) : 0n;
}

function parseRoles(value: unknown): string[] {
  return isList(value) ? value.slice(0, MAX_ROLES).filter(isSnowflake) : [];
}

/** What Discord grants everyone, where it does not say. */
const DEFAULT_ATTACHMENT_BYTES = 10 * 1024 * 1024;

function parseSizeLimit(value: unknown): number {
  return typeof value === 'number' && value > 0 ? value : DEFAULT_ATTACHMENT_BYTES;
}

/** The token becomes part of a URL's path. */
const TOKEN = /^[\w.~%-]{1,2048}$/;

function malformed(problem: string): InteractionParse {
  return { ok: false, problem };
}
