/**
 * Applies drizzle-kit's migrations over Neon's HTTP API, which the local stack puts before PGlite and plain PostgreSQL too:
 * one way for all three. The bookkeeping is drizzle's own table, so `drizzle-kit migrate` agrees with it;
 * drizzle's neon-http migrator is not used because it runs outside a transaction and leaves a half-applied migration behind.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { neon, neonConfig } from '@neondatabase/serverless';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { PROJECT_ROOT } from './build.ts';
import { findDestruction } from './destructive.ts';

export interface Database {
  /** postgres:// URL as `neon()` takes it. */
  url: string;
  /** Neon's SQL-over-HTTP endpoint when it is not the one that follows from the URL. */
  fetchEndpoint?: string;
}

/** A query function for operators' tools and tests. One database a process: `neon()` reads its endpoint from a global. */
export function connect({ url, fetchEndpoint }: Database) {
  if (fetchEndpoint !== undefined) neonConfig.fetchEndpoint = fetchEndpoint;
  return neon(url.replace(/^postgres(ql)?(\+asyncpg)?:/, 'postgresql:'));
}

export interface Migration {
  /** Its file's name without `.sql`. */
  name: string;
  statements: readonly string[];
  hash: string;
  /** Unix milliseconds at which it was written; what says how far a database is. */
  at: number;
}

export interface SchemaState {
  /** The newest migration that the database has had; 0 for none. */
  at: number;
  pending: Migration[];
  /** It has had migrations that this checkout does not have. */
  isAhead: boolean;
  /** What the pending ones take away, a line each. Always empty for a database that has had none: nothing is there to lose. */
  destruction: string[];
  /** A restore has begun and not ended: the rows are a part of what they should be. */
  isHalfRestored: boolean;
}

/** Is there while a backup is being restored (`dev/backup/restore.ts`). */
export const RESTORE_MARK = 'drizzle.restore_under_way';
export const HALF_RESTORED =
  'A restore into this database was interrupted, so it holds a part of the backup: run npm run restore again, which begins anew.';

export const AHEAD =
  'The schema is newer than this checkout: a later one has migrated it. Whether what is here can live with it, that one knows.';

const FOLDER = join(PROJECT_ROOT, 'migrations');

export function readMigrations(folder = FOLDER): Migration[] {
  const journal = JSON.parse(readFileSync(join(folder, 'meta', '_journal.json'), 'utf8')) as {
    entries: { when: number; tag: string }[];
  };
  const names = new Map(journal.entries.map(({ when, tag }) => [when, tag]));
  return readMigrationFiles({ migrationsFolder: folder }).map(({ sql, hash, folderMillis }) => ({
    name: names.get(folderMillis) ?? String(folderMillis),
    statements: sql.filter((statement) => statement.trim() !== ''),
    hash,
    at: folderMillis,
  }));
}

/** Changes nothing. */
export async function readSchemaState(database: Database, folder = FOLDER): Promise<SchemaState> {
  const sql = connect(database);
  const [table] = await sql.query(
    `SELECT to_regclass('drizzle.__drizzle_migrations') IS NOT NULL AS there, to_regclass('${RESTORE_MARK}') IS NOT NULL AS half`,
  );
  const rows =
    table?.there === true
      ? await sql.query('SELECT max(created_at) AS newest FROM drizzle.__drizzle_migrations')
      : [];
  const at = Number(rows[0]?.newest ?? 0);
  const known = readMigrations(folder);
  const pending = known.filter((migration) => migration.at > at);
  const isAhead = at > (known.at(-1)?.at ?? 0);
  const destruction = at === 0 ? [] : describeDestruction(pending);
  return { at, pending, isAhead, destruction, isHalfRestored: table?.half === true };
}

export function describeDestruction(migrations: readonly Migration[]): string[] {
  return migrations.flatMap(({ name, statements }) => {
    const found = findDestruction(statements);
    return found.length === 0 ? [] : [`${name} ${found.join(', ')}`];
  });
}

export class MigrationFailedError extends Error {
  /** What an operator is told before the reason. */
  readonly lead: string;
  constructor(name: string, cause: unknown) {
    const lead = `Migration ${name} failed and left nothing behind; those before it are applied.`;
    super(`${lead} ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = 'MigrationFailedError';
    this.lead = lead;
  }
}

/** Anything that no other program takes. */
const LOCK = 'SELECT pg_advisory_xact_lock(728111301)';
/** Another deployment may be migrating: wait for it, but not for ever. */
const LOCK_WAIT = `SET LOCAL lock_timeout = '60s'`;
/** Our own code for: somebody else has applied it while we waited. */
const APPLIED_BY_ANOTHER = 'LB001';

export interface MigrateOptions {
  folder?: string | undefined;
  /** Unix milliseconds: newer migrations than this are left out. */
  until?: number;
  /** True for the restore itself, which alone may go on with a database that it has filled half. */
  isRestoring?: boolean;
}

/**
 * Returns how many migrations were applied now. Each is one transaction with its mark and with the lock, so that two who migrate at
 * the same time apply each one once, and no lock outlives a process. Throws `MigrationFailedError`.
 */
export async function migrate(database: Database, options: MigrateOptions = {}): Promise<number> {
  const { folder = FOLDER, until = Number.POSITIVE_INFINITY, isRestoring = false } = options;
  const sql = connect(database);
  const locked = [sql.query(LOCK_WAIT), sql.query(LOCK)];
  await sql.transaction([
    ...locked,
    sql.query('CREATE SCHEMA IF NOT EXISTS drizzle'),
    sql.query(
      'CREATE TABLE IF NOT EXISTS drizzle.__drizzle_migrations (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at bigint)',
    ),
  ]);
  const { pending, isHalfRestored } = await readSchemaState(database, folder);
  if (isHalfRestored && !isRestoring) throw new Error(HALF_RESTORED);
  let applied = 0;
  for (const { name, statements, hash, at } of pending.filter((migration) => migration.at <= until)) {
    try {
      await sql.transaction([
        sql.query(LOCK_WAIT),
        sql.query(LOCK),
        sql.query(refuseWhenApplied(at)),
        ...statements.map((statement) => sql.query(statement)),
        sql.query('INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ($1, $2)', [hash, at]),
      ]);
      applied += 1;
    } catch (error) {
      if ((error as { code?: unknown }).code === APPLIED_BY_ANOTHER) continue;
      throw new MigrationFailedError(name, error);
    }
  }
  return applied;
}

function refuseWhenApplied(at: number): string {
  return `DO $$ BEGIN
    IF EXISTS (SELECT 1 FROM drizzle.__drizzle_migrations WHERE created_at >= ${at}) THEN
      RAISE EXCEPTION 'applied by another' USING ERRCODE = '${APPLIED_BY_ANOTHER}';
    END IF;
  END $$`;
}
