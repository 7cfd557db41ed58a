/** `npm run migrate`: brings the database of DATABASE_URL (Neon or any PostgreSQL) to the schema of this checkout. */
import { parseArgs } from 'node:util';
import { explain } from './stack/explain.ts';
import { migrate } from './stack/migrate.ts';
import { withOperatorDatabase } from './stack/operator-database.ts';

const HELP = `Applies the migrations that a database has not had yet.

  npm run migrate

Works on the database of DATABASE_URL, or of the stack that npm start runs.`;

try {
  const { values } = parseArgs({ options: { help: { type: 'boolean', default: false, short: 'h' } } });
  if (values.help) console.log(HELP);
  else await migrateOperatorDatabase();
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

async function migrateOperatorDatabase(): Promise<void> {
  const count = await withOperatorDatabase((database) => migrate(database));
  console.log(
    count === 0 ? 'The schema is up to date.' : `Applied ${count} migration${count === 1 ? '' : 's'}.`,
  );
}
