/** Neon's stand-in with Libra's schema, which PGlite has to work out once and then unpacks. */
import { hash } from 'node:crypto';
import { type NeonAddresses, type NeonOptions, type NeonStandIn, startNeonStandIn } from '../neon/server.ts';
import { type Database, migrate, readMigrations } from './migrate.ts';

export function databaseOf({ databaseUrl, httpUrl }: NeonStandIn): Database {
  return { url: databaseUrl, fetchEndpoint: httpUrl };
}

/** It listens soon, and requests that come before it is open wait. Each rejects as `startMigratedNeon` does. */
export function beginMigratedNeon(options: NeonOptions): {
  listening: Promise<NeonAddresses>;
  opened: Promise<NeonStandIn>;
} {
  const listening = Promise.withResolvers<NeonAddresses>();
  const opened = startMigratedNeon({ ...options, onListening: listening.resolve });
  opened.catch(listening.reject);
  return { listening: listening.promise, opened };
}

/** Rejects as `startNeonStandIn` and `migrate` do. */
export async function startMigratedNeon(options: NeonOptions = {}): Promise<NeonStandIn> {
  const migrations = readMigrations();
  const name = hash('sha256', migrations.map((migration) => migration.hash).join('\n')).slice(0, 16);
  const neon = await startNeonStandIn({ ...options, template: { name } });
  try {
    const applied = await migrate(databaseOf(neon));
    // All of them: the database was new, and holds nothing else.
    if (applied === migrations.length) await neon.keepAsTemplate();
    return neon;
  } catch (error) {
    await neon.close();
    throw error;
  }
}
