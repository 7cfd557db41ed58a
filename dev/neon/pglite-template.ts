/**
 * Databases to start from. Making one (initdb) blocks this process for two seconds, and each migration takes a while more;
 * unpacking what was made the first time takes a quarter of a second. They are kept with the other caches of node_modules,
 * by the versions of PGlite and of pgvector, and by what is in them.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompress } from 'node:zlib';
import type { PGlite } from '@electric-sql/pglite';

/** Counts on when `pglite.ts` makes them otherwise. */
const FORM = 3;
const CACHE_DIR = join(import.meta.dirname, '../../node_modules/.cache/libra');

export interface Template {
  /** Tells what is in it: other contents have another name. */
  name: string;
  /** Where it is kept: by default with those caches. */
  folder?: string;
}

/** An initialised database with nothing in it. */
export function emptyTemplate({ folder }: Partial<Template> = {}): Template {
  return folder === undefined ? { name: 'empty' } : { name: 'empty', folder };
}

/** Each takes 2 MB: those of other branches and of other versions go, the oldest first. */
const MAX_TEMPLATES = 4;

/** Null: there is none yet, or what there is is not whole. */
export async function readTemplate(template: Template): Promise<Blob | null> {
  const kept = await readFile(await templateFile(template)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (kept === null) return null;
  return unpack(kept).then(
    (tar) => new Blob([tar]),
    () => null,
  );
}

/** Keeps what is in `engine` now. Where nothing can be written, the next start is as slow as this one. */
export async function writeTemplate(engine: PGlite, template: Template): Promise<void> {
  // Else the write-ahead log would be played again each time it is unpacked.
  await engine.exec('CHECKPOINT');
  const tar = Buffer.from(await (await engine.dumpDataDir('none')).arrayBuffer());
  const file = await templateFile(template);
  const scratch = `${file}.${randomUUID()}`;
  try {
    await mkdir(dirname(file), { recursive: true });
    // Renamed into place: another process that starts now finds all of it or nothing.
    await writeFile(scratch, await pack(tar));
    await rename(scratch, file);
    await removeOldest(dirname(file));
  } catch (error) {
    if (!['EACCES', 'EROFS', 'ENOSPC', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? ''))
      throw error;
  }
}

/** Of 17 MB it makes 1.8, and what is packed at this level is unpacked in 20 ms. */
const PACKING = {
  params: { [constants.ZSTD_c_compressionLevel]: 9, [constants.ZSTD_c_checksumFlag]: 1 },
};
const pack = (tar: Buffer) => promisify(zstdCompress)(tar, PACKING);
/** Rejects where it is not whole, or not what was packed. */
const unpack = promisify(zstdDecompress) as (packed: Buffer) => Promise<Buffer<ArrayBuffer>>;

async function removeOldest(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.startsWith('pglite-'));
  const dated = await Promise.all(
    names.map(async (name) => ({ name, atMs: (await stat(join(folder, name))).mtimeMs })),
  );
  const old = dated.toSorted((a, b) => b.atMs - a.atMs).slice(MAX_TEMPLATES);
  await Promise.all(old.map(({ name }) => rm(join(folder, name), { force: true })));
}

async function templateFile({ name, folder = CACHE_DIR }: Template): Promise<string> {
  const versions = await Promise.all(
    ['@electric-sql/pglite', '@electric-sql/pglite-pgvector'].map((packageName) => versionOf(packageName)),
  );
  return join(folder, `pglite-${versions.join('-')}-${FORM}-${name}.tar.zst`);
}

async function versionOf(packageName: string): Promise<string> {
  const text = await readFile(findPackageJSON(packageName, import.meta.url) ?? '', 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
