/** The world's people, places and messages in the shapes of Discord's API. */
import type { JsonRecord } from '../../../shared/json.ts';
import type { AttachmentLinks } from '../attachment-links.ts';
import type {
  PollView,
  RegisteredCommand,
  WorldChannel,
  WorldGuild,
  WorldRole,
  WorldUser,
} from '../protocol.ts';
import { FLAG } from '../rules/messages.ts';
import { memberPermissions } from '../rules/permissions.ts';
import { countVotes, isPollOver } from '../rules/votes.ts';
import type { Interaction, Message, Upload } from './records.ts';
import { showLayout } from './views.ts';
import type { World } from './world.ts';

export const APPLICATION_NAME = 'Libra';
const JOINED_AT = '2026-01-01T00:00:00.000000+00:00';
const CHANNEL_TYPE = { text: 0, publicThread: 11 } as const;
const MESSAGE_TYPE = { plain: 0, reply: 19, command: 20, menuCommand: 23 } as const;

export function userObject(user: WorldUser): JsonRecord {
  return {
    id: user.id,
    username: user.username,
    global_name: user.displayName,
    discriminator: '0',
    avatar: null,
    avatar_decoration_data: null,
    collectibles: null,
    primary_guild: null,
    public_flags: 0,
  };
}

export function botUserObject(world: World): JsonRecord {
  return {
    id: world.applicationId,
    username: APPLICATION_NAME,
    global_name: null,
    discriminator: '0000',
    avatar: null,
    bot: true,
    public_flags: 0,
  };
}

export function roleObject(role: WorldRole): JsonRecord {
  const color = Number.parseInt(role.color.slice(1), 16);
  return {
    id: role.id,
    name: role.name,
    color,
    colors: { primary_color: color, secondary_color: null, tertiary_color: null },
    hoist: false,
    icon: null,
    unicode_emoji: null,
    position: 1,
    permissions: '0',
    managed: false,
    mentionable: false,
    flags: 0,
  };
}

export function uploadObject({ userId: _, ...upload }: Upload, links: AttachmentLinks): JsonRecord {
  const url = links.ofUpload(upload);
  return { ...upload, ephemeral: true, url, proxy_url: url };
}

export function memberObject(user: WorldUser, channel: WorldChannel): JsonRecord {
  return {
    user: userObject(user),
    nick: null,
    avatar: null,
    banner: null,
    roles: channel.guildId === null ? [] : (user.roleIds?.[channel.guildId] ?? []),
    joined_at: JOINED_AT,
    premium_since: null,
    communication_disabled_until: null,
    deaf: false,
    mute: false,
    pending: false,
    flags: 0,
    unusual_dm_activity_until: null,
    permissions: memberPermissions(user, channel).toString(),
  };
}

export function guildObject(guild: WorldGuild): JsonRecord {
  return { id: guild.id, locale: guild.locale, features: [] };
}

export function channelObject(channel: WorldChannel, user: WorldUser): JsonRecord {
  const common = { id: channel.id, last_message_id: null, flags: 0 };
  if (channel.guildId === null) return { ...common, type: 1, recipients: [userObject(user)] };
  return {
    ...common,
    type: channelType(channel),
    guild_id: channel.guildId,
    name: channel.name,
    nsfw: channel.nsfw === true,
    parent_id: channel.parentId ?? null,
    permissions: memberPermissions(user, channel).toString(),
    position: 0,
    rate_limit_per_user: 0,
    topic: null,
    ...(channel.parentId === undefined
      ? {}
      : {
          thread_metadata: {
            archived: false,
            archive_timestamp: JOINED_AT,
            auto_archive_duration: 4_320,
            locked: false,
          },
        }),
  };
}

/** As the bot sees it when it asks by its own token. */
export function appChannelObject(world: World, channel: WorldChannel): JsonRecord {
  const recipient = world.user(channel.recipientId);
  return {
    id: channel.id,
    type: recipient === undefined ? channelType(channel) : 1,
    last_message_id: null,
    flags: 0,
    ...(recipient === undefined
      ? {
          guild_id: channel.guildId,
          name: channel.name,
          parent_id: channel.parentId ?? null,
          permission_overwrites: (channel.parentId === undefined ? (channel.overwrites ?? []) : []).map(
            (overwrite) => ({
              ...overwrite,
              type: world.role(overwrite.id) === undefined && overwrite.id !== channel.guildId ? 1 : 0,
            }),
          ),
        }
      : { recipients: [userObject(recipient)] }),
    ...(channel.parentId === undefined
      ? {}
      : {
          owner_id: world.applicationId,
          message_count: 0,
          member_count: 1,
          thread_metadata: {
            archived: false,
            archive_timestamp: JOINED_AT,
            auto_archive_duration: 4_320,
            locked: false,
          },
        }),
  };
}

