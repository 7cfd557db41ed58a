/**
 * The database that an operator's command works on: DATABASE_URL's, else that of the stack which `npm start` runs.
 * With NEON_HTTP_URL in the environment, as the bff has it, DATABASE_URL's is reached there. LIBRA_ENV names the deployment whose `.vars` file counts.
 */
import { join } from 'node:path';
import { startNeonStandIn } from '../neon/server.ts';
import { PROJECT_ROOT } from './build.ts';
import { readOperatorVars } from './dev-vars.ts';
import { chosenEnvironment, DEVELOPMENT, varsFileOf } from './environments.ts';
import type { Database } from './migrate.ts';
import { readRunning } from './running.ts';
import type { StackSettings } from './settings.ts';

export async function withOperatorDatabase<T>(use: (database: Database) => Promise<T>): Promise<T> {
  const { DATABASE_URL } = process.env;
  const settings = readOperatorVars(DATABASE_URL === undefined ? {} : { set: { DATABASE_URL } });
  if (settings.database !== undefined) return withDatabaseOf(settings, use);
  const running = readRunning(join(PROJECT_ROOT, '.libra'));
  const environment = chosenEnvironment();
  if (environment !== DEVELOPMENT)
    throw new Error(
      `No database: DATABASE_URL is neither in ${varsFileOf(environment)} nor in the environment.`,
    );
  if (running === undefined) {
    throw new Error(
      'No database: set DATABASE_URL (in .dev.vars or the environment), or run npm start in another terminal.',
    );
  }
  return use(running.database);
}

/** Throws when `settings` name no database. */
export async function withDatabaseOf<T>(
  { database, overrides }: StackSettings,
  use: (database: Database) => Promise<T>,
): Promise<T> {
  if (database === undefined) throw new Error('DATABASE_URL is not set.');
  const fetchEndpoint = process.env.NEON_HTTP_URL ?? overrides.NEON_HTTP_URL;
  if (fetchEndpoint !== undefined) return use({ url: database.url, fetchEndpoint });
  if (database.kind === 'neon') return use({ url: database.url });
  // Plain PostgreSQL does not speak HTTP: the front that the local stack puts before it serves here too.
  const front = await startNeonStandIn({ postgresUrl: database.url });
  try {
    return await use({ url: front.databaseUrl, fetchEndpoint: front.httpUrl });
  } finally {
    await front.close();
  }
}
