/**
 * Applies drizzle-kit's migrations over Neon's HTTP API, which the local stack puts before PGlite and plain PostgreSQL too:
 * one way for all three. The bookkeeping is drizzle's own table, so `drizzle-kit migrate` agrees with it;
 * drizzle's neon-http migrator is not used because it runs outside a transaction and leaves a half-applied migration behind.
 */
import { join } from 'node:path';
import { neon, neonConfig } from '@neondatabase/serverless';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { PROJECT_ROOT } from './build.ts';

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

/** Returns how many migrations were applied now. Each is one transaction with its mark. */
export async function migrate(
  database: Database,
  migrationsFolder = join(PROJECT_ROOT, 'migrations'),
): Promise<number> {
  const sql = connect(database);
  await sql.transaction([
    sql.query('CREATE SCHEMA IF NOT EXISTS drizzle'),
    sql.query(
      'CREATE TABLE IF NOT EXISTS drizzle.__drizzle_migrations (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at bigint)',
    ),
  ]);
  const rows = await sql.query('SELECT max(created_at) AS newest FROM drizzle.__drizzle_migrations');
  const newest = Number(rows[0]?.newest ?? 0);
  const pending = readMigrationFiles({ migrationsFolder }).filter(
    ({ folderMillis }) => folderMillis > newest,
  );
  for (const { sql: statements, hash, folderMillis } of pending) {
    await sql.transaction([
      ...statements.filter((statement) => statement.trim() !== '').map((statement) => sql.query(statement)),
      sql.query('INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ($1, $2)', [
        hash,
        folderMillis,
      ]),
    ]);
  }
  return pending.length;
}
