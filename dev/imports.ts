/**
 * `npm run imports`: the import law. Arrows point down only: index.ts → composition → shells → pure feature files → shared/.
 * Unit tests lie beside their source and may reach for the stand-ins; the law is about what they test.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBreaches } from './imports/breaches.ts';
import { findCycles } from './imports/cycles.ts';
import { readImports } from './imports/read.ts';
import { PROJECT_ROOT } from './stack/build.ts';

const FOLDERS = ['shared', 'workers', 'dev', 'tests', 'bench', 'k6'];

const files = execFileSync(
  'git',
  ['ls-files', '-z', '--cached', '--others', '--exclude-standard', ...FOLDERS],
  {
    cwd: PROJECT_ROOT,
    encoding: 'utf8',
  },
)
  .split('\0')
  .filter((file) => /\.(tsx?|mjs|js)$/.test(file) && !/\.test\.ts$/.test(file));

const imports = [...new Set(files)].flatMap((file) => {
  const text = readIfThere(file);
  return text === undefined ? [] : readImports(file, text, (path) => readIfThere(path) !== undefined);
});
const problems = [
  ...imports.flatMap(findBreaches),
  ...findCycles(imports).map((cycle) => `no-circular: ${cycle.join(' → ')}`),
];
for (const problem of problems) console.error(`error: ${problem}`);
if (problems.length > 0) process.exitCode = 1;
else console.log(`${imports.length} imports of ${files.length} files obey the law.`);

/** A file that git still lists but that is gone from the work tree is none; neither is a folder. */
function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(join(PROJECT_ROOT, path), 'utf8');
  } catch {
    return undefined;
  }
}
