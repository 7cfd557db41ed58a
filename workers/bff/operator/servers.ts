/** Servers as an operator sees them: what they use and have set. What their people have written is not shown. */
import { sql } from 'drizzle-orm';
import type { ServerDetail, ServerRow } from '../../../shared/contract/operator.ts';
import { isRecord } from '../../../shared/json.ts';
import { spentSince } from '../ledger/figures.ts';
import type { Database } from '../store/database.ts';
import { documents } from '../store/schema/documents.ts';
import { moderationEvents } from '../store/schema/moderation.ts';
import { channelSettings, guildSettings, settingsAudit } from '../store/schema/settings.ts';

const MAX_SERVERS = 200;
const MAX_CHANGES = 50;
const MAX_CHANNELS = 100;

/** Those that cost most in the last 30 days first; then those that have only set something. */
export async function listServers(db: Database): Promise<ServerRow[]> {
  const since = sql`date_trunc('day', now(), 'UTC') - interval '29 days'`;
  const { rows } = await db.execute<Record<keyof ServerRow, unknown>>(sql`
    with used as (
      select name as guild, sum(calls)::float8 as calls, sum(cost_micro_usd)::float8 as cost
      from (${spentSince('guild', since)}) spent group by 1
    ),
    top as (
      select coalesce(u.guild, g.guild_id) as guild, coalesce(u.calls, 0) as calls, coalesce(u.cost, 0) as cost,
        coalesce(g.version, 0) as version
      from used u full join ${guildSettings} g on g.guild_id = u.guild
      order by 3 desc, 2 desc, 1 limit ${MAX_SERVERS}
    )
    select guild, calls, cost as cost_micro_usd, version as settings_version,
      (select count(*)::int from ${documents} d
        where d.space = 'server:' || guild or d.space like 'channel:' || guild || ':%') as documents,
      (select count(*)::int from ${moderationEvents} m
        where m.guild_id = guild and m.created_at >= now() - interval '7 days') as moderated
    from top order by cost desc, calls desc, guild`);
  return rows.map((row) => ({
    guild: String(row.guild),
    calls: Number(row.calls),
    cost_micro_usd: Number(row.cost_micro_usd),
    settings_version: Number(row.settings_version),
    documents: Number(row.documents),
    moderated: Number(row.moderated),
  }));
}

export async function readServer(
  db: Database,
  guild: string,
  toPseudonym: (id: string) => Promise<string>,
): Promise<ServerDetail> {
  const [server, channels, changes] = await Promise.all([
    db.execute<{ version: number; settings: unknown }>(
      sql`select version, settings from ${guildSettings} where guild_id = ${guild}`,
    ),
    db.execute<{ channel: string; settings: unknown }>(sql`
      select channel_id as channel, settings from ${channelSettings}
      where guild_id = ${guild} order by 1 limit ${MAX_CHANNELS}`),
    db.execute<{ at: string; actor: string | null; field: string; scope: string }>(sql`
      select to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at, actor, field, scope
      from ${settingsAudit} where guild_id = ${guild} order by id desc limit ${MAX_CHANGES}`),
  ]);
  const [row] = server.rows;
  return {
    guild,
    settings_version: Number(row?.version ?? 0),
    settings: withoutTexts(row?.settings),
    channels: channels.rows.map(({ channel, settings }) => ({ channel, settings: withoutTexts(settings) })),
    changes: await Promise.all(
      changes.rows.map(async ({ at, actor, field, scope }) => ({
        at,
        by: actor === null ? null : await toPseudonym(actor),
        field,
        scope,
      })),
    ),
  };
}

const LONGEST_SHOWN = 40;

/** What people have written is told by its length. */
function withoutTexts(settings: unknown): Record<string, unknown> {
  if (!isRecord(settings)) return {};
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name,
      typeof value === 'string' &&
      (name === 'instructions' || value.length > LONGEST_SHOWN || /\s/.test(value))
        ? `(${value.length})`
        : value,
    ]),
  );
}
