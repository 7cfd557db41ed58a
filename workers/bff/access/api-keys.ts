/** Live API keys by the hash of a secret. */
import { and, eq, isNull, or, sql } from 'drizzle-orm';
import type { Database } from '../store/database.ts';
import { apiKeys } from '../store/schema/api-keys.ts';
import { type KeySettings, parseKeySettings } from './key-settings.ts';

export interface ApiKeyRecord {
  id: number;
  callsPerMin: number;
  settings: KeySettings;
  /** Unix milliseconds from which this secret is good no more: the key's end, or that of a rotation; null for none. */
  endsAtMs: number | null;
}

export class MalformedKeyError extends Error {
  override readonly name = 'MalformedKeyError';
  readonly id: number;

  constructor(id: number) {
    super(`The settings of key ${id} are malformed`);
    this.id = id;
  }
}

/** Of the console's sessions, which are of a key and know no secret. Null for a revoked key. Throws likewise. */
export async function findApiKeyById(db: Database, id: number): Promise<ApiKeyRecord | null> {
  const [row] = await db
    .select({
      id: apiKeys.id,
      callsPerMin: apiKeys.callsPerMin,
      settings: apiKeys.settings,
      endsAtMs: sql<number | null>`floor(extract(epoch from ${apiKeys.expiresAt}) * 1000)::float8`,
    })
    .from(apiKeys)
    .where(and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt)));
  return row === undefined ? null : readRow(row);
}

/** Null for an unknown or revoked key. Throws `MalformedKeyError`, or the database's own error. */
export async function findApiKey(db: Database, keyHash: string): Promise<ApiKeyRecord | null> {
  const rows = await db
    .select({
      id: apiKeys.id,
      callsPerMin: apiKeys.callsPerMin,
      settings: apiKeys.settings,
      // The earlier of the two; `least` takes no notice of nulls.
      endsAtMs: sql<number | null>`floor(extract(epoch from least(${apiKeys.expiresAt},
        case when ${apiKeys.keyHash} = ${keyHash} then null else ${apiKeys.previousUntil} end)) * 1000)::float8`,
    })
    .from(apiKeys)
    .where(
      and(or(eq(apiKeys.keyHash, keyHash), eq(apiKeys.previousHash, keyHash)), isNull(apiKeys.revokedAt)),
    )
    .limit(1);
  const [row] = rows;
  return row === undefined ? null : readRow(row);
}

/** A key whose settings cannot be read must not work without its limits. */
function readRow(row: Omit<ApiKeyRecord, 'settings'> & { settings: unknown }): ApiKeyRecord {
  const settings = parseKeySettings(row.settings);
  if (settings === null) throw new MalformedKeyError(row.id);
  return { ...row, settings };
}
