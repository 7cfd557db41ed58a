/** The secrets without which a Worker refuses to work; the test holds them against what each Worker reads. */
import type { Catalogue } from '../../shared/catalogue/catalogue.ts';
import type { McpServer } from '../../shared/mcp/servers.ts';
import type { WorkerName } from '../stack/build.ts';

export const SECRETS: Record<WorkerName, readonly string[]> = {
  mcp: ['WORKER_SHARED_SECRET'],
  llm: ['WORKER_SHARED_SECRET', 'OPENAI_API_KEY'],
  bff: ['WORKER_SHARED_SECRET', 'UPSTASH_REDIS_REST_URL', 'UPSTASH_REDIS_REST_TOKEN', 'DATABASE_URL'],
  documents: ['WORKER_SHARED_SECRET'],
  voice: ['WORKER_SHARED_SECRET'],
  logs: [],
  console: ['WORKER_SHARED_SECRET'],
  bot: [
    'WORKER_SHARED_SECRET',
    'UPSTASH_REDIS_REST_URL',
    'UPSTASH_REDIS_REST_TOKEN',
    'DISCORD_APPLICATION_ID',
    'DISCORD_PUBLIC_KEY',
  ],
};

/** With a catalogue llm needs the keys that it names, and no other; mcp those of its servers besides. */
export function secretsOf(
  worker: WorkerName,
  catalogue: Catalogue | undefined,
  servers: readonly McpServer[] = [],
): readonly string[] {
  if (worker === 'mcp') {
    return [...SECRETS.mcp, ...new Set(servers.flatMap(({ header }) => header?.secretVariable ?? []))];
  }
  if (worker !== 'llm' || catalogue === undefined) return SECRETS[worker];
  const keys = catalogue.providers.flatMap(({ keyVariable }) => keyVariable ?? []);
  return ['WORKER_SHARED_SECRET', ...new Set(keys)];
}
