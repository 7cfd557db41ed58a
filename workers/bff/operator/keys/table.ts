/** The table of API keys and what the ledger knows of each, as operators read and change them: by the command, or in the console. */
import type { KeyUse } from '../../../../shared/contract/operator.ts';
import type { KeySettings } from '../../access/key-settings.ts';
import type { KeyChange } from './change.ts';

/** Neon's client. */
export interface Sql {
  query(text: string, params?: unknown[]): Promise<Record<string, unknown>[]>;
  /** What the audit says of a change; absent: nothing, as for the command. */
  audited?: { operator: number | null; action: string };
}

/** What an operator wants of a key cannot be done; the message says why. */
export class KeyRefusedError extends Error {
  override readonly name = 'KeyRefusedError';
}

/** As it is printed, too. Moments are ISO 8601 in UTC. */
export interface KeyRow {
  id: number;
  name: string;
  owner: string | null;
  state: 'live' | 'expired' | 'revoked';
  calls_per_min: number;
  settings: KeySettings;
  created_at: string;
  expires_at: string | null;
  /** Until then the secret before the last rotation works, too. */
  previous_until: string | null;
  revoked_at: string | null;
}

export interface KeyUses {
  today: KeyUse;
  month: KeyUse;
  last_used_at: string | null;
}

const iso = (column: string) => `to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
const COLUMNS = `id, name, owner, calls_per_min, settings,
  case when revoked_at is not null then 'revoked' when expires_at <= now() then 'expired' else 'live' end as state,
  ${iso('created_at')} as created_at, ${iso('expires_at')} as expires_at, ${iso('revoked_at')} as revoked_at,
  case when previous_until > now() then ${iso('previous_until')} end as previous_until`;

export async function createKey(
  sql: Sql,
  key: { hash: string; name: string; change: KeyChange & { callsPerMin: number } },
): Promise<KeyRow> {
  const { callsPerMin, owner = null, expiresAt = null, settings } = key.change;
  return onlyRow(
    await runChange(
      sql,
      `INSERT INTO api_keys (key_hash, name, owner, calls_per_min, settings, expires_at)
       VALUES ($1, $2, $3, $4, $5::jsonb, $6) RETURNING ${COLUMNS}`,
      [key.hash, key.name, owner, callsPerMin, JSON.stringify(settings), expiresAt],
    ),
  );
}

export async function listKeys(sql: Sql): Promise<KeyRow[]> {
  return (await sql.query(`SELECT ${COLUMNS} FROM api_keys ORDER BY id`)) as unknown as KeyRow[];
}

/** Throws `KeyRefusedError` when there is none. */
export async function findKey(sql: Sql, id: number): Promise<KeyRow> {
  const rows = await sql.query(`SELECT ${COLUMNS} FROM api_keys WHERE id = $1`, [id]);
  if (rows.length === 0)
    throw new KeyRefusedError(`There is no key ${id}: \`npm run keys -- list\` shows them.`);
  return onlyRow(rows);
}

/** In one statement, so that two changes at once do not undo each other. */
export async function changeKey(sql: Sql, id: number, change: KeyChange): Promise<KeyRow> {
  const rows = await runChange(
    sql,
    `UPDATE api_keys SET
       calls_per_min = coalesce($2::int, calls_per_min),
       owner = CASE WHEN $3::boolean THEN $4 ELSE owner END,
       expires_at = CASE WHEN $5::boolean THEN $6::timestamptz ELSE expires_at END,
       settings = (settings - string_to_array($7, ',')) || $8::jsonb
     WHERE id = $1 AND revoked_at IS NULL RETURNING ${COLUMNS}`,
    [
      id,
      change.callsPerMin ?? null,
      change.owner !== undefined,
      change.owner ?? null,
      change.expiresAt !== undefined,
      change.expiresAt ?? null,
      change.removed.join(','),
      JSON.stringify(change.settings),
    ],
  );
  if (rows.length === 0) throw await whyNot(sql, id);
  return onlyRow(rows);
}

/** `force`: an overlap that still lasts ends now. */
export async function rotateKey(
  sql: Sql,
  id: number,
  { hash, overlapMs, force }: { hash: string; overlapMs: number; force: boolean },
): Promise<KeyRow> {
  const rows = await runChange(
    sql,
    `UPDATE api_keys SET
       previous_hash = CASE WHEN $3::float8 > 0 THEN key_hash END,
       previous_until = CASE WHEN $3::float8 > 0 THEN now() + make_interval(secs => $3::float8 / 1000) END,
       key_hash = $2
     WHERE id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())
       AND ($4::boolean OR previous_until IS NULL OR previous_until <= now())
     RETURNING ${COLUMNS}`,
    [id, hash, overlapMs, force],
  );
  if (rows.length === 0) throw await whyNot(sql, id);
  return onlyRow(rows);
}

