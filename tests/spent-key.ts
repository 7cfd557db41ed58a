import { connect } from '../dev/stack/migrate.ts';
import type { Stack } from '../dev/stack/stack.ts';
import { createApiKey, hashApiKey } from '../workers/bff/access/api-key.ts';
import type { KeySettings } from '../workers/bff/access/key-settings.ts';

const SPENT: KeySettings = { tokens_per_day: 10, micro_usd_per_day: 10 };

/** A new key whose budgets of the day no request fits into. */
export async function createSpentKey({ database }: Stack): Promise<string> {
  const secret = createApiKey();
  await connect(database).query(
    `INSERT INTO api_keys (key_hash, name, calls_per_min, settings) VALUES ($1, 'spent', 600, $2::jsonb)`,
    [await hashApiKey(secret), JSON.stringify(SPENT)],
  );
  return secret;
}
