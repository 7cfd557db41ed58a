/** The Redis behind the REST front: a real `redis-server`, the embedded Valkey, or one that runs already. */
import type { RedisBackend } from './redis-backend.ts';
import { createRedisClient, parseRedisUrl } from './redis-client.ts';
import { findRedisServer, type InstalledRedis, startRedisServer } from './redis-server.ts';
import { startValkey } from './valkey.ts';

export type BackendChoice = 'auto' | 'redis-server' | 'valkey' | { url: string };

/** Rejects, saying what is missing, when the chosen backend cannot run here. `dataDir` exists and belongs to the caller. */
export async function startBackend(
  choice: BackendChoice,
  dataDir: string | undefined,
): Promise<RedisBackend> {
  if (typeof choice === 'object') return connectTo(choice.url);
  const installed = choice === 'valkey' ? null : await findOnce();
  if (installed !== null) return startRedisServer(installed, dataDir);
  if (choice === 'redis-server') throw new Error('there is no redis-server on the PATH');
  return startValkey(dataDir);
}

let found: Promise<InstalledRedis | null> | undefined;

/** A process of tests starts many, and to look for the program is a program itself. */
function findOnce(): Promise<InstalledRedis | null> {
  found ??= findRedisServer();
  return found;
}

async function connectTo(url: string): Promise<RedisBackend> {
  const address = parseRedisUrl(url);
  const client = createRedisClient(address);
  try {
    const [info] = await client.send([['INFO', 'server']]);
    if (info?.kind === 'error') throw new Error(`Redis refuses: ${info.message}`);
    const text = info?.kind === 'bulk' ? (info.bytes?.toString() ?? '') : '';
    const version = /(?:valkey|redis)_version:(\S+)/.exec(text)?.[1] ?? 'unknown';
    const { hostname, port } = new URL(url);
    return {
      label: `redis ${version} at ${hostname}`,
      address,
      cli: `redis-cli -h ${hostname} -p ${port || '6379'}`,
      stop: async () => {},
    };
  } finally {
    client.close();
  }
}
