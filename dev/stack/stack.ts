/**
 * The local stack as one value: stand-ins (or the real services that `.dev.vars` names), the Workers in workerd,
 * migrations applied, commands registered, the interactions endpoint confirmed. `npm start`, `npm run ask` and the tests
 * all start this and nothing else.
 */
import { join } from 'node:path';
import type { DiscordFaults } from '../discord/discord-faults.ts';
import { startDiscordStandIn } from '../discord/server.ts';
import { startEverythingServer } from '../mcp/everything.ts';
import type { NeonStandIn } from '../neon/server.ts';
import { startOpenAiStandIn } from '../openai/server.ts';
import { startSearchStandIn } from '../search/server.ts';
import type { SpeechEngines } from '../speech/engines.ts';
import { createTemporaryFolder } from '../stand-in/temporary-folder.ts';
import { startUpstashStandIn } from '../upstash/server.ts';
import { BASE_WORKERS, type Bundle, CONSOLE_WORKERS, type WorkerName } from './build.ts';
import { obtainWorkers } from './build-cache.ts';
import { type DevKeys, loadOrCreateKeys } from './keys.ts';
import type { Database } from './migrate.ts';
import { beginMigratedNeon } from './migrated-neon.ts';
import { assertPortsFree, choosePorts, type Part } from './ports.ts';
import { prepareDatabase } from './prepare-database.ts';
import type { PublicWeb } from './public-web.ts';
import { readDefinitionsAnew, registerCommands } from './register.ts';
import { describeParts, type PartReport } from './report.ts';
import type { StackSettings } from './settings.ts';
import type { StandIns } from './stand-ins.ts';
import { createVars } from './vars.ts';
import { type RunningWorkers, startWorkers } from './workers.ts';

export interface StackOptions {
  settings?: StackSettings;
  /** Where state and keys are kept; absent: nothing survives `close`. */
  dataDir?: string;
  /** First of the ports of all parts, which are consecutive; 0 lets the system choose. */
  basePort?: number;
  /** How the offline model types: like a real one, or at once. */
  pace?: 'realistic' | 'instant';
  /** Bundles built beforehand, so that many stacks share one build. */
  bundles?: readonly Bundle[];
  /** Variables over all others, for tests. */
  vars?: Partial<Record<WorkerName, Record<string, string>>>;
  discordFaults?: DiscordFaults;
  /** For tests: what answers in place of the public internet where pages are read. */
  publicWeb?: PublicWeb;
  /** Starts the console as well. */
  console?: boolean;
  /** What hears offline is loaded in the background. */
  warmsUp?: boolean;
  redis?: 'auto' | 'redis-server' | 'valkey';
  /** For tests: a migrated database that others close. */
  neon?: NeonStandIn;
  /** For tests: in place of the engines that hear and speak. */
  speech?: SpeechEngines;
  /** Opens workerd's inspector, to look into the Workers' heaps. */
  inspect?: boolean;
  /** For tests: a line of the log for each span that the bff gives to the platform. */
  tellsSpans?: boolean;
  /** One call a JSON line that a Worker writes. */
  onLog?: (line: string) => void;
}

export interface Stack {
  reports: PartReport[];
  keys: DevKeys;
  urls: {
    page: string | null;
    bot: string;
    bff: string;
    /** Of the page of live conversations. */
    voice: string;
    console: string | null;
    openai: string;
    upstash: string;
    neon: string | null;
  };
  database: Database;
  workers: RunningWorkers;
  standIns: StandIns;
  /**
   * Builds the Workers again, loads them and registers their commands with the stand-in. Throws `BuildError` and leaves the
   * running ones as they are.
   */
  rebuild(): Promise<void>;
  close(): Promise<void>;
}

