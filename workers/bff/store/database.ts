/**
 * Postgres over HTTP: one connection object for one moment, with its own deadline.
 * Neon's client takes an abort signal per client, and a query whose request has ended must end.
 */
import { type NeonQueryFunction, neon, neonConfig } from '@neondatabase/serverless';
import { drizzle, type NeonHttpDatabase } from 'drizzle-orm/neon-http';

/** `$client`: for statements that the operator's commands share. */
export type Database = NeonHttpDatabase & { $client: NeonQueryFunction<false, false> };

export interface DatabaseConfig {
  url: string;
  /** Where the HTTP API listens when it is not Neon's own. */
  httpUrl: string | undefined;
}

export function openDatabase(config: DatabaseConfig, deadlineMs: number): Database {
  // The endpoint is a global of the client; one Worker has one database, so setting it again changes nothing.
  if (config.httpUrl !== undefined) neonConfig.fetchEndpoint = config.httpUrl;
  return drizzle(neon(config.url, { fetchOptions: { signal: AbortSignal.timeout(deadlineMs) } }));
}
