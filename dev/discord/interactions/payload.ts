/**
 * The bodies of interactions, with every field that Discord sends.
 *
 * Source: https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object
 */
import { randomBytes } from 'node:crypto';
import type { JsonRecord } from '../../../shared/json.ts';
import type { WorldChannel, WorldUser } from '../protocol.ts';
import { APP_PERMISSIONS, appPermissions } from '../rules/permissions.ts';
import {
  channelObject,
  guildObject,
  installationOwners,
  memberObject,
  userObject,
} from '../world/discord-objects.ts';
import type { World } from '../world/world.ts';
import { ATTACHMENT_SIZE_LIMIT } from '../world/write-message.ts';

export interface InteractionScene {
  id: string;
  token: string;
  user: WorldUser;
  channel: WorldChannel;
  locale: string;
}

export interface InteractionContent {
  /** 2 command, 3 component, 4 autocomplete, 5 modal. */
  type: 2 | 3 | 4 | 5;
  data: JsonRecord;
  /** The message that holds the component, or that the modal was opened from. */
  message?: JsonRecord;
}

export function createToken(id: string): string {
  return Buffer.from(`interaction:${id}:${randomBytes(96).toString('base64url')}`).toString('base64url');
}

export function createInteractionPayload(
  world: World,
  scene: InteractionScene,
  content: InteractionContent,
): JsonRecord {
  const { id, token, user, channel, locale } = scene;
  const guild = world.guild(channel.guildId);
  return {
    app_permissions: appPermissions(world.applicationId, channel).toString(),
    application_id: world.applicationId,
    attachment_size_limit: ATTACHMENT_SIZE_LIMIT,
    authorizing_integration_owners: installationOwners(channel),
    channel: channelObject(channel, user),
    channel_id: channel.id,
    context: guild === undefined ? 1 : 0,
    data: content.data,
    entitlement_sku_ids: [],
    entitlements: [],
    id,
    locale,
    token,
    type: content.type,
    version: 1,
    ...(content.message === undefined ? {} : { message: content.message }),
    ...(guild === undefined
      ? { user: userObject(user) }
      : {
          guild: guildObject(guild),
          guild_id: guild.id,
          guild_locale: guild.locale,
          member: memberObject(user, channel),
        }),
  };
}

export function createPing(world: World): JsonRecord {
  const id = world.nextId();
  const user = world.users[0];
  return {
    app_permissions: APP_PERMISSIONS,
    application_id: world.applicationId,
    authorizing_integration_owners: {},
    entitlements: [],
    id,
    token: createToken(id),
    type: 1,
    ...(user === undefined ? {} : { user: userObject(user) }),
    version: 1,
  };
}
