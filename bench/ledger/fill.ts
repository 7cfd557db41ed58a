/**
 * A year of calls, as they would have come: more from month to month and by day than by night; a few servers, people and keys with
 * most of them and many with few; models of which one is rare. In the order of time, as a ledger is written. People are named for
 * the days of retention alone, as the nightly cleaning leaves it.
 */
import type { NeonStandIn } from '../../dev/neon/server.ts';

export const DAYS = 365;
export const RETENTION_DAYS = 30;
export const SERVERS = 3_000;
export const PEOPLE = 60_000;
export const KEYS = 200;
/** About one call in ten thousand. */
export const RARE_MODEL = 'o4-rare';

/** Ids of Discord's length; the first ones have the most calls. */
export const serverId = (index: number): string => String(170_000_000_000_000_000n + BigInt(index));
export const personId = (index: number): string => String(180_000_000_000_000_000n + BigInt(index));

type Query = NeonStandIn['query'];

export async function fillLedger(query: Query, rows: number, say: (line: string) => void): Promise<void> {
  await query(`INSERT INTO api_keys (key_hash, name, calls_per_min)
    SELECT md5(n::text), 'client ' || n, 60 FROM generate_series(1, ${KEYS}) n`);
  const indexes = await query(
    `SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'usage_events' AND indexname <> 'usage_events_pkey'`,
  );
  // Each index is made once, not ten million times.
  for (const { indexname } of indexes) await query(`DROP INDEX ${indexname}`);
  let written = 0;
  for (let day = DAYS - 1; day >= 0; day -= 1) {
    const share = (DAYS - day + DAYS / 2) / sumOfShares();
    const wanted = day === 0 ? rows - written : Math.round(rows * share);
    if (wanted > 0) await query(insertDay(day, wanted));
    written += wanted;
    if (day % 60 === 0) say(`  ${written.toLocaleString('en-US')} calls written`);
  }
  for (const { indexdef } of indexes) await query(String(indexdef));
  await query('ANALYZE usage_events');
}

function sumOfShares(): number {
  return Array.from({ length: DAYS }, (_, day) => DAYS - day + DAYS / 2).reduce((sum, each) => sum + each, 0);
}

/** One day's calls in the order of their moments. A power of a random number gives few names most of them. */
function insertDay(day: number, calls: number): string {
  const isNamed = day <= RETENTION_DAYS;
  // Today's end before this moment.
  const length = day === 0 ? `extract(epoch FROM now() - date_trunc('day', now(), 'UTC'))` : '86400';
  return `
    INSERT INTO usage_events (id, request_key, user_id, space, api_key_id, model, provider, prompt_tokens, cached_tokens,
      completion_tokens, estimated, cost_micro_usd, first_token_ms, total_ms, outcome, fallback, cached, created_at)
    SELECT gen_random_uuid(), ${isNamed ? `md5(r::text)` : 'NULL'},
      ${isNamed ? `CASE WHEN NOT is_client THEN (180000000000000000 + (${PEOPLE} * power(r, 2.5))::int)::text END` : 'NULL'},
      CASE WHEN NOT is_client THEN CASE WHEN r2 < 0.08 THEN 'dm'
        ELSE (170000000000000000 + (${SERVERS} * power(r2, 3))::int)::text END END,
      CASE WHEN is_client THEN 1 + (${KEYS - 1} * power(r, 2))::int END,
      CASE WHEN r3 < 0.0001 THEN '${RARE_MODEL}' WHEN r3 < 0.6 THEN 'gpt-4o-mini' WHEN r3 < 0.8 THEN 'gpt-4.1-nano'
        WHEN r3 < 0.9 THEN 'claude-haiku' WHEN r3 < 0.97 THEN 'gemini-flash' ELSE 'local-llama' END,
      CASE WHEN r3 < 0.8 THEN 'api.openai.com' WHEN r3 < 0.9 THEN 'api.anthropic.com' ELSE 'openrouter.ai' END,
      (200 + 3000 * r2)::int, (200 * r2)::int, (50 + 600 * r)::int, false, (50 + 900 * r2)::int,
      CASE WHEN r4 < 0.02 THEN NULL ELSE (150 + 2500 * power(r4, 3))::int END, (900 + 9000 * r)::int,
      CASE WHEN r4 < 0.00001 THEN 'provider_rejected' WHEN r4 < 0.005 THEN 'provider_timeout' WHEN r4 < 0.02 THEN 'client_gone'
        ELSE 'ok' END, r4 > 0.98, r4 BETWEEN 0.5 AND 0.53, at
    FROM (
      SELECT random() AS r, random() AS r2, random() AS r3, random() AS r4, random() < 0.2 AS is_client,
        date_trunc('day', now(), 'UTC') - interval '${day} days'
          + make_interval(secs => (n - 1) * (${length})::float8 / ${calls}) AS at
      FROM generate_series(1, ${calls}) n
    ) call`;
}
