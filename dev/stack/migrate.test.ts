import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type NeonStandIn, startNeonStandIn } from '../neon/server.ts';
import { PROJECT_ROOT } from './build.ts';
import { connect, type Database, migrate, readMigrations, readSchemaState } from './migrate.ts';

let front: NeonStandIn;
let database: Database;
let folder: string;
beforeAll(async () => {
  front = await startNeonStandIn({});
  database = { url: front.databaseUrl, fetchEndpoint: front.httpUrl };
  folder = mkdtempSync(join(tmpdir(), 'libra-migrations-'));
  cpSync(join(PROJECT_ROOT, 'migrations'), folder, { recursive: true });
});
afterAll(async () => {
  await front.close();
  rmSync(folder, { recursive: true });
});

/** As drizzle-kit does it. */
function addMigration(name: string, sql: string): void {
  writeFileSync(join(folder, `${name}.sql`), sql);
  const file = join(folder, 'meta', '_journal.json');
  const journal = JSON.parse(readFileSync(file, 'utf8')) as { entries: { idx: number; when: number }[] };
  const last = journal.entries.at(-1);
  const entry = { ...last, idx: (last?.idx ?? 0) + 1, when: (last?.when ?? 0) + 1_000, tag: name };
  writeFileSync(file, JSON.stringify({ ...journal, entries: [...journal.entries, entry] }));
}

it('applies each migration once when two migrate at the same time', async () => {
  const all = readMigrations(folder).length;
  const counts = await Promise.all([migrate(database, { folder }), migrate(database, { folder })]);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(all);
  const rows = await connect(database).query('SELECT count(*)::int AS n FROM drizzle.__drizzle_migrations');
  expect(rows[0]?.n).toBe(all);
  expect(await migrate(database, { folder })).toBe(0);
});

it('leaves nothing of a migration that fails half-way, and goes on with it once it is corrected', async () => {
  addMigration('9001_good', 'CREATE TABLE good (id int);');
  addMigration('9002_half', 'CREATE TABLE half (id int);--> statement-breakpoint\nSELECT 1/0;');
  await expect(migrate(database, { folder })).rejects.toThrow(
    'Migration 9002_half failed and left nothing behind',
  );
  const [tables] = await connect(database).query(
    `SELECT to_regclass('good') IS NOT NULL AS good, to_regclass('half') IS NOT NULL AS half`,
  );
  expect(tables).toEqual({ good: true, half: false });
  writeFileSync(join(folder, '9002_half.sql'), 'CREATE TABLE half (id int);');
  expect(await migrate(database, { folder })).toBe(1);
});

it('says what pending migrations take away, but not of a database that has nothing to lose', async () => {
  addMigration('9003_contract', 'ALTER TABLE half DROP COLUMN id;');
  expect(await readSchemaState(database, folder)).toMatchObject({
    pending: [{ name: '9003_contract' }],
    destruction: ['9003_contract drops a column'],
  });
});
