/**
 * Who a text notifies. Discord's default is everyone whom it names; `allowed_mentions` narrows that.
 * Mentions inside code count too: that is stricter than Discord, and a bot has no reason to rely on it. Pure.
 *
 * Source: https://discord.com/developers/docs/resources/message#allowed-mentions-object
 */
import { isRecord, type JsonRecord } from '../../../shared/json.ts';
import { checkLength, type Field, readList, refuseChoice, refuseNoObject } from './form.ts';

export interface AllowedMentions {
  everyone: boolean;
  /** `all`, or the ids that may be notified. */
  users: 'all' | readonly string[];
  roles: 'all' | readonly string[];
}

const ALL_MENTIONS: AllowedMentions = { everyone: true, users: 'all', roles: 'all' };
const KINDS = ['users', 'roles', 'everyone'] as const;
const MENTION = /@(everyone|here)|<@!?(\d{1,20})>|<@&(\d{1,20})>/g;

export function readAllowedMentions(form: Field, source: JsonRecord): AllowedMentions {
  const value = source.allowed_mentions;
  if (value === undefined || value === null) return ALL_MENTIONS;
  const field = form.child('allowed_mentions');
  if (!isRecord(value)) {
    refuseNoObject(field);
    return ALL_MENTIONS;
  }
  const parse = readList(field, value, 'parse');
  for (const [index, kind] of (parse ?? []).entries()) {
    if (!(KINDS as readonly unknown[]).includes(kind)) refuseChoice(field.child('parse').child(index), KINDS);
  }
  const named = (kind: 'users' | 'roles'): 'all' | readonly string[] => {
    const ids = readList(field, value, kind);
    if (ids !== undefined) checkLength(field.child(kind), ids.length, { max: 100 });
    for (const [index, id] of (ids ?? []).entries()) {
      if (/^\d{1,20}$/.test(String(id))) continue;
      field
        .child(kind)
        .child(index)
        .refuse('NUMBER_TYPE_COERCE', `Value "${String(id)}" is not snowflake.`);
    }
    if (parse?.includes(kind) !== true) return (ids ?? []).map(String);
    if (ids !== undefined && ids.length > 0) {
      field.refuse(
        'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
        `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`,
      );
    }
    return 'all';
  };
  return { everyone: parse?.includes('everyone') === true, users: named('users'), roles: named('roles') };
}

/** Each mention that would notify, once, in order of appearance. */
export function findPings(content: string, allowed: AllowedMentions): string[] {
  const pings = new Set<string>();
  for (const [text, everyone, user, role] of content.matchAll(MENTION)) {
    if (everyone !== undefined && allowed.everyone) pings.add(text);
    if (user !== undefined && permits(allowed.users, user)) pings.add(`<@${user}>`);
    if (role !== undefined && permits(allowed.roles, role)) pings.add(text);
  }
  return [...pings];
}

function permits(allowed: 'all' | readonly string[], id: string): boolean {
  return allowed === 'all' || allowed.includes(id);
}
