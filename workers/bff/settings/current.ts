/** What a change is based on, with the version of each field. */
import { type SQL, sql } from 'drizzle-orm';
import { readSettings } from '../../../shared/settings/parse.ts';
import type { Persona } from '../../../shared/settings/persona.ts';
import type { ChannelSettings, PersonSettings, ServerSettings } from '../../../shared/settings/settings.ts';
import type { Database } from '../store/database.ts';
import { channelSettings, guildSettings, personas, userSettings } from '../store/schema/settings.ts';
import type { ChangedIn } from './merge.ts';

export interface CurrentServer {
  version: number;
  server: { settings: ServerSettings; changedIn: ChangedIn };
  /** Those that were asked about, by id. */
  channels: Map<string, { settings: ChannelSettings; changedIn: ChangedIn }>;
  /** Channels of the server with settings of their own. */
  setChannels: number;
  personas: Persona[];
}

export interface CurrentPerson {
  version: number;
  person: { settings: PersonSettings; changedIn: ChangedIn };
}

interface Row {
  settings: unknown;
  version: number;
  changed_in: Record<string, number>;
}

/** `channelId` null: every channel, and the personas. */
export async function readCurrentServer(
  db: Database,
  guildId: string,
  channelId: string | null,
): Promise<CurrentServer> {
  const ofChannels: SQL = channelId === null ? sql`true` : sql`channel_id = ${channelId}`;
  const { rows } = await db.execute<{
    server: Row | null;
    channels: (Row & { id: string })[] | null;
    set_channels: number;
    personas: Persona[] | null;
  }>(sql`
    select
      (
        select json_build_object('settings', settings, 'version', version, 'changed_in', changed_in)
        from ${guildSettings} where guild_id = ${guildId}
      ) as server,
      (
        select json_agg(json_build_object('id', channel_id, 'settings', settings, 'changed_in', changed_in))
        from ${channelSettings} where guild_id = ${guildId} and ${ofChannels}
      ) as channels,
      (
        select count(*)::int from ${channelSettings} where guild_id = ${guildId} and settings <> '{}'
      ) as set_channels,
      (
        select json_agg(json_build_object('name', name, 'instructions', instructions, 'model', model,
          'temperature', temperature, 'greeting', greeting, 'avatar', avatar) order by lower(name))
        from ${personas} where guild_id = ${guildId} and ${channelId === null}
      ) as personas
  `);
  const row = rows[0];
  const channels = (row?.channels ?? []).map(({ id, settings, changed_in: changedIn }) => {
    return [id, { settings: readSettings('channel', settings), changedIn }] as const;
  });
  return {
    version: row?.server?.version ?? 0,
    server: {
      settings: readSettings('server', row?.server?.settings),
      changedIn: row?.server?.changed_in ?? {},
    },
    channels: new Map(channels),
    setChannels: row?.set_channels ?? 0,
    personas: row?.personas ?? [],
  };
}

export async function readCurrentPerson(db: Database, userId: string): Promise<CurrentPerson> {
  const { rows } = await db.execute<Record<string, unknown> & Row & { remember: boolean }>(sql`
    select settings, version, changed_in, remember from ${userSettings} where user_id = ${userId}
  `);
  const row = rows[0];
  const memory = row?.remember === false ? { memory: false } : {};
  return {
    version: row?.version ?? 0,
    person: {
      settings: { ...readSettings('person', row?.settings), ...memory },
      changedIn: row?.changed_in ?? {},
    },
  };
}
