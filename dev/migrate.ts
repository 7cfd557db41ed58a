/** `npm run migrate`: brings the database of DATABASE_URL (Neon or any PostgreSQL) to the schema of this checkout. */
import { migrate } from './stack/migrate.ts';
import { withOperatorDatabase } from './stack/operator-database.ts';

try {
  const count = await withOperatorDatabase((database) => migrate(database));
  console.log(
    count === 0 ? 'The schema is up to date.' : `Applied ${count} migration${count === 1 ? '' : 's'}.`,
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
