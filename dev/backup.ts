/** `npm run backup`: the database as one file. See `-- --help`. */
import { openSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { gzipSync } from 'node:zlib';
import { dumpDatabase } from './backup/dump.ts';
import { onlyPositional, readArguments } from './stack/arguments.ts';
import { explain } from './stack/explain.ts';
import { HALF_RESTORED, readSchemaState } from './stack/migrate.ts';
import { withOperatorDatabase } from './stack/operator-database.ts';
import { exitOnSignals } from './stand-in/temporary-folder.ts';

const HELP = `Writes all tables into one file, in one snapshot. Redis holds nothing that is worth a backup.

  npm run backup -- libra-2026-11-29.backup.gz          of the database of DATABASE_URL, or of the stack that npm start runs
  LIBRA_ENV=production npm run backup -- FILE           of a deployment

The file holds what people have asked: keep it as you keep the database, and no longer than you need it. Restore: npm run restore.
For more than about ten megabytes at Neon use pg_dump, or a branch.`;

const { positionals } = readArguments(HELP, { allowPositionals: true, options: {} });

try {
  const file = onlyPositional(positionals, 'backup');
  if (!file) throw new Error(`backup takes the name of a file.\n\n${HELP}`);
  // Made before anything is read: a name that cannot be written is said at once.
  const descriptor = create(file);
  let isWhole = false;
  // What is cut off must not look like a backup.
  process.once('exit', () => isWhole || rmSync(file, { force: true }));
  exitOnSignals();
  const { text, counts } = await withOperatorDatabase(async (database) => {
    const { at, isHalfRestored } = await readSchemaState(database);
    if (isHalfRestored) throw new Error(HALF_RESTORED);
    if (at === 0) throw new Error('That database holds no tables of Libra: is DATABASE_URL right?');
    return dumpDatabase(database, at);
  });
  writeFileSync(descriptor, gzipSync(text));
  isWhole = true;
  const rows = Object.values(counts).reduce((sum, count) => sum + count, 0);
  console.log(`${rows} rows of ${Object.keys(counts).length} tables in ${file}.`);
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

/** Throws one sentence where there is such a file, or no such folder. */
function create(file: string): number {
  try {
    return openSync(file, 'wx', 0o600);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw new Error(`There is a file ${file} already; nothing was written.`);
    if (code === 'ENOENT') throw new Error(`There is no folder ${dirname(file)}: make it, or name another.`);
    throw error;
  }
}
