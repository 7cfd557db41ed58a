/**
 * Postgres over HTTP: one connection object for one moment, with its own deadline.
 * Neon's client takes an abort signal per client, and a query whose request has ended must end.
 */
import { neon, neonConfig } from '@neondatabase/serverless';
import { drizzle, type NeonHttpDatabase } from 'drizzle-orm/neon-http';

export type Database = NeonHttpDatabase;

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
