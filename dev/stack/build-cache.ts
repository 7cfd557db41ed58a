/**
 * The Workers' bundles, each built only where something has changed that it is made of: to bundle takes longer than all else of
 * a start. Everything is compared by content. What cannot be read, or is not whole, is built anew.
 */
import { hash, randomUUID } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import {
  type Bundle,
  buildWorker,
  PROJECT_ROOT,
  WORKERS,
  type WorkerConfig,
  type WorkerName,
} from './build.ts';

export interface BuildCache {
  /** Where the bundles are kept. */
  folder: string;
  /** What a metafile's paths start from. */
  root: string;
  /** Files under `root` that decide how each bundle is made, whether they are there or not. */
  basis: readonly string[];
  build(worker: WorkerName, outDir: string): Promise<Bundle>;
  /** In milliseconds, by the clock of the files. */
  now(): number;
}

const CACHE: BuildCache = {
  folder: join(PROJECT_ROOT, 'node_modules', '.cache', 'libra', 'bundles'),
  root: PROJECT_ROOT,
  basis: [
    'package.json',
    'package-lock.json',
    'wrangler.toml',
    'tsconfig.json',
    'tsconfig.base.json',
    'node_modules/wrangler/package.json',
    'node_modules/esbuild/package.json',
    'dev/stack/build.ts',
    'dev/stack/build-cache.ts',
  ],
  build: buildWorker,
  now: Date.now,
};

interface Entry {
  /** The hash of each file that the bundle was made of, by its path under the root. */
  inputs: Record<string, string>;
  /** The hash of each file that is kept, by its name. */
  files: Record<string, string>;
  config: WorkerConfig;
}

const SCRIPT = 'index.js';
const METAFILE = 'bundle-meta.json';
const FILES = [SCRIPT, `${SCRIPT}.map`, METAFILE];
/** Of one Worker: what another branch or a test is built with stays, too. */
const MAX_ENTRIES = 3;

/** As `buildWorkers`: puts the bundles into `outDir/<worker>/`. Throws `BuildError`. */
export function obtainWorkers(
  outDir: string,
  workers: readonly WorkerName[] = WORKERS,
  cache: BuildCache = CACHE,
): Promise<Bundle[]> {
  const hashes = createFileHashes(cache.root);
  return Promise.all(workers.map((worker) => obtain(worker, join(outDir, worker), cache, hashes)));
}

async function obtain(
  worker: WorkerName,
  outDir: string,
  cache: BuildCache,
  hashes: FileHashes,
): Promise<Bundle> {
  const entryDir = join(cache.folder, `${worker}-${basisOf(cache, hashes)}`);
  const kept = await readKept(worker, entryDir, outDir, hashes).catch(() => null);
  if (kept !== null) return kept;
  const startedAtMs = cache.now();
  const bundle = await cache.build(worker, outDir);
  // Where nothing can be kept, the next start is as slow as this one.
  await keep(bundle, entryDir, cache, startedAtMs).catch(() => undefined);
  return bundle;
}

/** `NODE_ENV`: wrangler writes it into the bundle. */
function basisOf({ root, basis }: BuildCache, hashes: FileHashes): string {
  const files = basis.map((path) => `${path} ${hashes(path) ?? 'absent'}`);
  return hash('sha256', [root, process.env.NODE_ENV ?? '', ...files].join('\n')).slice(0, 16);
}

/** Null: there is none for what is on disk now. */
async function readKept(
  worker: WorkerName,
  entryDir: string,
  outDir: string,
  hashes: FileHashes,
): Promise<Bundle | null> {
  const { inputs, files, config } = JSON.parse(await readFile(join(entryDir, 'entry.json'), 'utf8')) as Entry;
  if (Object.entries(inputs).some(([path, kept]) => hashes(path) !== kept)) return null;
  const contents = await Promise.all(FILES.map((name) => readFile(join(entryDir, name))));
  if (contents.some((bytes, index) => hash('sha256', bytes) !== files[FILES[index] ?? ''])) return null;
  await mkdir(outDir, { recursive: true });
  await Promise.all(contents.map((bytes, index) => writeFile(join(outDir, FILES[index] ?? ''), bytes)));
  return { worker, scriptPath: join(outDir, SCRIPT), metafilePath: join(outDir, METAFILE), config };
}

