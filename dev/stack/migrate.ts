/**
 * Applies drizzle-kit's SQL files, each once, in the journal's order. The same for PGlite, plain PostgreSQL and Neon:
 * it speaks through one `query` function. Each migration and its mark are one transaction.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from './build.ts';

/** Runs all statements in one transaction, or none. */
export type RunBatch = (statements: readonly string[]) => Promise<void>;
export type RunQuery = (sql: string) => Promise<Record<string, unknown>[]>;

const MIGRATIONS_DIR = join(PROJECT_ROOT, 'migrations');

/** Returns the tags that were applied now. Throws when a migration that was already applied has changed since. */
export async function migrate(query: RunQuery, batch: RunBatch, directory = MIGRATIONS_DIR): Promise<string[]> {
  await batch([
    'CREATE TABLE IF NOT EXISTS libra_migrations (tag text PRIMARY KEY, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())',
  ]);
  const rows = await query('SELECT tag, sha256 FROM libra_migrations');
  const applied = new Map(rows.map((row) => [String(row.tag), String(row.sha256)]));
  const now: string[] = [];
  for (const tag of readJournal(directory)) {
    const sql = readFileSync(join(directory, `${tag}.sql`), 'utf8');
    const sha256 = createHash('sha256').update(sql).digest('hex');
    const before = applied.get(tag);
    if (before !== undefined && before !== sha256) {
      throw new Error(`Migration ${tag} was applied in another form. Merged migrations are never edited: add a new one.`);
    }
    if (before !== undefined) continue;
    const statements = sql.split('--> statement-breakpoint').map((statement) => statement.trim());
    await batch([
      ...statements.filter((statement) => statement !== ''),
      `INSERT INTO libra_migrations (tag, sha256) VALUES ('${tag}', '${sha256}')`,
    ]);
    now.push(tag);
  }
  return now;
}

function readJournal(directory: string): string[] {
  const journal = JSON.parse(readFileSync(join(directory, 'meta', '_journal.json'), 'utf8')) as {
    entries: { idx: number; tag: string }[];
  };
  return journal.entries.toSorted((a, b) => a.idx - b.idx).map((entry) => entry.tag);
}
