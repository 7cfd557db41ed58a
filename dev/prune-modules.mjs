// Takes out of node_modules what neither runs nor is bundled, a twentieth of it: the TypeScript that two large packages are made of,
// and the maps by which an editor finds it. Runs after every `npm ci` (package.json, postinstall).
//
// Plain JavaScript without dependencies, as all that runs while nothing may be installed yet.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Their package.json names no file in there, but under a condition that nobody sets (zod: `@zod/source`). */
const SOURCES = ['openai/src', 'zod/src'];
const DECLARATION_MAP = /\.d\.[cm]?ts\.map$/;

/** Does nothing where nothing is installed. */
export function pruneModules(folder) {
  if (!existsSync(folder)) return;
  for (const path of SOURCES) rmSync(join(folder, path), { recursive: true, force: true });
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && DECLARATION_MAP.test(entry.name))
      rmSync(join(entry.parentPath, entry.name), { force: true });
  }
}

const file = fileURLToPath(import.meta.url);
const isProgram = process.argv[1] !== undefined && resolve(process.argv[1]) === file;
if (isProgram) {
  try {
    pruneModules(resolve(dirname(file), '..', 'node_modules'));
  } catch (error) {
    // It is only larger, then.
    console.error(`node_modules keeps what it does not need: ${error.message}`);
  }
}
