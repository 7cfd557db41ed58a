/** Sums of the ledger in a real Postgres: those for good, those for the moment, and both together. */
import type { SQL } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NeonStandIn } from '../../../dev/neon/server.ts';
import { startMigratedNeon } from '../../../dev/stack/migrated-neon.ts';
import { FIGURES_BY } from '../../../shared/contract/figures.ts';
import { readTotals } from '../operator/metrics.ts';
import { eraseAll } from '../privacy/privacy.ts';
import { enforceRetention } from '../privacy/retention.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { readFigures } from './figures.ts';
import { rollUp } from './rollup.ts';
import { addUpTotals } from './totals.ts';

let neon: NeonStandIn;

beforeAll(async () => {
  neon = await startMigratedNeon();
});
afterAll(() => neon.close());

const dialect = new PgDialect();

/** With its first parameter in its place. */
function inlined(query: SQL): string {
  const { sql: text, params } = dialect.sqlToQuery(query);
  return text.replace(/\$(\d+)/g, (_, place) => String(params[Number(place) - 1]));
}

const open = () => openDatabase({ url: neon.databaseUrl, httpUrl: neon.httpUrl }, 30_000);

interface Call {
  ago: string;
  model?: string;
  user?: string | null;
  outcome?: string;
  firstTokenMs?: number | null;
}

const call = ({ ago, model = 'a', user = null, outcome = 'ok', firstTokenMs = 450 }: Call) =>
  neon.query(
    `INSERT INTO usage_events (id, user_id, space, api_key_id, model, provider, prompt_tokens, cached_tokens,
       completion_tokens, estimated, cost_micro_usd, first_token_ms, total_ms, outcome, fallback, cached, created_at)
     VALUES (gen_random_uuid(), $1, CASE WHEN $1::text IS NULL THEN NULL ELSE '7' END,
       CASE WHEN $1::text IS NULL THEN 5 END, $2, 'host', 100, 10, 50, false, 1000, $3, 900, $4, false, false,
       now() - $5::interval)`,
    [user, model, firstTokenMs, outcome, ago],
  );

async function allFigures() {
  const by = await Promise.all(FIGURES_BY.map((each) => readFigures(open(), { days: 30, by: each })));
  const short = await readFigures(open(), { days: 2 });
  return { by, short };
}

describe('what the ledger says', () => {
  it('is the same before and after it was summed for good, once or twice', async () => {
    await call({ ago: '9 days', user: '1', firstTokenMs: 90 });
    await call({ ago: '9 days', user: '1', outcome: 'provider_timeout', firstTokenMs: null });
    await call({ ago: '26 hours', user: '2', model: 'b', firstTokenMs: 30_000 });
    await call({ ago: '90 minutes' });
    await call({ ago: '1 minute', user: '1', outcome: 'client_gone' });
    await call({ ago: '1 minute', outcome: 'running' });
    const before = await allFigures();
    expect(before.by[0]?.total).toMatchObject({
      ...{ calls: 5, errors: 1, prompt_tokens: 500, cached_tokens: 50, completion_tokens: 250 },
      cost_micro_usd: 5000,
    });
    expect((await rollUp(open)).steps).toBeGreaterThan(5);
    expect(await allFigures()).toEqual(before);
    await rollUp(open);
    expect(await allFigures()).toEqual(before);
  });

  it('counts a row once when two sum it at the same time', async () => {
    await neon.query('TRUNCATE usage_rollups, jobs');
    const before = await allFigures();
    await Promise.all([rollUp(open), rollUp(open), rollUp(open)]);
    expect(await allFigures()).toEqual(before);
  });

  it('is the same since the beginning, however far it has been added up, once, twice or at the same time', async () => {
    await neon.query('TRUNCATE usage_rollups, usage_totals, jobs');
    const before = await readTotals(open);
    expect(before.all).toMatchObject([{ calls: 5, errors: 1, cost_micro_usd: 5000 }]);
    await rollUp(open);
    expect(await readTotals(open)).toEqual(before);
    await Promise.all([addUpTotals(open), addUpTotals(open)]);
    expect(await readTotals(open)).toEqual(before);
    await addUpTotals(open);
    await call({ ago: '2 minutes', model: 'new' });
    expect((await readTotals(open)).all).toMatchObject([{ calls: 6 }]);
    await neon.query(`DELETE FROM usage_events WHERE model = 'new'`);
    // Sums of hours may go one day; what was counted stays.
    await neon.query('DELETE FROM usage_rollups');
    expect((await readTotals(open)).all).toEqual(before.all);
    await neon.query('TRUNCATE usage_rollups, usage_totals, jobs');
    await rollUp(open);
  });

  it('is summed after nights that were missed, in smaller steps where one does not end in time', async () => {
    await neon.query('TRUNCATE usage_rollups, jobs');
    const before = await allFigures();
    let statements = 0;
    // Whatever is longer than five hours a step is too long.
    const impatient = () => {
      const db = open();
      const execute = db.execute.bind(db);
      db.execute = ((query: SQL) => {
        const hours = Number(/hours => \D*(\d+)/.exec(inlined(query))?.[1] ?? 0);
        statements += 1;
        return hours > 5 ? Promise.reject(new Error('deadline')) : execute(query);
      }) as typeof db.execute;
      return db;
    };
    await rollUp(impatient);
    await rollUp(impatient);
    expect(statements).toBeGreaterThan(40);
    expect(await allFigures()).toEqual(before);
    const never = () => ({ execute: () => Promise.reject(new Error('away')) }) as unknown as Database;
    await expect(rollUp(never)).rejects.toThrow('away');
  });

  it('names the costliest first, and a percentile of first texts', async () => {
    const { names } = await readFigures(open(), { days: 30, by: 'model' });
    expect(names.map(({ name, calls }) => [name, calls])).toEqual([
      ['a', 4],
      ['b', 1],
    ]);
    expect(names[1]?.first_token_p50_ms).toBe(20_000);
    const { names: keys } = await readFigures(open(), { days: 30, by: 'key' });
    expect(keys).toMatchObject([{ name: '5', calls: 1 }]);
  });

  it('forgets a person who has everything erased, and keeps the sums of all', async () => {
    await eraseAll(open(), { userId: '1', pseudonyms: ['p'], nowMs: Date.now() });
    const { names, total } = await readFigures(open(), { days: 30, by: 'user' });
    expect(names.map(({ name }) => name)).toEqual(['2']);
    expect(total.calls).toBe(5);
  });

  it('forgets by night a sum of somebody whom the ledger does not name', async () => {
    await neon.query(
      `INSERT INTO usage_rollups SELECT 'user', '3', start, calls, errors, fallbacks, cached, prompt_tokens,
         cached_tokens, completion_tokens, cost_micro_usd, first_token
       FROM usage_rollups WHERE dimension = 'user' AND name = '2'`,
      [],
    );
    expect(await enforceRetention(open, 30)).toMatchObject({ rollups: 1 });
    const { names } = await readFigures(open(), { days: 30, by: 'user' });
    expect(names.map(({ name }) => name)).toEqual(['2']);
  });
});
