/**
 * The whole of Libra in a process of its own, so that its stand-ins and the bench's client do not share an event loop: the
 * Workers as they are deployed, in one bare workerd, over Redis and Postgres. Told what to start by its first
 * message; answers with `StackFacts`; ends with its parent.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unstable_readConfig } from 'wrangler';
import { type DiscordStandIn, startDiscordStandIn } from '../../dev/discord/server.ts';
import { startNeonStandIn } from '../../dev/neon/server.ts';
import { findPostgres, startTemporaryPostgres } from '../../dev/neon/temporary-postgres.ts';
import { startOpenAiStandIn } from '../../dev/openai/server.ts';
import { BASE_WORKERS, type BaseWorkerName, buildWorkers, PROJECT_ROOT } from '../../dev/stack/build.ts';
import { type DevKeys, loadOrCreateKeys } from '../../dev/stack/keys.ts';
import { type Database, migrate } from '../../dev/stack/migrate.ts';
import { registerCommands } from '../../dev/stack/register.ts';
import { createTemporaryFolder } from '../../dev/stand-in/temporary-folder.ts';
import { startUpstashStandIn } from '../../dev/upstash/server.ts';
import type { StackFacts, StackOrder } from './remote-stack.ts';
import { startWorkers, type WorkerSetup } from './workerd.ts';

process.once('message', async (order: StackOrder) => {
  const keys = loadOrCreateKeys();
  const postgres = order.isEmbedded ? null : await choosePostgres();
  const [neon, upstash, openai, discord, scripts] = await Promise.all([
    startNeonStandIn(postgres === null ? {} : { postgresUrl: postgres.url }),
    startUpstashStandIn({ token: keys.upstashToken }),
    order.providerUrl === null ? startOpenAiStandIn({ apiKey: keys.openaiApiKey, pace: 'instant' }) : null,
    order.discord ? startDiscord(keys) : null,
    build(),
  ]);
  const database: Database = { url: neon.databaseUrl, fetchEndpoint: neon.httpUrl };
  await migrate(database);

  const secret = { WORKER_SHARED_SECRET: keys.sharedSecret };
  const redis = { UPSTASH_REDIS_REST_URL: upstash.url, UPSTASH_REDIS_REST_TOKEN: upstash.token };
  const provider = { OPENAI_BASE_URL: order.providerUrl ?? openai?.url ?? '', LLM_OPENAI_MODELS: 'yes' };
  const bot: WorkerSetup = {
    script: scripts.bot,
    services: { BFF: 'bff' },
    durableObjects: {
      REPLY_DELIVERY: 'ReplyDelivery',
      PERSON_ERASURE: 'PersonErasure',
      REMINDERS: 'Reminders',
    },
    hasAlarms: true,
    rateLimits: ['PUBLIC_LIMIT'],
    vars: {
      ...configured('bot'),
      ...secret,
      ...redis,
      DISCORD_APPLICATION_ID: keys.applicationId,
      DISCORD_PUBLIC_KEY: keys.discordPublicKey,
      DISCORD_API_BASE_URL: discord?.apiBaseUrl ?? '',
      // What is measured is the usual path.
      FIRST_USE_NOTICE: 'off',
      // It refuses early by the same limits.
      ...order.bffVars,
    },
  };
  const workers = await startWorkers(
    {
      ...(discord === null ? {} : { bot }),
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
          // Its own bench has it.
          MODERATION_MODEL: 'none',
          ...provider,
          ...order.bffVars,
        },
      },
      voice: {
        script: scripts.voice,
        services: { BFF: 'bff' },
        durableObjects: { TALK_SESSION: 'TalkSession' },
        hasAlarms: true,
        rateLimits: ['PUBLIC_LIMIT'],
        vars: { ...configured('voice'), ...secret },
      },
      llm: {
        script: scripts.llm,
        durableObjects: { CIRCUIT_BREAKER: 'CircuitBreaker', REPLAY_GUARD: 'ReplayGuard' },
        vars: {
          ...configured('llm'),
          ...secret,
          OPENAI_API_KEY: keys.openaiApiKey,
          ...provider,
        },
      },
    },
    discord === null ? ['bff', 'voice'] : ['bff', 'voice', 'bot'],
  );
  if (discord !== null) await introduce(discord, `http://127.0.0.1:${workers.ports.bot}/interactions`, keys);
  process.send?.({
    bffUrl: `http://127.0.0.1:${workers.ports.bff}`,
    voiceUrl: `http://127.0.0.1:${workers.ports.voice}`,
    discordUrl: discord?.url ?? null,
    database,
    keys,
    workerdPid: workers.pid,
    redis: upstash.backend,
    postgres: neon.backend,
  } satisfies StackFacts);

  process.on('message', (message: unknown) => {
    if (message === 'redis-commands') process.send?.({ count: countCommands(upstash.cli) });
    if (message !== 'provider-questions') return;
    const asked = openai?.requests().filter(({ body }) => !followsTool(body)) ?? [];
    process.send?.({ count: asked.length });
    openai?.forgetRequests();
  });
  process.once('disconnect', async () => {
    await workers.close();
    await Promise.all([neon.close(), upstash.close(), openai?.close(), discord?.close()]);
    await postgres?.close();
    process.exit(0);
  });
});

function followsTool(body: unknown): boolean {
  const { messages = [] } = body as { messages?: { role: string }[] };
  return messages.at(-1)?.role === 'tool';
}

/** All that Redis has carried out, those within scripts too: Upstash bills each of them. */
function countCommands(cli: string): number {
  const lines = execFileSync('sh', ['-c', `${cli} info commandstats`], { encoding: 'utf8' });
  const calls = [...lines.matchAll(/^cmdstat_(?!info)\S+:calls=(\d+)/gm)];
  return calls.reduce((sum, [, count]) => sum + Number(count), 0);
}

