import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { PROJECT_ROOT } from './build.ts';

it.each([
  ['erase', '200000000000000001', '200000000000000002'],
  ['backup', '/nowhere/my', 'backup.gz'],
  ['restore', '/nowhere/my', 'backup.gz'],
])('npm run %s does nothing with the first of two things that are named', (program, ...named) => {
  const { status, stderr } = spawnSync(
    process.execPath,
    ['dev/bootstrap.mjs', `dev/${program}.ts`, ...named],
    { cwd: PROJECT_ROOT, encoding: 'utf8' },
  );
  expect(stderr).toContain(`${program} takes one argument and got 2; nothing was done.`);
  expect(status).toBe(1);
});

it.each([
  ['soak', '--minutes', 'five', '--minutes takes a number'],
  ['soak', '--people', '99', '--people takes a whole number from 1 to 15'],
  ['abuse', '--seconds', '5', '--seconds takes a number from 20 to 600'],
  ['sign', 'chatt', '', 'sign takes one argument'],
  ['sign', 'chatt', '--brief', 'There is no call chatt'],
])('npm run %s -- %s %s says what is wrong before anything begins', (program, name, value, said) => {
  const { status, stderr } = spawnSync(process.execPath, [`dev/${program}.ts`, name, value], {
    cwd: PROJECT_ROOT,
    encoding: 'utf8',
  });
  expect(stderr.startsWith(said)).toBe(true);
  expect(status).not.toBe(0);
});

it('does nothing where npm has kept an option that stands before --', () => {
  const run = (env: Record<string, string>, ...args: string[]) =>
    spawnSync(process.execPath, ['dev/register.ts', ...args], {
      cwd: PROJECT_ROOT,
      encoding: 'utf8',
      env: { ...process.env, LIBRA_ENV: 'nowhere', ...env },
    });
  const refused = run({ npm_config_dry_run: 'true' });
  expect(refused.stderr).toContain('npm has taken --dry-run for itself, so nothing was done');
  expect(refused.status).toBe(2);
  expect(run({ npm_config_guild: '1300000000000000201' }).stderr).toContain('npm has taken --guild');
  expect(run({ npm_config_dry_run: 'true' }, '--dry-run').status).toBe(0);
  expect(run({ npm_config_dry_run: '' }).stderr).toContain('There is no .nowhere.vars');
});
