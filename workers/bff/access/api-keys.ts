/** Live API keys by their hash. */
import { and, eq, isNull } from 'drizzle-orm';
import type { Database } from '../store/database.ts';
import { apiKeys } from '../store/schema.ts';

export interface ApiKeyRecord {
  id: number;
  callsPerMin: number;
}

/** Null for an unknown or revoked key. */
export async function findApiKey(db: Database, keyHash: string): Promise<ApiKeyRecord | null> {
  const rows = await db
    .select({ id: apiKeys.id, callsPerMin: apiKeys.callsPerMin })
    .from(apiKeys)
    .where(and(eq(apiKeys.keyHash, keyHash), isNull(apiKeys.revokedAt)))
    .limit(1);
  return rows[0] ?? null;
}
