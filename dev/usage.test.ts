/** The command over a database with calls in it. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedLedger } from '../tests/console.ts';
import type { NeonStandIn } from './neon/server.ts';
import { PROJECT_ROOT } from './stack/build.ts';
import { startMigratedNeon } from './stack/migrated-neon.ts';
import { findFreePort } from './stand-in/free-port.ts';

let neon: NeonStandIn;
beforeAll(async () => {
  neon = await startMigratedNeon();
  await seedLedger(neon);
});
afterAll(() => neon.close());

function usage(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return usageOf(neon.databaseUrl, neon.httpUrl, ...args);
}

function usageOf(
  databaseUrl: string,
  httpUrl: string,
  ...args: string[]
): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { ...process.env, LC_ALL: 'C', DATABASE_URL: databaseUrl, NEON_HTTP_URL: httpUrl };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(PROJECT_ROOT, 'dev/usage.ts'), ...args],
      { env, cwd: PROJECT_ROOT },
      (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
}

describe('npm run usage', () => {
  it('tells the same figures as the console, by name and by day', async () => {
    const { stdout } = await usage('--by', 'model', '--days', '30', '--json');
    const figures = JSON.parse(stdout) as {
      total: { calls: number };
      names: { name: string; calls: number }[];
    };
    expect(figures.names.map(({ name }) => name).sort()).toEqual(['gpt-4.1-nano', 'gpt-4o-mini']);
    expect(figures.names.reduce((sum, { calls }) => sum + calls, 0)).toBe(figures.total.calls);
    expect((await usage('--days', '30')).stdout).toMatch(/In all: [\d,]+ calls, \$\d/);
  });

  it.each([
    [['--by', 'persn'], '--by takes day, model'],
    [['--days', '0'], '--days takes 1 to 92'],
  ])('refuses %j with a sentence', async (args, sentence) => {
    const { code, stderr } = await usage(...args);
    expect([code, stderr]).toEqual([1, expect.stringContaining(sentence)]);
    expect(stderr).not.toContain('    at ');
  });

  it('says in one sentence, with the next step, that the database is away', async () => {
    const { code, stderr } = await usageOf(
      'postgres://u:a-password@127.0.0.1/libra',
      `http://127.0.0.1:${await findFreePort()}/sql`,
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(/^The database of DATABASE_URL cannot be reached.*npm run doctor.*\n$/);
    expect(stderr).not.toContain('a-password');
  });
});
