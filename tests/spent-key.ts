import { connect } from '../dev/stack/migrate.ts';
import type { Stack } from '../dev/stack/stack.ts';
import { spentKey, utcDay } from '../shared/contract/cost-limits.ts';
import { createApiKey, hashApiKey } from '../workers/bff/access/api-key.ts';
import type { KeySettings } from '../workers/bff/access/key-settings.ts';
import { redis } from './redis.ts';

const BOUND = 1_000_000;
const BOUNDS: KeySettings = { tokens_per_day: BOUND, micro_usd_per_day: BOUND };

/** A new key whose budgets of the day are used up. */
export async function createSpentKey(stack: Stack): Promise<string> {
  const secret = createApiKey();
  const [row] = await connect(stack.database).query(
    `INSERT INTO api_keys (key_hash, name, calls_per_min, settings) VALUES ($1, 'spent', 600, $2::jsonb) RETURNING id`,
    [await hashApiKey(secret), JSON.stringify(BOUNDS)],
  );
  const key = spentKey(utcDay(Date.now()), 'user', `api:${row?.id}`);
  await redis(stack, 'HSET', key, 'tokens', BOUND, 'micro_usd', BOUND);
  return secret;
}
