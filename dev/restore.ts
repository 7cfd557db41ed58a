/** `npm run restore`: a backup into a new database. See `-- --help`. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parseDump, restoreDatabase } from './backup/dump.ts';
import { readArguments } from './stack/arguments.ts';
import { explain } from './stack/explain.ts';
import { migrate, readSchemaState } from './stack/migrate.ts';
import { withOperatorDatabase } from './stack/operator-database.ts';

const HELP = `Brings a new database to this checkout's schema and puts a backup into it: all of it, or nothing.

  DATABASE_URL=postgres://… npm run restore -- FILE

The checkout must be the one that the backup was made with, or a newer one whose migrations only add. A database that holds rows is
refused. People who have been erased since the backup was made have to be erased again: npm run erase.`;

const { positionals } = readArguments(HELP, { allowPositionals: true, options: {} });

try {
  const [file] = positionals;
  if (file === undefined) throw new Error(`restore takes the name of a file.\n\n${HELP}`);
  const dump = parseDump(unpack(file));
  const counts = await withOperatorDatabase(async (database) => {
    await migrate(database);
    const { at } = await readSchemaState(database);
    if (at < dump.schemaAt)
      throw new Error(
        'The backup is of a newer schema than this checkout has: use the one that it was made with.',
      );
    return restoreDatabase(database, dump);
  });
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
    if (code === 'Z_BUF_ERROR') throw new Error('This backup is cut off: the file has no end.');
    if (code?.startsWith('Z_')) throw new Error('This is no backup of Libra, or a damaged one.');
    throw error;
  }
}
