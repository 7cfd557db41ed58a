/** The command over a database that lacks a migration which takes something away. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { NeonStandIn } from './neon/server.ts';
import { PROJECT_ROOT } from './stack/build.ts';
import { readMigrations } from './stack/migrate.ts';
import { startMigratedNeon } from './stack/migrated-neon.ts';

let neon: NeonStandIn;
beforeAll(async () => {
  neon = await startMigratedNeon();
});
afterAll(() => neon.close());

function migrate(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { ...process.env, DATABASE_URL: neon.databaseUrl, NEON_HTTP_URL: neon.httpUrl };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(PROJECT_ROOT, 'dev/migrate.ts'), ...args],
      { env, cwd: PROJECT_ROOT },
      (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
}

const countApplied = async () =>
  (await neon.query('SELECT count(*)::int AS n FROM drizzle.__drizzle_migrations'))[0]?.n;

it('says that a database is ahead of this checkout', async () => {
  const later = String((readMigrations().at(-1)?.at ?? 0) + 1_000);
  await neon.query('INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ($1, $2)', [
    'x',
    later,
  ]);
  const { code, stdout } = await migrate();
  await neon.query('DELETE FROM drizzle.__drizzle_migrations WHERE created_at = $1', [later]);
  expect(code).toBe(0);
  expect(stdout).toContain('newer than this checkout');
  expect(stdout).not.toContain('up to date');
});

it('refuses a migration that takes something away until it is allowed', async () => {
  expect(await migrate()).toMatchObject({ code: 0, stdout: 'The schema is up to date.\n' });
  // It drops a column.
  const at = readMigrations().find(({ name }) => name === '0005_erasures')?.at;
  await neon.query('DELETE FROM drizzle.__drizzle_migrations WHERE created_at >= $1', [String(at)]);
  const before = await countApplied();
  const refused = await migrate();
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('0005_erasures drops a column') });
  expect(refused.stderr).toContain('--allow-destructive');
  expect(await countApplied()).toBe(before);
  // Allowed, it is begun: what it would drop is gone already, so here it fails.
  expect((await migrate('--allow-destructive')).stderr).toContain('Migration 0005_erasures failed');
});
