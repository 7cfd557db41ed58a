/** `npm run migrate`: brings the database of DATABASE_URL (Neon or any PostgreSQL) to the schema of this checkout. */
import { readArguments } from './stack/arguments.ts';
import { explain } from './stack/explain.ts';
import { AHEAD, migrate, readSchemaState } from './stack/migrate.ts';
import { withOperatorDatabase } from './stack/operator-database.ts';

const HELP = `Applies the migrations that a database has not had yet.

  npm run migrate
  npm run migrate -- --allow-destructive     also those that take something away, for which a backup is wanted first

Works on the database of DATABASE_URL, or of the stack that npm start runs.`;

const { values } = readArguments(HELP, {
  options: { 'allow-destructive': { type: 'boolean', default: false } },
});

try {
  const { count, isAhead } = await withOperatorDatabase(async (database) => {
    const { destruction, isAhead } = await readSchemaState(database);
    if (destruction.length > 0 && !values['allow-destructive'])
      throw new Error(
        `Migrations take something away: ${destruction.join('; ')}. Nothing was changed. Back up (npm run backup), then say --allow-destructive.`,
      );
    return { count: await migrate(database), isAhead };
  });
  console.log(
    isAhead
      ? AHEAD
      : count === 0
        ? 'The schema is up to date.'
        : `Applied ${count} migration${count === 1 ? '' : 's'}.`,
  );
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
