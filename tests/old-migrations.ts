/** A database as it was before the newest migrations. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../dev/stack/build.ts';
import { type Database, migrate } from '../dev/stack/migrate.ts';

export interface OldMigrations {
  /** Applies the migrations up to the one of this number. */
  migrateTo(database: Database, last: number): Promise<void>;
  remove(): void;
}

export function openOldMigrations(): OldMigrations {
  const folder = mkdtempSync(join(tmpdir(), 'migrations-'));
  cpSync(join(PROJECT_ROOT, 'migrations'), folder, { recursive: true });
  return {
    async migrateTo(database, last) {
      const path = join(folder, 'meta', '_journal.json');
      const journal = JSON.parse(readFileSync(path, 'utf8')) as { entries: { idx: number }[] };
      const entries = journal.entries.filter(({ idx }) => idx <= last);
      writeFileSync(path, JSON.stringify({ ...journal, entries }));
      await migrate(database, { folder });
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}
