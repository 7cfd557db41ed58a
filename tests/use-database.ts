/** A PostgreSQL with Libra's schema, for the tests of one file. */
import { afterAll, beforeAll } from 'vitest';
import type { NeonStandIn } from '../dev/neon/server.ts';
import { startMigratedNeon } from '../dev/stack/migrated-neon.ts';
import { type Database, openDatabase } from '../workers/bff/store/database.ts';

const DEADLINE_MS = 60_000;

export interface UsedDatabase {
  /** As a request of the bff opens it: each with a deadline of its own, however long the file takes. */
  open(): Database;
  query: NeonStandIn['query'];
}

export function useDatabase(): UsedDatabase {
  let neon: NeonStandIn;
  beforeAll(async () => {
    neon = await startMigratedNeon();
  });
  afterAll(() => neon?.close());
  return {
    open: () => openDatabase({ url: neon.databaseUrl, httpUrl: neon.httpUrl }, DEADLINE_MS),
    query: (text, params) => neon.query(text, params),
  };
}
