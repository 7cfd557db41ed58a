/** Statements that read settings. Discord's ids make a key only together with their server's. */
import { sql } from 'drizzle-orm';
import { readSettings } from '../../../shared/settings/parse.ts';
import type { ChannelSettings } from '../../../shared/settings/settings.ts';
import type { Database } from '../store/database.ts';
import { channelSettings, guildSettings, personas } from '../store/schema/settings.ts';
import { prepare } from '../store/statement.ts';
import { type PersonScope, type ReadScopes, type ScopeRow, type ServerScope, toScopes } from './scopes.ts';

export interface Where {
  /** Null outside servers. */
  guildId: string | null;
  /** Not a thread: its channel. */
  settingsChannelId: string;
  userId: string;
}

const value = sql.placeholder;

/** A `ScopeRow`, for the values of `Where`. */
export const SCOPES = sql`read_scopes(${value('guildId')}, ${value('settingsChannelId')}, ${value('userId')})`;

export interface Shown extends Omit<ReadScopes, 'personas'> {
  /** Names of the server's. */
  personas: string[];
}

export async function readShown(db: Database, where: Where): Promise<Shown> {
  const { rows } = await db.execute<{ scopes: ScopeRow; personas: string[] }>(selectShown(where));
  const row = rows[0];
  return { ...toScopes(row?.scopes ?? {}), personas: row?.personas ?? [] };
}

const selectShown = prepare<Where>(
  () => sql`
    select ${SCOPES} as scopes, (
      select coalesce(json_agg(name order by lower(name)), '[]') from ${personas} where guild_id = ${value('guildId')}
    ) as personas
  `,
);

/** Everything that is set for a server, one channel or all of them. */
export interface WholeServer extends Omit<ServerScope, 'channel' | 'hasDocuments'> {
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
  const { rows } = await db.execute<{ scopes: ScopeRow }>(selectPerson({ userId }));
  const scopes = toScopes(rows[0]?.scopes ?? {});
  const {
    personVersion: version,
    person,
    personHasDocuments: hasDocuments,
    personFactSpaces: factSpaces,
  } = scopes;
  return { version, person, hasDocuments, factSpaces };
}

const selectPerson = prepare<{ userId: string }>(
  () => sql`select read_scopes(null, null, ${value('userId')}) as scopes`,
);
