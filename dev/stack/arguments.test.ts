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
