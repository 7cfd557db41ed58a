import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findProblems } from './lockfile.ts';
import { PROJECT_ROOT } from './stack/build.ts';

const integrity = `sha512-${'A'.repeat(86)}==`;
const lock = (locked: object, path = 'node_modules/some') => ({
  lockfileVersion: 3,
  packages: { '': {}, [path]: locked },
});

describe('a lock file', () => {
  it.each(['package-lock.json', 'bench/peers/package-lock.json'])('%s has no problem', (file) => {
    expect(findProblems(JSON.parse(readFileSync(join(PROJECT_ROOT, file), 'utf8')))).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['another registry', { integrity, resolved: 'https://evil.example/some.tgz' }, 'does not come from'],
    [
      'another registry by a similar name',
      { integrity, resolved: 'https://registry.npmjs.org.evil.example/x' },
      'does not come from',
    ],
    ['git', { integrity, resolved: 'git+ssh://git@github.com/a/b.git#c' }, 'does not come from'],
    ['a folder', { link: true, integrity, resolved: 'x' }, 'does not come from'],
    ['no hash', {}, 'SHA-512'],
    ['a weak hash', { integrity: 'sha1-abc=' }, 'SHA-512'],
    ['an install script', { integrity, hasInstallScript: true }, 'runs a program'],
  ])('is refused for a package with %s', (_, locked, problem) => {
    expect(findProblems(lock(locked)).join()).toContain(problem);
  });

  it('lets a listed package run its script, also where it is nested, and no other one of a similar name', () => {
    const runs = { integrity, hasInstallScript: true };
    expect(findProblems(lock(runs, 'node_modules/drizzle-kit/node_modules/esbuild'))).toEqual([]);
    expect(findProblems(lock(runs, 'node_modules/esbuild-x'))).toHaveLength(1);
  });
});
