/** `npm run restore`: a backup into a new database. See `-- --help`. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parseDump } from './backup/dump.ts';
import { restore } from './backup/restore.ts';
import { onlyPositional, readArguments } from './stack/arguments.ts';
import { explain } from './stack/explain.ts';
import { withOperatorDatabase } from './stack/operator-database.ts';

const HELP = `Puts a backup into a new database, all of it or nothing, and brings that to this checkout's schema.

  DATABASE_URL=postgres://… npm run restore -- FILE

The checkout must be the one that the backup was made with, or a newer one. A database that holds rows is refused; after an
interruption the same command begins anew. People who have been erased since the backup was made have to be erased again: npm run erase.`;

const { positionals } = readArguments(HELP, { allowPositionals: true, options: {} });

try {
  const file = onlyPositional(positionals, 'restore');
  if (!file) throw new Error(`restore takes the name of a file.\n\n${HELP}`);
  const dump = parseDump(unpack(file));
  const counts = await withOperatorDatabase((database) => restore(database, dump));
  const rows = Object.values(counts).reduce((sum, count) => sum + count, 0);
  console.log(`${rows} rows restored. Who was erased since then has to be erased again: npm run erase.`);
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

/** Throws one sentence. */
function unpack(file: string): string {
  try {
    return gunzipSync(readFileSync(file)).toString();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new Error(`There is no file ${file}.`);
    if (code === 'EISDIR') throw new Error(`${file} is a folder: name the file that npm run backup wrote.`);
    if (code === 'Z_BUF_ERROR') throw new Error('This backup is cut off: the file has no end.');
    if (code?.startsWith('Z_')) throw new Error('This is no backup of Libra, or a damaged one.');
    throw error;
  }
}