export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const settings = options.settings ?? { overrides: {} };
  const needed = neededWorkers(settings, options);
  const ports = choosePorts(options.basePort ?? 0);
  await assertPortsFree(ports, usedParts(settings, options));
  const keys = loadOrCreateKeys(
    options.dataDir === undefined ? undefined : join(options.dataDir, 'keys.json'),
  );
  const scratch = options.dataDir === undefined ? createTemporaryFolder('libra-') : undefined;
  const buildDir = join(options.dataDir ?? scratch?.path ?? '', 'build');
  const opened: { close(): Promise<void> }[] = [];

  let running: RunningWorkers | undefined;
  let opening: Promise<NeonStandIn> | null = null;
  const closeAll = async () => {
    await opening?.catch(() => undefined);
    // The Workers first: they hold connections to everything else.
    await running?.close();
    for (const part of opened.toReversed()) await part.close();
    scratch?.remove();
  };

  try {
    const track = <T extends { close(): Promise<void> }>(part: T): T => {
      opened.push(part);
      return part;
    };
    // The slowest part: the Workers start beside it.
    const postgres =
      settings.database?.kind === 'neon' || options.neon !== undefined
        ? null
        : beginMigratedNeon({
            port: ports.neon,
            ...(settings.database === undefined
              ? inDataDir(options, 'postgres')
              : { postgresUrl: settings.database.url }),
          });
    opening =
      postgres?.opened.then(track) ?? (options.neon === undefined ? null : Promise.resolve(options.neon));
    // It is waited for further below. A PostgreSQL that is away may be known before, and must not end the process from here.
    opening?.catch(() => undefined);
    // allSettled, so that after a failure everything that did start is known and can be closed.
    const [bundles, openai, upstash, neonAddresses, discord, search, mcp] = await allOrThrow([
      options.bundles === undefined ? obtainWorkers(buildDir, needed) : Promise.resolve(options.bundles),
      settings.openai === undefined && settings.catalogue === undefined
        ? startOpenAiStandIn({
            port: ports.openai,
            apiKey: keys.openaiApiKey,
            pace: options.pace ?? 'realistic',
            warmsUp: options.warmsUp === true,
            ...(settings.targets === undefined ? {} : { targets: settings.targets }),
            ...(options.speech === undefined ? {} : { engines: options.speech }),
          }).then(track)
        : null,
      settings.upstash === undefined
        ? startUpstashStandIn({
            port: ports.upstash,
            token: keys.upstashToken,
            backend: options.redis ?? 'auto',
            ...inDataDir(options, 'redis'),
          }).then(track)
        : null,
      postgres?.listening ?? options.neon ?? null,
      settings.discord === undefined
        ? startDiscordStandIn({
            port: ports.discord,
            applicationId: keys.applicationId,
            botToken: keys.botToken,
            publicKey: keys.discordPublicKey,
            privateKeyPkcs8: keys.discordPrivateKey,
            ...(options.discordFaults === undefined ? {} : { faults: options.discordFaults }),
            ...inDataDir(options, 'discord'),
          }).then(track)
        : null,
      settings.searchStandIn === true ? startSearchStandIn({ port: ports.search }).then(track) : null,
      settings.mcpStandIn === true ? startEverythingServer({ port: ports.mcp }).then(track) : null,
    ]);
    const others = { discord, openai, upstash, search, mcp };
    const starting = startWorkers({
      bundles: bundles.filter(({ worker }) => needed.includes(worker)),
      vars: createVars(settings, keys, { ...others, neon: neonAddresses }, options.vars ?? {}),
      ports: { bot: ports.bot, bff: ports.bff, voice: ports.voice, console: ports.console },
      ...(options.dataDir === undefined ? {} : { persistDir: join(options.dataDir, 'workers') }),
      ...(options.publicWeb === undefined ? {} : { publicWeb: options.publicWeb }),
      inspect: options.inspect ?? false,
      tellsSpans: options.tellsSpans ?? false,
      onLog: options.onLog ?? (() => {}),
    }).then((started) => {
      running = started;
      return started;
    });
    const [workers, { neon, database }] = await allOrThrow([
      starting,
      prepareDatabase(settings, opening, keys),
    ]);
    const standIns: StandIns = { ...others, neon };
    if (discord !== null) await introduce(discord, workers, keys);

    return {
      reports: describeParts(settings, standIns, workers),
      keys,
      urls: {
        page: discord?.url ?? null,
        bot: workers.botUrl,
        bff: workers.bffUrl,
        voice: workers.voiceUrl,
        console: workers.consoleUrl,
        openai:
          settings.openai?.baseUrl ??
          openai?.url ??
          settings.catalogue?.catalogue.providers[0]?.baseUrl ??
          '',
        upstash: settings.upstash?.url ?? upstash?.url ?? '',
        neon: neon?.httpUrl ?? null,
      },
      database,
      workers,
      standIns,
      rebuild: async () => {
        const rebuilt = await obtainWorkers(buildDir, needed);
        await workers.reload(rebuilt);
        // At the real Discord an operator registers when he wants to: `npm run register`.
        if (discord !== null) await register(discord, keys, await readDefinitionsAnew());
      },
      close: closeAll,
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** The mcp Worker has nothing to do where no MCP server is allowed; each Worker more makes the start longer. */
function neededWorkers({ mcp, mcpStandIn }: StackSettings, options: StackOptions): readonly WorkerName[] {
  const needsMcp = mcp !== undefined || mcpStandIn === true || options.vars?.mcp !== undefined;
  return [
    ...BASE_WORKERS,
    ...(needsMcp ? (['mcp'] as const) : []),
    ...(options.console === true ? CONSOLE_WORKERS : []),
  ];
}

function usedParts(settings: StackSettings, options: StackOptions): Part[] {
  const parts: Part[] = ['bot', 'bff', 'voice'];
  if (options.console === true) parts.push('console');
  if (settings.discord === undefined) parts.push('discord');
  if (settings.openai === undefined && settings.catalogue === undefined) parts.push('openai');
  if (settings.upstash === undefined) parts.push('upstash');
  if (settings.database?.kind !== 'neon') parts.push('neon');
  if (settings.searchStandIn === true) parts.push('search');
  if (settings.mcpStandIn === true) parts.push('mcp');
  return parts;
}

function inDataDir(options: StackOptions, folder: string): { dataDir?: string } {
  return options.dataDir === undefined ? {} : { dataDir: join(options.dataDir, folder) };
}

/** `Promise.all`, but nothing is still starting when it throws. */
async function allOrThrow<const T extends readonly unknown[]>(
  values: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const results = await Promise.allSettled(values);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return results.map((result) => (result as PromiseFulfilledResult<unknown>).value) as {
    -readonly [K in keyof T]: Awaited<T[K]>;
  };
}

/** Does what an operator does once in Discord's portal: registers the commands, then the endpoints, which Discord probes. */
async function introduce(
  discord: NonNullable<StandIns['discord']>,
  workers: RunningWorkers,
  keys: DevKeys,
): Promise<void> {
  await register(discord, keys);
  const verdict = await discord.setInteractionsEndpoint(`${workers.botUrl}/interactions`);
  if (!verdict.ok) throw new Error(`The Discord stand-in refused the interactions endpoint: ${verdict.why}`);
  const events = await discord.setEventsEndpoint(`${workers.botUrl}/events`);
  if (!events.ok) throw new Error(`The Discord stand-in refused the events endpoint: ${events.why}`);
}

function register(
  { apiBaseUrl }: NonNullable<StandIns['discord']>,
  { applicationId, botToken }: DevKeys,
  definitions?: Awaited<ReturnType<typeof readDefinitionsAnew>>,
): Promise<number> {
  return registerCommands({
    apiBaseUrl,
    applicationId,
    botToken,
    ...(definitions === undefined ? {} : { definitions }),
  });
}
