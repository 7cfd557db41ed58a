/** Statements that read settings. Discord's ids make a key only together with their server's. */
import { sql } from 'drizzle-orm';
import { readSettings } from '../../../shared/settings/parse.ts';
import type { ChannelSettings } from '../../../shared/settings/settings.ts';
import { HAS_VECTORS } from '../memory/memory-sql.ts';
import { PERSONA } from '../personas/store.ts';
import type { Database } from '../store/database.ts';
import { documents } from '../store/schema/documents.ts';
import { memoryChoices, memoryFacts } from '../store/schema/memory.ts';
import { channelSettings, guildSettings, personas, userSettings } from '../store/schema/settings.ts';
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

/** True where something can be found; the spaces are written as `space-names.ts` has them. */
const HAS_DOCUMENTS = sql`exists (
  select 1 from ${documents} where version > 0 and space in (
    'server:' || ${value('guildId')}::text,
    'channel:' || ${value('guildId')}::text || ':' || ${value('settingsChannelId')}::text
  )
)`;
const PERSON_HAS_DOCUMENTS = sql`exists (
  select 1 from ${documents} where version > 0 and space = 'person:' || ${value('userId')}::text
)`;

/** Where facts may be used, of a person who has agreed to that somewhere. The statements that read facts ask where. */
/** In which facts are found by their meaning. */
const PERSON_FACT_SPACES = sql`(
  select json_agg(distinct space) from ${memoryFacts}
  where ${HAS_VECTORS} and user_id = ${value('userId')} and exists (
    select 1 from ${memoryChoices} where user_id = ${value('userId')} and state = 'on'
  )
)`;

/** Of the server's own, those that one of the three scopes names. */
const NAMED_PERSONAS = sql`(
  select json_agg(${PERSONA}) from ${personas} p
  where p.guild_id = ${value('guildId')} and lower(p.name) in (
    select lower(settings ->> 'persona') from ${guildSettings} where guild_id = ${value('guildId')}
    union all
    select lower(settings ->> 'persona') from ${channelSettings}
    where guild_id = ${value('guildId')} and channel_id = ${value('settingsChannelId')}
    union all
    select lower(settings ->> 'persona') from ${userSettings} where user_id = ${value('userId')}
  )
)`;

const PERSON = sql`(
  select json_build_object('settings', settings, 'version', version, 'remember', remember)
  from ${userSettings} where user_id = ${value('userId')}
)`;

/** The columns of a `ScopeRow`, for the values of `Where`. */
export const SCOPE_COLUMNS = sql`
  (
    select json_build_object('settings', settings, 'version', version)
    from ${guildSettings} where guild_id = ${value('guildId')}
  ) as server,
  (
    select settings from ${channelSettings}
    where guild_id = ${value('guildId')} and channel_id = ${value('settingsChannelId')}
  ) as channel,
  ${PERSON} as person,
  ${HAS_DOCUMENTS} as has_documents,
  ${PERSON_HAS_DOCUMENTS} as person_has_documents,
  ${PERSON_FACT_SPACES} as person_fact_spaces,
  ${NAMED_PERSONAS} as named_personas`;

export interface Shown extends Omit<ReadScopes, 'personas'> {
  /** Names of the server's. */
  personas: string[];
}

export async function readShown(db: Database, where: Where): Promise<Shown> {
  const { rows } = await db.execute<ScopeRow & { personas: string[] }>(selectShown(where));
  const row = rows[0];
  return { ...toScopes(row ?? {}), personas: row?.personas ?? [] };
}

const selectShown = prepare<Where>(
  () => sql`
    select ${SCOPE_COLUMNS}, (
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
  const { rows } = await db.execute<ScopeRow>(selectPerson({ userId }));
  const scopes = toScopes(rows[0] ?? {});
  const {
    personVersion: version,
    person,
    personHasDocuments: hasDocuments,
    personFactSpaces: factSpaces,
  } = scopes;
  return { version, person, hasDocuments, factSpaces };
}

const selectPerson = prepare<{ userId: string }>(
  () => sql`
      select ${PERSON} as person, ${PERSON_HAS_DOCUMENTS} as person_has_documents,
        ${PERSON_FACT_SPACES} as person_fact_spaces
    `,
);
