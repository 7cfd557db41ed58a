/** A key's budgets by the ledger, in a real Postgres. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NeonStandIn } from '../../../dev/neon/server.ts';
import { startMigratedNeon } from '../../../dev/stack/migrated-neon.ts';
import type { KeySettings } from '../access/key-settings.ts';
import { accountOfApiKey } from '../limits/account.ts';
import { budgetLines } from '../limits/budget-lines.ts';
import { openDatabase } from '../store/database.ts';
import { findExhaustedKeyBudget } from './key-sums.ts';

let neon: NeonStandIn;

beforeAll(async () => {
  neon = await startMigratedNeon();
});
afterAll(() => neon.close());

const MONTH_BEGIN = `date_trunc('month', now() at time zone 'utc') at time zone 'utc'`;
const DAY_BEGIN = `date_trunc('day', now() at time zone 'utc') at time zone 'utc'`;

const spend = (key: number, tokens: number, at = 'now()', outcome = 'ok') =>
  neon.query(
    `INSERT INTO usage_events (id, api_key_id, model, prompt_tokens, completion_tokens, estimated, cost_micro_usd,
       total_ms, outcome, fallback, cached, created_at)
     VALUES (gen_random_uuid(), $1, 'a', $2, 0, false, 10, 5, $3, false, false, ${at})`,
    [key, tokens, outcome],
  );

const everyones = { tokens: 50, microUsd: 0 };

function find(key: number, settings: KeySettings, reserve = { tokens: 100, microUsd: 1 }) {
  const account = accountOfApiKey({ id: key, callsPerMin: 1, settings });
  const budgets = { user: everyones, guild: everyones, everyone: everyones };
  return findExhaustedKeyBudget(
    () => openDatabase({ url: neon.databaseUrl, httpUrl: neon.httpUrl }, 5_000),
    account,
    budgetLines(account, budgets, Date.now()),
    reserve,
  );
}

describe('the ledger', () => {
  it('refuses what would go beyond a budget, with calls under way by their reservation', async () => {
    await spend(1, 500);
    expect(await find(1, { tokens_per_day: 1_000 })).toBeNull();
    await spend(1, 401, 'now()', 'running');
    expect(await find(1, { tokens_per_day: 1_000 })).toBe('user');
    expect(await find(1, { tokens_per_day: 1_001 })).toBeNull();
    expect(await find(1, { tokens_per_day: 0, micro_usd_per_month: 20 })).toBe('month');
    expect(await find(2, { tokens_per_day: 1_000 })).toBeNull();
  });

  it('counts this month and this day alone', async () => {
    await spend(3, 9_000, `${MONTH_BEGIN} - interval '1 second'`);
    expect(await find(3, { tokens_per_month: 1_000, tokens_per_day: 0 })).toBeNull();
    await spend(3, 950, `least(${MONTH_BEGIN}, ${DAY_BEGIN})`);
    expect(await find(3, { tokens_per_month: 1_000, tokens_per_day: 5_000 })).toBe('month');
  });

  it('has nothing to say of a key without budgets of its own', async () => {
    await spend(4, 9_000);
    expect(await find(4, {})).toBeNull();
    expect(await find(4, { tokens_per_min: 5 })).toBeNull();
  });
});
