/** `npm run migrate`: brings the database of DATABASE_URL (Neon or any PostgreSQL) to the schema of this checkout. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startNeonStandIn } from './neon/server.ts';
import { PROJECT_ROOT } from './stack/build.ts';
import { migrate } from './stack/migrate.ts';
import { parseDevVars } from './stack/settings.ts';

try {
  const file = join(PROJECT_ROOT, '.dev.vars');
  const fromEnvironment =
    process.env.DATABASE_URL === undefined ? '' : `\nDATABASE_URL=${process.env.DATABASE_URL}`;
  const { database } = parseDevVars((existsSync(file) ? readFileSync(file, 'utf8') : '') + fromEnvironment);
  if (database === undefined) {
    throw new Error(
      'DATABASE_URL is not set, in .dev.vars or the environment. (npm start migrates its own database by itself.)',
    );
  }
  console.log(`${await applyTo(database)} migrations applied.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

async function applyTo(database: { kind: 'neon' | 'postgres'; url: string }): Promise<number> {
  if (database.kind === 'neon') return migrate({ url: database.url });
  // Plain PostgreSQL does not speak HTTP: the same front that the local stack puts before it stands in for the moment.
  const front = await startNeonStandIn({ postgresUrl: database.url });
  try {
    return await migrate({ url: front.databaseUrl, fetchEndpoint: front.httpUrl });
  } finally {
    await front.close();
  }
}
