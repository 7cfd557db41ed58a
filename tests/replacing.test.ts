import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { PROJECT_ROOT } from '../dev/stack/build.ts';
import { REPLACING } from './replacing.ts';

it('every file that replaces a module has its modules for itself', () => {
  const tests = globSync('{shared,workers,dev,bench,tests}/**/*.test.ts', { cwd: PROJECT_ROOT });
  const replacing = tests.filter((path) =>
    /\bvi\.(mock|doMock)\(/.test(readFileSync(join(PROJECT_ROOT, path), 'utf8')),
  );
  const others = replacing.filter((path) => path !== 'tests/replacing.test.ts');
  expect(others.sort()).toEqual([...REPLACING].sort());
});
