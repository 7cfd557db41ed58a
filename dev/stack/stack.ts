/**
 * The local stack as one value: stand-ins (or the real services that `.dev.vars` names), the Workers in workerd,
 * migrations applied, commands registered, the interactions endpoint confirmed. `npm start`, `npm run ask` and the tests
 * all start this and nothing else.
 */
import { join } from 'node:path';
import type { NeonStandIn } from '../neon/server.ts';
import { createTemporaryFolder } from '../stand-in/temporary-folder.ts';
import {
  beginStandIns,
  isStoodInFor,
  STAND_INS,
  type StandInOptions,
  type Track,
} from './begin-stand-ins.ts';
import { BASE_WORKERS, type Bundle, CONSOLE_WORKERS, type WorkerName } from './build.ts';
import { obtainWorkers } from './build-cache.ts';
import { type DevKeys, loadOrCreateKeys } from './keys.ts';
import type { Database } from './migrate.ts';
import { assertPortsFree, choosePorts, type Part } from './ports.ts';
import { prepareDatabase } from './prepare-database.ts';
import type { PublicWeb } from './public-web.ts';
import { readDefinitionsAnew, registerCommands } from './register.ts';
import { describeParts, type PartReport } from './report.ts';
import type { StackSettings } from './settings.ts';
import type { StandIns } from './stand-ins.ts';
import { createVars } from './vars.ts';
import { type RunningWorkers, startWorkers } from './workers.ts';

export interface StackOptions extends StandInOptions {
  settings?: StackSettings;
  /** First of the ports of all parts, which are consecutive; 0 lets the system choose. */
  basePort?: number;
  /** Bundles built beforehand, so that many stacks share one build. */
  bundles?: readonly Bundle[];
  /** Variables over all others, for tests. */
  vars?: Partial<Record<WorkerName, Record<string, string>>>;
  /** For tests: what answers in place of the public internet where pages are read. */
  publicWeb?: PublicWeb;
  /** Starts the console as well. */
  console?: boolean;
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
    const track: Track = (part) => {
      opened.push(part);
      return part;
    };
    const begun = beginStandIns(settings, options, { ports, keys, track });
    opening = begun.neon?.opened ?? null;
    // allSettled, so that after a failure everything that did start is known and can be closed.
    const [bundles, openai, upstash, neonAddresses, discord, search, mcp] = await allOrThrow([
      options.bundles === undefined ? obtainWorkers(buildDir, needed) : Promise.resolve(options.bundles),
      begun.openai,
      begun.upstash,
      begun.neon?.addresses ?? null,
      begun.discord,
      begun.search,
      begun.mcp,
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
      urls: urlsOf(settings, standIns, workers),
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

function urlsOf(
  { openai, catalogue, upstash }: StackSettings,
  standIns: StandIns,
  workers: RunningWorkers,
): Stack['urls'] {
  const { discord, neon } = standIns;
  return {
    page: discord?.url ?? null,
    bot: workers.botUrl,
    bff: workers.bffUrl,
    voice: workers.voiceUrl,
    console: workers.consoleUrl,
    openai: openai?.baseUrl ?? standIns.openai?.url ?? catalogue?.catalogue.providers[0]?.baseUrl ?? '',
    upstash: upstash?.url ?? standIns.upstash?.url ?? '',
    neon: neon?.httpUrl ?? null,
  };
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
  return [
    'bot',
    'bff',
    'voice',
    ...(options.console === true ? (['console'] as const) : []),
    ...STAND_INS.filter((service) => isStoodInFor(service, settings)),
  ];
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
