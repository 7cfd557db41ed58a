/** Sums of the ledger in a real Postgres: those for good, those for the moment, and both together. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type NeonStandIn, startNeonStandIn } from '../../../dev/neon/server.ts';
import { migrate } from '../../../dev/stack/migrate.ts';
import { FIGURES_BY } from '../../../shared/contract/figures.ts';
import { eraseAll } from '../privacy/privacy.ts';
import { enforceRetention } from '../privacy/retention.ts';
import { openDatabase } from '../store/database.ts';
import { readFigures } from './figures.ts';
import { rollUp } from './rollup.ts';

let neon: NeonStandIn;

beforeAll(async () => {
  neon = await startNeonStandIn({});
  await migrate({ url: neon.databaseUrl, fetchEndpoint: neon.httpUrl });
});
afterAll(() => neon.close());

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