/** The one that the environment names, else one of this machine for as long as the bench runs, else none: then PGlite. */
async function choosePostgres(): Promise<{ url: string; close(): Promise<void> } | null> {
  const url = process.env.DATABASE_URL;
  if (url !== undefined && url !== '') return { url, close: async () => {} };
  const binaries = findPostgres();
  return binaries === undefined ? null : startTemporaryPostgres(binaries);
}

function startDiscord(keys: DevKeys): Promise<DiscordStandIn> {
  const { applicationId, botToken, discordPublicKey, discordPrivateKey } = keys;
  return startDiscordStandIn({
    applicationId,
    botToken,
    publicKey: discordPublicKey,
    privateKeyPkcs8: discordPrivateKey,
  });
}

/** The commands are registered and the endpoint is set, as an operator does it once. */
async function introduce(discord: DiscordStandIn, endpointUrl: string, keys: DevKeys): Promise<void> {
  const { applicationId, botToken } = keys;
  await registerCommands({ apiBaseUrl: discord.apiBaseUrl, applicationId, botToken });
  const verdict = await discord.setInteractionsEndpoint(endpointUrl);
  if (!verdict.ok) throw new Error(`The Discord stand-in refused the bot's endpoint: ${verdict.why}`);
}

/** What wrangler.toml itself gives a Worker. */
function configured(worker: BaseWorkerName): Record<string, string> {
  const { vars } = unstable_readConfig({ config: join(PROJECT_ROOT, 'wrangler.toml'), env: worker });
  return Object.fromEntries(Object.entries(vars).map(([name, value]) => [name, String(value)]));
}

async function build(): Promise<Record<BaseWorkerName, string>> {
  const { path: folder, remove } = createTemporaryFolder('libra-bench-build-');
  try {
    const bundles = await buildWorkers(folder, BASE_WORKERS);
    const read = (name: BaseWorkerName) =>
      readFileSync(bundles.find(({ worker }) => worker === name)?.scriptPath ?? '', 'utf8');
    return {
      bot: read('bot'),
      bff: read('bff'),
      llm: read('llm'),
      documents: read('documents'),
      voice: read('voice'),
    };
  } finally {
    remove();
  }
}