/** Written beside its place and then moved there: who reads finds all of it or nothing. */
async function keep(bundle: Bundle, entryDir: string, cache: BuildCache, startedAtMs: number): Promise<void> {
  const metafile = await readFile(bundle.metafilePath, 'utf8');
  const inputs = hashInputs(Object.keys((JSON.parse(metafile) as Metafile).inputs), cache.root, startedAtMs);
  if (inputs === null) return;
  const contents = [
    await readFile(bundle.scriptPath, 'utf8'),
    ofPlacesAlone(await readFile(`${bundle.scriptPath}.map`, 'utf8'), dirname(bundle.scriptPath)),
    metafile,
  ];
  const files = Object.fromEntries(FILES.map((name, index) => [name, hash('sha256', contents[index] ?? '')]));
  await writeFile(`${bundle.scriptPath}.map`, contents[1] ?? '');
  const scratch = `${entryDir}.${randomUUID()}`;
  await mkdir(scratch, { recursive: true });
  try {
    await Promise.all(FILES.map((name, index) => writeFile(join(scratch, name), contents[index] ?? '')));
    const entry: Entry = { inputs, files, config: bundle.config };
    await writeFile(join(scratch, 'entry.json'), JSON.stringify(entry));
    await rm(entryDir, { recursive: true, force: true });
    await rename(scratch, entryDir);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  await removeOldest(cache.folder, bundle.worker);
}

interface Metafile {
  inputs: Record<string, unknown>;
}

/** The clock of files is coarser than that of programs. */
const FILE_CLOCK_MS = 50;

/**
 * Null where a file is none of the disk's, or has changed since the build began: nobody knows which of its contents went into
 * the bundle.
 */
function hashInputs(
  paths: readonly string[],
  root: string,
  startedAtMs: number,
): Record<string, string> | null {
  const inputs: Record<string, string> = {};
  for (const path of paths) {
    const { ctimeMs } = statSync(join(root, path));
    if (ctimeMs >= startedAtMs - FILE_CLOCK_MS) return null;
    inputs[path] = hash('sha256', readFileSync(join(root, path)));
  }
  return inputs;
}

/**
 * The sources of a map are named from where it lies, which is elsewhere each time. Their text is left out, which is three quarters
 * of a map: it is on the disk under that name.
 */
function ofPlacesAlone(map: string, outDir: string): string {
  const { sourcesContent: _, ...parsed } = JSON.parse(map) as { sources: string[]; sourcesContent?: unknown };
  return JSON.stringify({ ...parsed, sources: parsed.sources.map((source) => resolve(outDir, source)) });
}

async function removeOldest(folder: string, worker: WorkerName): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.startsWith(`${worker}-`));
  const dated = await Promise.all(
    names.map(async (name) => ({ name, atMs: (await stat(join(folder, name))).mtimeMs })),
  );
  const old = dated.toSorted((a, b) => b.atMs - a.atMs).slice(MAX_ENTRIES);
  await Promise.all(
    old.map(({ name }) => rm(join(folder, basename(name)), { recursive: true, force: true })),
  );
}

/** Of a file under the root; null: it cannot be read. Each is read once, since the Workers share most of them. */
type FileHashes = (path: string) => string | null;

function createFileHashes(root: string): FileHashes {
  const known = new Map<string, string | null>();
  return (path) => {
    let found = known.get(path);
    if (found === undefined) {
      found = hashFile(join(root, path));
      known.set(path, found);
    }
    return found;
  };
}

function hashFile(path: string): string | null {
  try {
    return hash('sha256', readFileSync(path));
  } catch {
    return null;
  }
}
