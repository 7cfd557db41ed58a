/**
 * Writes a change if nobody was faster: one statement, in which everything depends on the version that was read. So a change
 * is there with its audit and its version, or not at all.
 */
import { type SQL, sql } from 'drizzle-orm';
import type { Persona } from '../../../shared/settings/persona.ts';
import type { ChannelSettings, PersonSettings, ServerSettings } from '../../../shared/settings/settings.ts';
import type { Database } from '../store/database.ts';
import {
  channelSettings,
  guildSettings,
  personas,
  settingsAudit,
  userSettings,
} from '../store/schema/settings.ts';
import { toStorableJson } from '../store/storable-text.ts';
import type { ChangedIn, FieldChange } from './merge.ts';

export interface AuditedChange extends FieldChange {
  scope: 'server' | 'channel' | 'persona';
  /** The channel's id or the persona's name; null for the server. */
  target: string | null;
}

export interface ServerChange {
  guildId: string;
  actor: string;
  /** That the change is based on. */
  version: number;
  server: { settings: ServerSettings; changedIn: ChangedIn };
  /** Those that change. */
  channels: { id: string; settings: ChannelSettings; changedIn: ChangedIn }[];
  /** All there will be; absent: they stay as they are. */
  personas?: readonly Persona[];
  audit: readonly AuditedChange[];
}

/** False: somebody was faster. */
export async function commitServerChange(db: Database, change: ServerChange): Promise<boolean> {
  const { guildId, actor, version, server, channels, audit } = change;
  const { rows } = await db.execute<{ version: number }>(sql`
    with made as (
      insert into ${guildSettings} (guild_id, settings, version, changed_in)
      values (${guildId}, ${json(server.settings)}, ${version + 1}, ${json(server.changedIn)})
      on conflict (guild_id) do update
      set settings = excluded.settings, version = excluded.version, changed_in = excluded.changed_in, updated_at = now()
      where ${guildSettings.version} = ${version}
      returning version
    ),
    of_channels as (
      insert into ${channelSettings} (guild_id, channel_id, settings, changed_in)
      select ${guildId}, channel.id, channel.settings, channel.changed_in
      from made, jsonb_to_recordset(${json(channels.map(({ changedIn, ...rest }) => ({ ...rest, changed_in: changedIn })))})
        as channel(id text, settings jsonb, changed_in jsonb)
      on conflict (guild_id, channel_id) do update
      set settings = excluded.settings, changed_in = excluded.changed_in, updated_at = now()
    ),
    ${change.personas === undefined ? sql`` : replacePersonas(guildId, change.personas)}
    audited as (
      insert into ${settingsAudit} (guild_id, version, actor, scope, target, field, before, after)
      select ${guildId}, made.version, ${actor}, entry.scope, entry.target, entry.field, entry.before, entry.after
      from made, jsonb_to_recordset(${json(audit)})
        as entry(scope text, target text, field text, before jsonb, after jsonb)
    )
    select version from made
  `);
  return rows.length > 0;
}

function replacePersonas(guildId: string, kept: readonly Persona[]): SQL {
  const names = kept.map(({ name }) => name.toLowerCase());
  return sql`
    gone as (
      delete from ${personas} using made
      where guild_id = ${guildId} and not jsonb_exists(${json(names)}, lower(name))
    ),
    of_personas as (
      insert into ${personas} (guild_id, name, instructions, model, temperature, greeting, avatar)
      select ${guildId}, persona.* from made, jsonb_to_recordset(${json(kept)}) as persona(
        name text, instructions text, model text, temperature real, greeting text, avatar text
      )
      on conflict (guild_id, lower(name)) do update
      set name = excluded.name, instructions = excluded.instructions, model = excluded.model,
        temperature = excluded.temperature, greeting = excluded.greeting, avatar = excluded.avatar, updated_at = now()
    ),`;
}

export interface PersonChange {
  userId: string;
  version: number;
  person: { settings: PersonSettings; changedIn: ChangedIn };
}

/** False: somebody was faster. The choice not to be remembered has a column of its own, which every turn asks. */
export async function commitPersonChange(
  db: Database,
  { userId, version, person }: PersonChange,
): Promise<boolean> {
  const { memory, ...settings } = person.settings;
  const { rows } = await db.execute(sql`
    insert into ${userSettings} (user_id, remember, settings, version, changed_in)
    values (${userId}, ${memory !== false}, ${json(settings)}, ${version + 1}, ${json(person.changedIn)})
    on conflict (user_id) do update
    set remember = excluded.remember, settings = excluded.settings, version = excluded.version,
      changed_in = excluded.changed_in, updated_at = now()
    where ${userSettings.version} = ${version}
    returning version
  `);
  return rows.length > 0;
}

function json(value: unknown): SQL {
  return sql`${toStorableJson(value)}::jsonb`;
}
