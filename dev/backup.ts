/** `npm run backup`: the database as one file. See `-- --help`. */
import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { dumpDatabase } from './backup/dump.ts';
import { readArguments } from './stack/arguments.ts';
import { explain } from './stack/explain.ts';
import { readSchemaState } from './stack/migrate.ts';
import { withOperatorDatabase } from './stack/operator-database.ts';

const HELP = `Writes all tables into one file, in one snapshot. Redis holds nothing that is worth a backup.

  npm run backup -- libra-2026-11-29.backup.gz          of the database of DATABASE_URL, or of the stack that npm start runs
  LIBRA_ENV=production npm run backup -- FILE           of a deployment

The file holds what people have asked: keep it as you keep the database, and no longer than you need it. Restore: npm run restore.
For more than about ten megabytes at Neon use pg_dump, or a branch.`;

const { positionals } = readArguments(HELP, { allowPositionals: true, options: {} });

try {
  const [file] = positionals;
  if (file === undefined) throw new Error(`backup takes the name of a file.\n\n${HELP}`);
  const { text, counts } = await withOperatorDatabase(async (database) => {
    const { at } = await readSchemaState(database);
    return dumpDatabase(database, at);
  });
  writeFileSync(file, gzipSync(text), { mode: 0o600, flag: 'wx' });
  const rows = Object.values(counts).reduce((sum, count) => sum + count, 0);
  console.log(`${rows} rows of ${Object.keys(counts).length} tables in ${file}.`);
} catch (error) {
  const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST';
  console.error(isThere ? 'There is such a file already; nothing was written.' : explain(error));
  process.exitCode = 1;
}
