/** What a release is: a name for everything that decides what the Workers do. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../stack/build.ts';
import type { Target } from './targets.ts';

/** 16 hexadecimal digits. */
export function fingerprintSources(root = PROJECT_ROOT): string {
  const files = execFileSync(
    'git',
    [
      'ls-files',
      '-z',
      '--cached',
      '--others',
      '--exclude-standard',
      'workers',
      'shared',
      'package-lock.json',
    ],
    {
      cwd: root,
      encoding: 'utf8',
    },
  )
    .split('\0')
    .filter((file) => file !== '' && !/\.test\.tsx?$/.test(file))
    .sort();
  const hash = createHash('sha256');
  for (const file of new Set(files)) hash.update(`${file}\0`).update(readIfThere(join(root, file)));
  return hash.digest('hex').slice(0, 16);
}

/** Also changed by a variable, a binding or a secret: one that was rotated has to come with a new version. */
export function fingerprint(sources: string, targets: readonly Target[]): string {
  const configs = targets.map(({ config, secrets }) => ({ ...config, main: undefined, secrets }));
  return createHash('sha256').update(sources).update(JSON.stringify(configs)).digest('hex').slice(0, 16);
}

/** A file that git still lists but that is gone from the work tree counts as empty. */
function readIfThere(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
}
