/**
 * An empty, initialised database to start from. Making one (initdb) blocks this process for two seconds; unpacking the
 * one that was made the first time takes a quarter of a second. It is kept with the other caches of node_modules,
 * once for each version of PGlite.
 */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';

const CACHE_DIR = join(import.meta.dirname, '../../node_modules/.cache/libra');

/** Null: there is none yet. */
export async function readTemplate(): Promise<Blob | null> {
  try {
    return new Blob([await readFile(await templateFile())]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Keeps `engine`, which nobody has used yet, as the template. Where nothing can be written, the next start is as slow as this one. */
export async function writeTemplate(engine: PGlite): Promise<void> {
  const tar = Buffer.from(await (await engine.dumpDataDir('none')).arrayBuffer());
  const file = await templateFile();
  try {
    await mkdir(CACHE_DIR, { recursive: true });
    // Renamed into place: another process that starts now finds all of it or nothing.
    await writeFile(`${file}.${process.pid}`, tar);
    await rename(`${file}.${process.pid}`, file);
  } catch (error) {
    if (!['EACCES', 'EROFS', 'ENOSPC'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

async function templateFile(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  const text = await readFile(join(dirname(entry), '../package.json'), 'utf8');
  const { version } = JSON.parse(text) as { version: string };
  return join(CACHE_DIR, `pglite-${version}.tar`);
}
