/** How people call each other and their places, as Discord tells it beside an interaction. Pure. */

import { isRecord } from '../../../shared/json.ts';
import { dropHidden } from '../../../shared/text/hidden.ts';
import { lazyPattern } from '../../../shared/text/lazy-pattern.ts';

const MAX_NAME_CHARS = 80;
/** Line breaks and control characters: a name is a part of a line. */
const UNFIT = lazyPattern('[\\p{Cc}\\p{Zl}\\p{Zp}]', 'gu');

/** Null for what shows nothing. */
export function cleanName(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const name = dropHidden(value.toWellFormed().replaceAll(UNFIT(), '')).trim();
  const cut = name
    .slice(0, MAX_NAME_CHARS)
    .replace(/[\ud800-\udbff]$/, '')
    .trimEnd();
  return cut === '' ? null : cut;
}

/** The name that the others in this place see. */
export function displayNameOf(member: unknown, user: unknown): string | null {
  const nick = isRecord(member) ? cleanName(member.nick) : null;
  if (nick !== null || !isRecord(user)) return nick;
  return cleanName(user.global_name) ?? cleanName(user.username);
}

/** Names by mention: `@<id>`, `@&<id>` for roles, `#<id>` for channels. */
export type MentionNames = ReadonlyMap<string, string>;

/** `resolved` of an interaction's data. */
export function parseMentionNames(resolved: unknown): MentionNames {
  const names = new Map<string, string>();
  if (!isRecord(resolved)) return names;
  const { users, members, roles, channels } = resolved;
  const add = (mention: string, name: string | null) => {
    if (name !== null) names.set(mention, name);
  };
  for (const [id, user] of entriesOf(users)) {
    add(`@${id}`, displayNameOf(isRecord(members) ? members[id] : null, user));
  }
  for (const [id, role] of entriesOf(roles)) add(`@&${id}`, isRecord(role) ? cleanName(role.name) : null);
  for (const [id, channel] of entriesOf(channels)) {
    add(`#${id}`, isRecord(channel) ? cleanName(channel.name) : null);
  }
  return names;
}

const MENTION = /<(@&|@!?|#)(\d{15,20})>/g;

/** Mentions as a person reads them; those without a known name stay. */
export function nameMentions(text: string, names: MentionNames): string {
  if (names.size === 0) return text;
  return text.replaceAll(MENTION, (mention, mark: string, id: string) => {
    const sign = mark === '@!' ? '@' : mark;
    const name = names.get(`${sign}${id}`);
    return name === undefined ? mention : `${sign.charAt(0)}${name}`;
  });
}

function entriesOf(value: unknown): [string, unknown][] {
  return isRecord(value) ? Object.entries(value) : [];
}
