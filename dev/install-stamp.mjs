// What is installed, as a file in node_modules: the lock file's own hash, and `lean` where the development packages are not there.
// Written by npm at the end of each installation (package.json, postinstall), so that after an `npm ci` by hand, as in a workflow,
// no command installs once more.
//
// Plain JavaScript without dependencies, as all that runs while nothing may be installed yet.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const stampOf = (root) => join(root, 'node_modules', '.libra-installed');
const hashOf = (root) =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');

/** `all`, `lean`, or null: not what the lock file pins now. */
export function readInstalled(root) {
  const stamp = existsSync(stampOf(root)) ? readFileSync(stampOf(root), 'utf8') : '';
  const hash = hashOf(root);
  if (stamp === hash) return 'all';
  return stamp === `${hash} lean` ? 'lean' : null;
}

export function noteInstalled(root) {
  const { devDependencies = {} } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const isAll = Object.keys(devDependencies).every((name) => existsSync(join(root, 'node_modules', name)));
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  writeFileSync(stampOf(root), isAll ? hashOf(root) : `${hashOf(root)} lean`);
}

const file = fileURLToPath(import.meta.url);
const isProgram = process.argv[1] !== undefined && resolve(process.argv[1]) === file;
if (isProgram) {
  try {
    noteInstalled(resolve(dirname(file), '..'));
  } catch (error) {
    // The next command installs once more, then.
    console.error(`The installation could not be noted: ${error.message}`);
  }
}
