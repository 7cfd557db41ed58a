/** Statements that read settings. Discord's ids make a key only together with their server's. */
import { type SQL, sql } from 'drizzle-orm';
import { readSettings } from '../../../shared/settings/parse.ts';
import type { ChannelSettings } from '../../../shared/settings/settings.ts';
import { PERSONA } from '../personas/store.ts';
import type { Database } from '../store/database.ts';
import { channelSettings, guildSettings, personas, userSettings } from '../store/schema.ts';
import { type PersonScope, type ReadScopes, type ScopeRow, type ServerScope, toScopes } from './scopes.ts';

export interface Where {
  /** Null outside servers. */
  guildId: string | null;
  /** Not a thread: its channel. */
  channelId: string;
  userId: string;
}

/** The columns of a `ScopeRow`. */
export function scopeColumns({ guildId, channelId, userId }: Where): SQL {
  const person = sql`(
    select json_build_object('settings', settings, 'version', version, 'remember', remember)
    from ${userSettings} where user_id = ${userId}
  ) as person`;
  if (guildId === null) return person;
  return sql`
    (
      select json_build_object('settings', settings, 'version', version)
      from ${guildSettings} where guild_id = ${guildId}
    ) as server,
    (
      select settings from ${channelSettings} where guild_id = ${guildId} and channel_id = ${channelId}
    ) as channel,
    ${person},
    ${namedPersonas({ guildId, channelId, userId })} as named_personas`;
}

/** Of the server's own, those that one of the three scopes names. */
function namedPersonas({ guildId, channelId, userId }: Where): SQL {
  return sql`(
    select json_agg(${PERSONA}) from ${personas} p
    where p.guild_id = ${guildId} and lower(p.name) in (
      select lower(settings ->> 'persona') from ${guildSettings} where guild_id = ${guildId}
      union all
      select lower(settings ->> 'persona') from ${channelSettings}
      where guild_id = ${guildId} and channel_id = ${channelId}
      union all
      select lower(settings ->> 'persona') from ${userSettings} where user_id = ${userId}
    )
  )`;
}

export interface Shown extends Omit<ReadScopes, 'personas'> {
  /** Names of the server's. */
  personas: string[];
}

export async function readShown(db: Database, where: Where): Promise<Shown> {
  const names = sql`(
    select coalesce(json_agg(name order by lower(name)), '[]') from ${personas} where guild_id = ${where.guildId}
  ) as personas`;
  const { rows } = await db.execute<ScopeRow & { personas: string[] }>(
    sql`select ${scopeColumns(where)}, ${names}`,
  );
  const row = rows[0];
  return { ...toScopes(row ?? {}), personas: row?.personas ?? [] };
}

/** Everything that is set for a server, one channel or all of them. */
export interface WholeServer extends Omit<ServerScope, 'channel'> {
  channels: Record<string, ChannelSettings>;
}

export async function readWholeServer(db: Database, guildId: string): Promise<WholeServer> {
  const { rows } = await db.execute<ScopeRow & { channels: Record<string, unknown> | null }>(sql`
    select
      (
        select json_build_object('settings', settings, 'version', version)
        from ${guildSettings} where guild_id = ${guildId}
      ) as server,
      (
        select json_object_agg(channel_id, settings) from ${channelSettings}
        where guild_id = ${guildId} and settings <> '{}'
      ) as channels
  `);
  const row = rows[0];
  const { version, server } = toScopes(row ?? {});
  const channels = Object.entries(row?.channels ?? {}).map(
    ([id, settings]) => [id, readSettings('channel', settings)] as const,
  );
  return { version, server, channels: Object.fromEntries(channels) };
}

export async function readPerson(db: Database, userId: string): Promise<PersonScope> {
  const where = { guildId: null, channelId: '', userId };
  const { rows } = await db.execute<ScopeRow>(sql`select ${scopeColumns(where)}`);
  const { personVersion: version, person } = toScopes(rows[0] ?? {});
  return { version, person };
}
