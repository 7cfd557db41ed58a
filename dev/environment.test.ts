/** Commands that are told of a deployment never work on the stack of this machine instead. */
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { PROJECT_ROOT } from './stack/build.ts';

function run(
  program: string,
  args: readonly string[],
  environment: string,
): Promise<{ code: number; text: string }> {
  const { LIBRA_OPERATOR_KEY: _, ...rest } = process.env;
  const env = { ...rest, LIBRA_ENV: environment };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(PROJECT_ROOT, 'dev', program), ...args],
      { env, cwd: PROJECT_ROOT, timeout: 30_000 },
      (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), text: stdout + stderr }),
    );
  });
}

it.each([
  ['start.ts', [], 'LIBRA_ENV is set'],
  ['ask.ts', ['hello'], 'LIBRA_ENV is set'],
  ['settings.ts', [], 'LIBRA_OPERATOR_KEY is missing'],
  ...['usage.ts', 'doctor.ts', 'register.ts', 'migrate.ts'].map(
    (program) => [program, [], '.nosuch.vars'] as const,
  ),
  ...[
    ['backup.ts', [join(tmpdir(), 'libra-none.backup.gz')]],
    ['sign.ts', ['circuits']],
    ['keys.ts', ['list']],
    ['redis.ts', ['PING']],
    ['erase.ts', ['200000000000000001']],
  ].map(([program, args]) => [String(program), [...(args ?? [])], '.nosuch.vars'] as const),
] as const)('%s with LIBRA_ENV', async (program, args, said) => {
  const { code, text } = await run(program, args, 'nosuch');
  expect(code).toBe(1);
  expect(text).toContain(said);
});

it('an order for the bot of an address is not given to the stack of this machine', async () => {
  const { code, text } = await run(
    'erase.ts',
    ['200000000000000001', '--origin', 'https://libra.example'],
    '',
  );
  expect(code).toBe(1);
  expect(text).toContain('LIBRA_ENV=production');
  expect(text).toContain('--origin');
});
