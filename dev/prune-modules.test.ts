import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { pruneModules } from './prune-modules.mjs';

it('takes out maps, readmes and the builds that nobody loads, and leaves what runs or is bundled', () => {
  const folder = mkdtempSync(join(tmpdir(), 'libra-prune-'));
  const needed = [
    'openai/index.mjs',
    'openai/index.d.mts',
    'openai/internal/auth/x509-transport-state.js',
    'drizzle-orm/index.cjs',
    'other/src/index.js',
    'other/index.cjs',
    'other/index.d.ts',
    'other/LICENSE.md',
  ];
  const unneeded = [
    'openai/src/index.ts',
    'zod/src/index.ts',
    'openai/index.js',
    'openai/index.d.ts',
    '@electric-sql/pglite/dist/index.cjs',
    'drizzle-orm/index.d.cts',
    'other/a.d.ts.map',
    '@of/it/b.js.map',
    'other/Readme.md',
    'workerd/worker.mjs',
  ];
  try {
    for (const path of [...needed, ...unneeded]) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), '');
    }
    pruneModules(folder);
    const left = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    expect(
      left.map(({ name, parentPath }) => join(parentPath, name).slice(folder.length + 1)).toSorted(),
    ).toEqual(needed.toSorted());
    pruneModules(join(folder, 'absent'));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
