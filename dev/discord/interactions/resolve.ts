/** What an interaction names by id, as Discord adds it under `resolved`. */
import { isRecord, type JsonRecord } from '../../../shared/json.ts';
import type { AttachmentLinks } from '../attachment-links.ts';
import type { WorldChannel, WorldUser } from '../protocol.ts';
import { OPTION_TYPE } from '../rules/command-options.ts';
import {
  channelObject,
  memberObject,
  roleObject,
  uploadObject,
  userObject,
} from '../world/discord-objects.ts';
import type { World } from '../world/world.ts';

const USER_MENTION = /<@!?(\d{15,20})>/g;

export interface Named {
  users: string[];
  roles: string[];
  channels: string[];
  attachments: string[];
}

/** Unknown ids are left out, and so are kinds of which nothing is left. `user`: who uses the interaction. */
export function resolveNamed(
  world: World,
  named: Partial<Named>,
  channel: WorldChannel,
  user: WorldUser,
  links: AttachmentLinks,
): JsonRecord {
  const users = pick(named.users, (id) => world.user(id), userObject);
  const members =
    channel.guildId === null
      ? {}
      : pick(
          named.users,
          (id) => world.user(id),
          (one) => {
            const { user: _, deaf: _deaf, mute: _mute, ...member } = memberObject(one, channel);
            return member;
          },
        );
  const roles = pick(named.roles, (id) => world.role(id), roleObject);
  const channels = pick(
    named.channels,
    (id) => world.channel(id),
    (one) => channelObject(one, user),
  );
  const attachments = pick(
    named.attachments,
    (id) => world.upload(id),
    (upload) => uploadObject(upload, links),
  );
  return Object.fromEntries(
    Object.entries({ users, members, roles, channels, attachments }).filter(
      ([, entries]) => Object.keys(entries).length > 0,
    ),
  );
}

function pick<Found extends { id: string }>(
  ids: readonly string[] | undefined,
  find: (id: string) => Found | undefined,
  show: (found: Found) => JsonRecord,
): JsonRecord {
  return Object.fromEntries(
    (ids ?? []).flatMap((id) => {
      const found = find(id);
      return found === undefined ? [] : [[found.id, show(found)]];
    }),
  );
}

/** The ids that a command's options name or, in texts, mention. */
export function namedByOptions(options: unknown): Named {
  const named: Named = { users: [], roles: [], channels: [], attachments: [] };
  for (const option of Array.isArray(options) ? options : []) {
    if (!isRecord(option)) continue;
    if (Array.isArray(option.options)) merge(named, namedByOptions(option.options));
    const value = String(option.value);
    switch (option.type) {
      case OPTION_TYPE.user:
        named.users.push(value);
        break;
      case OPTION_TYPE.mentionable:
        named.users.push(value);
        named.roles.push(value);
        break;
      case OPTION_TYPE.role:
        named.roles.push(value);
        break;
      case OPTION_TYPE.channel:
        named.channels.push(value);
        break;
      case OPTION_TYPE.attachment:
        named.attachments.push(value);
        break;
      default:
        named.users.push(...[...value.matchAll(USER_MENTION)].map(([, id]) => id ?? ''));
    }
  }
  return named;
}

/** The ids that the fields of a submitted modal, or one select of a message, name. */
export function namedByFields(components: readonly JsonRecord[]): Named {
  const named: Named = { users: [], roles: [], channels: [], attachments: [] };
  for (const { component } of components) {
    if (isRecord(component)) merge(named, namedByValues(Number(component.type), component.values));
  }
  return named;
}

export function namedByValues(type: number, values: unknown): Named {
  const ids = Array.isArray(values) ? values.map(String) : [];
  return {
    users: type === 5 || type === 7 ? ids : [],
    roles: type === 6 || type === 7 ? ids : [],
    channels: type === 8 ? ids : [],
    attachments: type === 19 ? ids : [],
  };
}

function merge(into: Named, from: Named): void {
  for (const kind of ['users', 'roles', 'channels', 'attachments'] as const) into[kind].push(...from[kind]);
}
