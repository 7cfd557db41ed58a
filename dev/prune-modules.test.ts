import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { pruneModules } from './prune-modules.mjs';

it('takes out sources and declaration maps, and leaves what runs or is bundled', () => {
  const folder = mkdtempSync(join(tmpdir(), 'libra-prune-'));
  const needed = ['openai/index.mjs', 'openai/index.mjs.map', 'openai/index.d.ts', 'other/src/index.js'];
  const unneeded = ['openai/src/index.ts', 'zod/src/index.ts', 'other/a.d.ts.map', '@of/it/b.d.mts.map'];
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
