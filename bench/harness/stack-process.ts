/**
 * The whole of Libra in a process of its own, so that its stand-ins and the bench's client do not share an event loop: the
 * three Workers as they are deployed, in one bare workerd, over Redis and Postgres. Told what to start by its first
 * message; answers with `StackFacts`; ends with its parent.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unstable_readConfig } from 'wrangler';
import { startNeonStandIn } from '../../dev/neon/server.ts';
import { findPostgres, startTemporaryPostgres } from '../../dev/neon/temporary-postgres.ts';
import { startOpenAiStandIn } from '../../dev/openai/server.ts';
import { buildWorkers, PROJECT_ROOT, type WorkerName } from '../../dev/stack/build.ts';
import { loadOrCreateKeys } from '../../dev/stack/keys.ts';
import { type Database, migrate } from '../../dev/stack/migrate.ts';
import { startUpstashStandIn } from '../../dev/upstash/server.ts';
import type { StackFacts, StackOrder } from './remote-stack.ts';
import { startWorkers } from './workerd.ts';

process.once('message', async (order: StackOrder) => {
  const keys = loadOrCreateKeys();
  const postgres = await choosePostgres();
  const [neon, upstash, openai, scripts] = await Promise.all([
    startNeonStandIn(postgres === null ? {} : { postgresUrl: postgres.url }),
    startUpstashStandIn({ token: keys.upstashToken }),
    order.providerUrl === null ? startOpenAiStandIn({ apiKey: keys.openaiApiKey, pace: 'instant' }) : null,
    build(),
  ]);
  const database: Database = { url: neon.databaseUrl, fetchEndpoint: neon.httpUrl };
  await migrate(database);

  const secret = { WORKER_SHARED_SECRET: keys.sharedSecret };
  const redis = { UPSTASH_REDIS_REST_URL: upstash.url, UPSTASH_REDIS_REST_TOKEN: upstash.token };
  const workers = await startWorkers(
    {
      bff: {
        script: scripts.bff,
        services: { LLM: 'llm' },
        rateLimits: ['DEGRADED_LIMIT', 'DEGRADED_GUILD_LIMIT', 'PUBLIC_LIMIT'],
        vars: {
          ...configured('bff'),
          ...secret,
          ...redis,
          DATABASE_URL: neon.databaseUrl,
          NEON_HTTP_URL: neon.httpUrl,
          ...order.bffVars,
        },
      },
      llm: {
        script: scripts.llm,
        durableObjects: { CIRCUIT_BREAKER: 'CircuitBreaker', REPLAY_GUARD: 'ReplayGuard' },
        vars: {
          ...configured('llm'),
          ...secret,
          OPENAI_API_KEY: keys.openaiApiKey,
          OPENAI_BASE_URL: order.providerUrl ?? openai?.url ?? '',
        },
      },
    },
    ['bff'],
  );
  process.send?.({
    bffUrl: `http://127.0.0.1:${workers.ports.bff}`,
    database,
    keys,
    workerdPid: workers.pid,
    redis: upstash.backend,
    postgres: neon.backend,
  } satisfies StackFacts);

  process.on('message', (message: unknown) => {
    if (message !== 'provider-requests') return;
    process.send?.({ count: openai?.requests().length ?? 0 });
    openai?.forgetRequests();
  });
  process.once('disconnect', async () => {
    await workers.close();
    await Promise.all([neon.close(), upstash.close(), openai?.close()]);
    await postgres?.close();
    process.exit(0);
  });
});

/** The one that the environment names, else one of this machine for as long as the bench runs, else none: then PGlite. */
async function choosePostgres(): Promise<{ url: string; close(): Promise<void> } | null> {
  const url = process.env.DATABASE_URL;
  if (url !== undefined && url !== '') return { url, close: async () => {} };
  const binaries = findPostgres();
  return binaries === undefined ? null : startTemporaryPostgres(binaries);
}

/** What wrangler.toml itself gives a Worker. */
function configured(worker: WorkerName): Record<string, string> {
  const { vars } = unstable_readConfig({ config: join(PROJECT_ROOT, 'wrangler.toml'), env: worker });
  return Object.fromEntries(Object.entries(vars).map(([name, value]) => [name, String(value)]));
}

async function build(): Promise<{ bff: string; llm: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'libra-bench-build-'));
  try {
    const bundles = await buildWorkers(folder);
    const read = (name: string) =>
      readFileSync(bundles.find(({ worker }) => worker === name)?.scriptPath ?? '', 'utf8');
    return { bff: read('bff'), llm: read('llm') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