export async function revokeKey(sql: Sql, id: number): Promise<KeyRow> {
  const rows = await runChange(
    sql,
    `UPDATE api_keys SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL RETURNING ${COLUMNS}`,
    [id],
  );
  if (rows.length === 0) throw await whyNot(sql, id);
  return onlyRow(rows);
}

/** By the ledger, in UTC. A call under way counts with what is reserved for it. */
export async function readUses(sql: Sql, id: number): Promise<KeyUses> {
  const since = (part: string) =>
    `created_at >= date_trunc('${part}', now() at time zone 'utc') at time zone 'utc'`;
  const sums = (part: string) => `
    count(*) FILTER (WHERE ${since(part)})::int AS ${part}_calls,
    coalesce(sum(prompt_tokens + completion_tokens) FILTER (WHERE ${since(part)}), 0)::float8 AS ${part}_tokens,
    coalesce(sum(cost_micro_usd) FILTER (WHERE ${since(part)}), 0)::float8 AS ${part}_cost`;
  const [row = {}] = await sql.query(
    `SELECT ${sums('day')}, ${sums('month')}, ${iso('max(created_at)')} AS last
     FROM usage_events WHERE api_key_id = $1`,
    [id],
  );
  const use = (part: string): KeyUse => ({
    calls: Number(row[`${part}_calls`]),
    tokens: Number(row[`${part}_tokens`]),
    micro_usd: Number(row[`${part}_cost`]),
  });
  return {
    today: use('day'),
    month: use('month'),
    last_used_at: typeof row.last === 'string' ? row.last : null,
  };
}

/** Of every key that was used this month. */
export async function readAllUses(sql: Sql): Promise<Map<number, { today: KeyUse; month: KeyUse }>> {
  const today = `start >= date_trunc('day', now(), 'UTC')`;
  const rows = await sql.query(
    `WITH parts AS (
       SELECT name, start, calls, prompt_tokens + completion_tokens AS tokens, cost_micro_usd AS cost
       FROM usage_rollups WHERE dimension = 'key' AND start >= date_trunc('month', now(), 'UTC')
       UNION ALL
       SELECT api_key_id::text, created_at, 1, prompt_tokens + completion_tokens, cost_micro_usd FROM usage_events
       WHERE api_key_id IS NOT NULL AND created_at >= greatest(
         date_trunc('month', now(), 'UTC'), (SELECT max(at) FROM jobs WHERE name = 'rollup'))
     )
     SELECT name, sum(calls)::float8 AS calls, sum(tokens)::float8 AS tokens, sum(cost)::float8 AS cost,
       coalesce(sum(calls) FILTER (WHERE ${today}), 0)::float8 AS day_calls,
       coalesce(sum(tokens) FILTER (WHERE ${today}), 0)::float8 AS day_tokens,
       coalesce(sum(cost) FILTER (WHERE ${today}), 0)::float8 AS day_cost
     FROM parts GROUP BY name`,
  );
  return new Map(
    rows.map((row) => [
      Number(row.name),
      {
        today: {
          calls: Number(row.day_calls),
          tokens: Number(row.day_tokens),
          micro_usd: Number(row.day_cost),
        },
        month: { calls: Number(row.calls), tokens: Number(row.tokens), micro_usd: Number(row.cost) },
      },
    ]),
  );
}

/** In one statement with its entry in the audit: nothing is changed without one. */
function runChange(sql: Sql, text: string, params: unknown[]): Promise<Record<string, unknown>[]> {
  if (sql.audited === undefined) return sql.query(text, params);
  const { operator, action } = sql.audited;
  const next = params.length + 1;
  return sql.query(
    `WITH changed AS (${text}), entry AS (
       INSERT INTO operator_audit (operator, action, target)
       SELECT $${next}::int, $${next + 1}::text, id::text FROM changed
     ) SELECT * FROM changed`,
    [...params, operator, action],
  );
}

/** Why a change has found no key to change. */
async function whyNot(sql: Sql, id: number): Promise<Error> {
  const { state, previous_until: until } = await findKey(sql, id);
  if (state !== 'live') return new KeyRefusedError(`Key ${id} is ${state}.`);
  return new KeyRefusedError(
    `The secret before the last rotation of key ${id} works until ${until ?? 'just now'}. --force ends it at once.`,
  );
}

function onlyRow(rows: Record<string, unknown>[]): KeyRow {
  const [row] = rows;
  if (row === undefined) throw new Error('The database gave no row.');
  return row as unknown as KeyRow;
}
