/** `npm run keys` as a process, on a database behind Neon's HTTP form. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formOfApiKey, hashApiKey } from '../workers/bff/access/api-key.ts';
import type { NeonStandIn } from './neon/server.ts';
import { PROJECT_ROOT } from './stack/build.ts';
import { startMigratedNeon } from './stack/migrated-neon.ts';

let neon: NeonStandIn;

beforeAll(async () => {
  neon = await startMigratedNeon();
});
afterAll(() => neon.close());

interface Output {
  code: number;
  stdout: string;
  stderr: string;
}

function keys(...args: string[]): Promise<Output> {
  const program = join(PROJECT_ROOT, 'dev', 'keys.ts');
  // Colours, and Node's warning about them, are the test runner's.
  const { FORCE_COLOR: _, NO_COLOR: __, ...inherited } = process.env;
  const env = {
    ...inherited,
    DATABASE_URL: neon.databaseUrl,
    NEON_HTTP_URL: neon.httpUrl,
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], { env }, (error, stdout, stderr) =>
      resolve({
        code: error === null ? 0 : Number(error.code),
        stdout: stdout.trim(),
        stderr: stderr.trim(),
      }),
    );
  });
}

async function json(...args: string[]): Promise<Record<string, unknown> & { id: number; key: string }> {
  const { code, stdout, stderr } = await keys(...args, '--json');
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout);
}

const rowOf = async (id: number) => (await neon.query('SELECT * FROM api_keys WHERE id = $1', [id]))[0];

describe('npm run keys', () => {
  it('prints a secret once, alone on stdout, and stores its hash', async () => {
    const made = await keys('create', 'reports', '--calls-per-min', '30', '--owner', 'Kim');
    expect(formOfApiKey(made.stdout)).toBe('checked');
    expect(made.stderr).not.toContain(made.stdout);
    const id = Number(/^Key (\d+) for reports, 30 calls/.exec(made.stderr)?.[1]);
    expect(await rowOf(id)).toMatchObject({ key_hash: await hashApiKey(made.stdout), owner: 'Kim' });
    const secret = made.stdout.slice(3);
    for (const args of [['list'], ['show', String(id)], ['list', '--json'], ['show', String(id), '--json']]) {
      const { stdout, stderr } = await keys(...args);
      expect(stdout).toContain('reports');
      expect(stdout + stderr).not.toContain(secret);
      expect(stdout + stderr).not.toContain(await hashApiKey(made.stdout));
    }
  });

  it('shows limits, use today and this month, and the last use', async () => {
    const { id } = await json(
      'create',
      'busy',
      '--tokens-per-day',
      '1m',
      '--usd-per-month',
      '40',
      '--models',
      'a,b',
    );
    const spend = (tokens: number, at: string) =>
      neon.query(
        `INSERT INTO usage_events (id, api_key_id, model, prompt_tokens, completion_tokens, estimated, cost_micro_usd,
           total_ms, outcome, fallback, cached, created_at)
         VALUES (gen_random_uuid(), $1, 'a', $2, 1, false, 2500, 5, 'ok', false, false, ${at})`,
        [id, tokens],
      );
    await spend(99, 'now()');
    await spend(4_899, 'now()');
    await spend(7, `date_trunc('month', now() at time zone 'utc') at time zone 'utc' - interval '1 second'`);
    const shown = await json('show', String(id));
    expect(shown).toMatchObject({
      settings: { tokens_per_day: 1_000_000, micro_usd_per_month: 40_000_000, models: ['a', 'b'] },
      today: { calls: 2, tokens: 5_000, micro_usd: 5_000 },
      month: { calls: 2, tokens: 5_000, micro_usd: 5_000 },
      last_used_at: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T.*Z$/),
    });
    const { stdout } = await keys('show', String(id));
    expect(stdout).toMatch(/tokens +1,000,000 a day\n/);
    expect(stdout).toMatch(/money +default a day, \$40\.00 a month\n/);
    expect(stdout).toMatch(/today \(UTC\) +2 calls, 5,000 tokens, \$0\.005\n/);
  });

  it('shows the rights of an operator’s key, which has no models and no other endpoint', async () => {
    const { id } = await json('create', 'operator', '--operator', 'read,circuits');
    const { stdout } = await keys('show', String(id));
    expect(stdout).toMatch(/models +none\n +endpoints +for operators: read, circuits\n/);
    expect((await keys('list')).stdout).toContain('for operators: read, circuits');
  });

  it('changes what is named and leaves the rest', async () => {
    const { id } = await json(
      'create',
      'limited',
      '--tokens-per-day',
      '5k',
      '--models',
      'a',
      '--cache',
      'on',
    );
    await json('limit', String(id), '--models', 'all', '--tokens-per-month', '9k', '--expires', '30d');
    expect(await rowOf(id)).toMatchObject({
      calls_per_min: 60,
      settings: { tokens_per_day: 5_000, tokens_per_month: 9_000, cache: true },
      expires_at: expect.anything(),
    });
    await json('limit', String(id), '--tokens-per-day', 'none', '--expires', 'never', '--cache', 'off');
    expect(await rowOf(id)).toMatchObject({
      settings: { tokens_per_day: 0, tokens_per_month: 9_000 },
      expires_at: null,
    });
  });

  it('rotates to a new secret and remembers the one before until the overlap ends', async () => {
    const { id, key: first } = await json('create', 'rotated');
    const { key: second } = await json('rotate', String(id), '--overlap', '1h');
    const row = await rowOf(id);
    expect(row).toMatchObject({ key_hash: await hashApiKey(second), previous_hash: await hashApiKey(first) });
    const [left] = await neon.query(
      'SELECT extract(epoch from previous_until - now())::int AS sec FROM api_keys WHERE id = $1',
      [id],
    );
    expect(Number(left?.sec)).toBeGreaterThan(3_500);
    expect(Number(left?.sec)).toBeLessThanOrEqual(3_600);

    const again = await keys('rotate', String(id));
    expect([again.code, again.stdout]).toEqual([1, '']);
    expect(again.stderr).toContain('--force ends it at once');
    const { key: third } = await json('rotate', String(id), '--overlap', '0', '--force');
    expect(await rowOf(id)).toMatchObject({ key_hash: await hashApiKey(third), previous_hash: null });
  });

  it('lets a secret before it work for a day unless told otherwise', async () => {
    const { id } = await json('create', 'daily');
    await json('rotate', String(id));
    const [left] = await neon.query(
      'SELECT extract(epoch from previous_until - now())::int AS sec FROM api_keys WHERE id = $1',
      [id],
    );
    expect(Number(left?.sec)).toBeGreaterThan(86_300);
  });

  it('revokes once, and changes nothing of a revoked key', async () => {
    const id = String((await json('create', 'gone')).id);
    expect((await keys('revoke', id)).stdout).toBe(`Revoked key ${id} (gone).`);
    for (const args of [
      ['revoke', id],
      ['rotate', id],
      ['limit', id, '--cache', 'on'],
    ]) {
      expect(await keys(...args)).toEqual({ code: 1, stdout: '', stderr: `Key ${id} is revoked.` });
    }
  });

  it.each<[string[], RegExp]>([
    [[], /^Keys for the OpenAI-compatible API[\s\S]*--tokens-per-min/],
    [['creat', 'x'], /There is no verb 'creat'\. Did you mean create\?/],
    [['create'], /create takes a NAME/],
    [['create', 'two', 'words'], /quote a name that has spaces/],
    [
      ['create', 'x', '--tokens-per-dya', '5'],
      /no option --tokens-per-dya\. Did you mean --tokens-per-day\?/,
    ],
    [['create', 'x', '--tokens-per-day', '-5'], /tokens-per-day/],
    [['create', 'x', '--tokens-per-day', 'much'], /^--tokens-per-day: 'much' is no whole number/],
    [['create', 'x', '--overlap', '1h'], /create takes no --overlap/],
    [['list', '3'], /list takes no argument/],
    [['show', 'x'], /show takes the ID that list shows, not 'x'/],
    [['show', '999999'], /There is no key 999999/],
    [['limit', '1'], /limit takes at least one of --calls-per-min, /],
    [['rotate', '1', '--overlap', 'soon'], /^--overlap: 'soon' is no span/],
  ])('%j fails with a sentence', async (args, fault) => {
    const { code, stdout, stderr } = await keys(...args);
    // 2: the options cannot be read at all.
    expect([code, stdout]).toEqual([args.includes('-5') || args.includes('--tokens-per-dya') ? 2 : 1, '']);
    expect(stderr).toMatch(fault);
    expect(stderr).not.toMatch(/^ +at /m);
  });
});