export function channelType(channel: WorldChannel): number {
  return channel.parentId === undefined
    ? CHANNEL_TYPE.text
    : (channel.threadType ?? CHANNEL_TYPE.publicThread);
}

export function installationOwners(channel: WorldChannel): JsonRecord {
  return { '0': channel.guildId ?? '0' };
}

export function messageObject(world: World, message: Message, links: AttachmentLinks): JsonRecord {
  const invoker = world.user(message.invokedBy);
  const channel = world.channel(message.channelId);
  const interaction = world.interaction(message.interactionId ?? '');
  const author = world.user(message.authorId);
  return {
    id: message.id,
    type: messageType(message, interaction),
    channel_id: message.channelId,
    content: message.content,
    author: author === undefined ? botUserObject(world) : userObject(author),
    attachments: message.attachments.map((attachment) => {
      const url = links.ofMessage(message.channelId, attachment);
      return {
        ...attachment,
        url,
        proxy_url: url,
        ...(message.ephemeral ? { ephemeral: true } : {}),
      };
    }),
    components:
      message.layout === undefined ? message.components : showLayout(message.layout, message, links),
    embeds: message.embeds.map((embed) => ({ type: 'rich', ...embed })),
    ...(message.poll === undefined ? {} : { poll: pollObject(message.poll, world.now()) }),
    flags: message.flags | (message.state === 'thinking' ? FLAG.loading : 0),
    mention_everyone: message.pinged.includes('@everyone') || message.pinged.includes('@here'),
    mention_roles: [],
    mentions: world.users.filter(({ id }) => isMentioned(id, message)).map(userObject),
    pinned: false,
    tts: false,
    timestamp: timestamp(message.createdAt),
    edited_timestamp: message.editedAt === null ? null : timestamp(message.editedAt),
    ...(author !== undefined
      ? {}
      : {
          application_id: world.applicationId,
          webhook_id: world.applicationId,
          interaction_metadata: {
            id: message.interactionId,
            type: interaction?.type ?? 2,
            ...(invoker === undefined ? {} : { user: userObject(invoker) }),
            authorizing_integration_owners: channel === undefined ? {} : installationOwners(channel),
          },
        }),
  };
}

/** An answer without votes has no count. An app may not vote, so none of them is its own. */
function pollObject(poll: PollView, nowMs: number): JsonRecord {
  const { question, answers, isMulti, endsAt } = poll;
  const counts = countVotes(poll).filter(({ count }) => count > 0);
  return {
    question: { text: question },
    answers: answers.map((text, index) => ({ answer_id: index + 1, poll_media: { text } })),
    expiry: timestamp(endsAt),
    allow_multiselect: isMulti,
    layout_type: 1,
    results: {
      is_finalized: isPollOver(poll, nowMs),
      answer_counts: counts.map(({ answerId, count }) => ({ id: answerId, count, me_voted: false })),
    },
  };
}

/** What the app writes mentions whom it pings; a person's own message, everybody whom it names. */
function isMentioned(userId: string, { authorId, content, pinged }: Message): boolean {
  return authorId === undefined
    ? pinged.includes(`<@${userId}>`)
    : new RegExp(`<@!?${userId}>`).test(content);
}

function messageType(message: Message, interaction: Interaction | undefined): number {
  if (message.authorId !== undefined) return MESSAGE_TYPE.plain;
  if (message.followUp || interaction?.type === 3) return MESSAGE_TYPE.reply;
  const { type } = (interaction?.payload.data ?? {}) as Partial<RegisteredCommand>;
  return type === 2 || type === 3 ? MESSAGE_TYPE.menuCommand : MESSAGE_TYPE.command;
}

function timestamp(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '000+00:00');
}
