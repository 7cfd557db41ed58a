/** What a release is: a name for everything that decides what the Workers do. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { PROJECT_ROOT } from '../stack/build.ts';
import type { Target } from './targets.ts';

const FOLDERS = ['workers', 'shared'];
/** Tests do not ship; `dist` is made of the sources; a hidden file is an editor's or the system's. */
const IS_NO_SOURCE = /(^|\/)(dist|\.[^/]*)(\/|$)|\.test\.tsx?$/;

/** 16 hexadecimal digits. Also of a folder that git knows nothing of: one that was downloaded, or copied into a container. */
export function fingerprintSources(root = PROJECT_ROOT): string {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => relative(root, join(parentPath, name)).replaceAll('\\', '/'))
      .filter((file) => !IS_NO_SOURCE.test(file)),
  );
  const hash = createHash('sha256');
  for (const file of [...files, 'package-lock.json'].sort())
    hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest('hex').slice(0, 16);
}

/** Also changed by a variable, a binding or a secret: one that was rotated has to come with a new version. */
export function fingerprint(sources: string, targets: readonly Target[]): string {
  const configs = targets.map(({ config, secrets }) => ({
    ...config,
    // These two name the folder of this checkout.
    main: undefined,
    assets: { ...config.assets, directory: undefined },
    secrets,
  }));
  return createHash('sha256').update(sources).update(JSON.stringify(configs)).digest('hex').slice(0, 16);
}
