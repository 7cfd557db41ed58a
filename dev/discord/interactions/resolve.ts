/** What an interaction names by id, as Discord adds it under `resolved`. */
import type { WorldChannel } from '../protocol.ts';
import { isJsonObject, type JsonObject } from '../rules/form.ts';
import { memberObject, userObject } from '../world/discord-objects.ts';
import type { World } from '../world/world.ts';

const USER_MENTION = /<@!?(\d{15,20})>/g;
const USER_OPTION = 6;

export interface Named {
  users?: readonly string[];
}

/** Unknown ids are left out, and so are kinds of which nothing is left. */
export function resolveNamed(world: World, named: Named, channel: WorldChannel): JsonObject {
  const users: JsonObject = {};
  const members: JsonObject = {};
  for (const id of named.users ?? []) {
    const user = world.user(id);
    if (user === undefined) continue;
    users[user.id] = userObject(user);
    if (channel.guildId === null) continue;
    const { user: _, ...member } = memberObject(user);
    members[user.id] = member;
  }
  return Object.fromEntries(
    Object.entries({ users, members }).filter(([, entries]) => Object.keys(entries).length > 0),
  );
}

/** The ids that a command's options name or, in texts, mention. */
export function namedByOptions(options: unknown): Named {
  const users: string[] = [];
  for (const option of Array.isArray(options) ? options : []) {
    if (!isJsonObject(option)) continue;
    if (Array.isArray(option.options)) users.push(...(namedByOptions(option.options).users ?? []));
    else if (option.type === USER_OPTION) users.push(String(option.value));
    else users.push(...[...String(option.value).matchAll(USER_MENTION)].map(([, id]) => id ?? ''));
  }
  return { users };
}
