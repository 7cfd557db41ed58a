/**
 * Puts the peers where only the benches find them: outside of the product's own node_modules and lock file, so that
 * `npm ci` stays lean. `npm run bench` does it by itself when it is needed.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../dev/stack/build.ts';

const FILES = ['package.json', 'package-lock.json'];
const FOLDER = join(PROJECT_ROOT, '.libra', 'bench-peers');

/** The folder whose `node_modules` holds what bench/peers/package-lock.json pins. Throws when npm fails. */
export function installPeers(say: (line: string) => void): string {
  const pinned = readFileSync(join(import.meta.dirname, 'package-lock.json'));
  const wanted = createHash('sha256').update(pinned).digest('hex');
  const stamp = join(FOLDER, 'node_modules', '.installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return FOLDER;
  say('Installing the peers (bench/peers/package-lock.json)…');
  mkdirSync(FOLDER, { recursive: true });
  for (const file of FILES) copyFileSync(join(import.meta.dirname, file), join(FOLDER, file));
  const npm = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: FOLDER,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (npm.status !== 0) throw new Error('npm ci of the peers failed; its messages are above.');
  writeFileSync(stamp, wanted);
  return FOLDER;
}
