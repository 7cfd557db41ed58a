/**
 * `npm run lockfile`: fails when a lock file could install something else than it pins, or when a package wants to run a
 * program of its own while it is installed.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from './stack/build.ts';

const LOCK_FILES = ['package-lock.json', 'bench/peers/package-lock.json'] as const;

/** Each unpacks or replaces a binary that npm has brought as a package of its own, whose hash is pinned as well. */
const MAY_RUN: Readonly<Record<string, string>> = {
  esbuild: 'puts its binary in the place of the script that starts it',
  workerd: 'puts its binary in the place of the script that starts it',
  '@portkey-ai/gateway': 'a peer of the benchmarks, installed without its scripts',
};

interface LockFile {
  lockfileVersion?: number;
  packages?: Record<string, LockedPackage>;
}

interface LockedPackage {
  version?: string;
  resolved?: string;
  integrity?: string;
  hasInstallScript?: boolean;
  link?: boolean;
}

/** What is wrong, one line each, the package first. Pure. */
export function findProblems({ lockfileVersion, packages = {} }: LockFile): string[] {
  const problems = lockfileVersion === 3 ? [] : [`lockfileVersion is ${lockfileVersion}; npm's own is 3`];
  for (const [path, locked] of Object.entries(packages)) {
    if (path === '') continue;
    const name = path.replace(/^.*node_modules\//, '');
    const { resolved, integrity, hasInstallScript, link } = locked;
    const isFromRegistry = resolved === undefined || resolved.startsWith('https://registry.npmjs.org/');
    if (link === true || !isFromRegistry) problems.push(`${path} does not come from registry.npmjs.org`);
    if (integrity === undefined || !/^sha512-[\w+/]{86}==$/.test(integrity)) {
      problems.push(`${path} is not pinned by a SHA-512`);
    }
    if (hasInstallScript === true && !Object.hasOwn(MAY_RUN, name)) {
      problems.push(`${path} runs a program when it is installed`);
    }
  }
  return problems;
}

if (import.meta.main) {
  for (const file of LOCK_FILES) {
    const lock = JSON.parse(readFileSync(join(PROJECT_ROOT, file), 'utf8')) as LockFile;
    for (const problem of findProblems(lock)) {
      console.error(`error: ${file}: ${problem}`);
      process.exitCode = 1;
    }
  }
}
