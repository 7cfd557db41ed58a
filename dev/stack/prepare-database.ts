/** What a stack's database holds before the first request. */
import { OPERATOR_RIGHTS } from '../../shared/contract/operator.ts';
import { hashApiKey } from '../../workers/bff/access/api-key.ts';
import type { NeonStandIn } from '../neon/server.ts';
import type { DevKeys } from './keys.ts';
import { connect, type Database, migrate } from './migrate.ts';
import { databaseOf } from './migrated-neon.ts';
import type { StackSettings } from './settings.ts';

/** Migrated, with the development keys. `opening` null: it is Neon itself. */
export async function prepareDatabase(
  settings: StackSettings,
  opening: Promise<NeonStandIn> | null,
  keys: DevKeys,
): Promise<{ neon: NeonStandIn | null; database: Database }> {
  const neon = await opening;
  const database = neon === null ? { url: settings.database?.url ?? '' } : databaseOf(neon);
  if (neon === null) await migrate(database);
  await storeDevKeys(database, keys);
  return { neon, database };
}

/** The development keys are rows like any others, so that the same code checks them. */
async function storeDevKeys(database: Database, keys: DevKeys): Promise<void> {
  await connect(database).query(
    `INSERT INTO api_keys (key_hash, name, calls_per_min) VALUES ($1, 'local development', 600) ON CONFLICT (key_hash) DO NOTHING`,
    [await hashApiKey(keys.apiKey)],
  );
  await connect(database).query(
    `INSERT INTO api_keys (key_hash, name, calls_per_min, settings) VALUES ($1, 'local operator', 600, $2::jsonb)
     ON CONFLICT (key_hash) DO NOTHING`,
    [await hashApiKey(keys.operatorKey), JSON.stringify({ operator: OPERATOR_RIGHTS })],
  );
}
