/**
 * What a deployment consists of: for each Worker of wrangler.toml a flat configuration under the name it has in an environment,
 * its variables and its secrets. Pure.
 */
import type { Catalogue } from '../../shared/catalogue/catalogue.ts';
import { WORKERS, type WorkerName } from '../stack/build.ts';
import { PRODUCTION } from '../stack/environments.ts';
import type { StackSettings } from '../stack/settings.ts';
import { secretsOf } from './secrets.ts';

/** As wrangler.toml has it. */
export interface RawConfig {
  env?: Record<string, RawWorker>;
  [key: string]: unknown;
}

export interface RawWorker {
  name: string;
  main: string;
  workers_dev?: boolean;
  vars?: Record<string, unknown>;
  services?: { binding: string; service: string; [key: string]: unknown }[];
  tail_consumers?: { service: string }[];
  durable_objects?: { bindings?: { name: string; class_name: string; script_name?: string }[] };
  ratelimits?: { name: string; namespace_id: string; [key: string]: unknown }[];
  migrations?: { tag: string }[];
  assets?: { directory: string; [key: string]: unknown };
  [key: string]: unknown;
}

export interface Target {
  worker: WorkerName;
  /** Of the Worker at Cloudflare. */
  name: string;
  isPublic: boolean;
  /** For wrangler, without environments; `main` is absolute. */
  config: RawWorker & Record<string, unknown>;
  /** The newest step of its Durable Objects. */
  migrationTag: string | undefined;
  /** Values from the `.vars` file. */
  secrets: Record<string, string>;
  /** Names without which it refuses to work. */
  needs: readonly string[];
}

/** Staging has limits of its own: an account's limiters are told apart by these numbers alone. */
const STAGING_NAMESPACES = 10_000;

export function createTargets(
  raw: RawConfig,
  settings: StackSettings,
  { environment, root, version }: { environment: string; root: string; version: string },
): Target[] {
  const suffix = environment === PRODUCTION ? '' : `-${environment}`;
  const { env = {}, ...inherited } = raw;
  const targets = WORKERS.flatMap((worker): Target[] => {
    const own = env[worker];
    if (own === undefined) return [];
    const name = `${own.name}${suffix}`;
    const config = {
      ...inherited,
      ...own,
      name,
      main: `${root}/${own.main}`,
      ...(own.assets && { assets: { ...own.assets, directory: `${root}/${own.assets.directory}` } }),
      vars: { ...own.vars, ...varsOf(worker, settings), LIBRA_VERSION: version },
      ...(own.services && {
        services: own.services.map((each) => ({ ...each, service: `${each.service}${suffix}` })),
      }),
      ...(own.tail_consumers && {
        tail_consumers: own.tail_consumers.map(({ service }) => ({ service: `${service}${suffix}` })),
      }),
      ...(own.durable_objects?.bindings && {
        durable_objects: {
          bindings: own.durable_objects.bindings.map((each) =>
            each.script_name === undefined ? each : { ...each, script_name: `${each.script_name}${suffix}` },
          ),
        },
      }),
      ...(own.ratelimits && { ratelimits: own.ratelimits.map((each) => withOwnNamespace(each, suffix)) }),
    };
    return [
      {
        worker,
        name,
        isPublic: own.workers_dev === true,
        config,
        migrationTag: own.migrations?.at(-1)?.tag,
        secrets: secretValuesOf(worker, settings),
        needs: secretsOf(worker, settings.catalogue?.catalogue, settings.mcp?.servers),
      },
    ];
  });
  return inOrder(targets);
}

function withOwnNamespace<Limit extends { namespace_id: string }>(limit: Limit, suffix: string): Limit {
  if (suffix === '') return limit;
  const shift = STAGING_NAMESPACES * (1 + (hashOf(suffix) % 50));
  return { ...limit, namespace_id: String(Number(limit.namespace_id) + shift) };
}

function hashOf(text: string): number {
  return [...text].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) % 65_536, 7);
}

/** Who is called comes before who calls; the bot last. A ring is cut where it was entered. */
function inOrder(targets: readonly Target[]): Target[] {
  const byName = new Map(targets.map((target) => [target.name, target]));
  const ordered = new Set<Target>();
  const entered = new Set<Target>();
  const visit = (target: Target): void => {
    if (entered.has(target)) return;
    entered.add(target);
    const { services = [], tail_consumers: tails = [], durable_objects: objects } = target.config;
    const needed = [
      ...[...services, ...tails].map(({ service }) => service),
      ...(objects?.bindings ?? []).flatMap(({ script_name }) => script_name ?? []),
    ];
    for (const name of needed) {
      const called = byName.get(name);
      if (called !== undefined) visit(called);
    }
    ordered.add(target);
  };
  for (const target of targets.toSorted((a, b) => Number(a.worker === 'bot') - Number(b.worker === 'bot')))
    visit(target);
  return [...ordered];
}

/** Those of the overrides that are no secret may be read by every Worker. */
function varsOf(
  worker: WorkerName,
  { overrides, catalogue, mcp, openai }: StackSettings,
): Record<string, string> {
  const open = Object.entries(overrides).filter(([name]) => !(name in SECRET_OVERRIDES));
  const knowsModels = worker === 'bff' || worker === 'llm';
  return {
    ...Object.fromEntries(open),
    ...(knowsModels && openai !== undefined ? { OPENAI_BASE_URL: openai.baseUrl } : {}),
    ...(knowsModels ? catalogue?.variables : {}),
    ...(worker === 'bff' || worker === 'mcp' ? mcp?.variables : {}),
  };
}

/** Which Workers get which secret of those that only tune; the test finds one that is missing here. */
export const SECRET_OVERRIDES: Readonly<Record<string, readonly WorkerName[]>> = {
  WORKER_SHARED_SECRET: WORKERS,
  WORKER_SHARED_SECRET_PREVIOUS: WORKERS.filter((worker) => worker !== 'bot'),
  ALERT_WEBHOOK_URL: ['logs'],
  FALLBACK_OPENAI_API_KEY: ['llm'],
  SEARCH_API_KEY: ['bff'],
  CHANNEL_READER_TOKEN: ['bff'],
};

function secretValuesOf(worker: WorkerName, settings: StackSettings): Record<string, string> {
  const { discord, openai, upstash, database, catalogue, mcp, overrides } = settings;
  const tuned = Object.entries(overrides).filter(
    ([name]) => SECRET_OVERRIDES[name]?.includes(worker) === true,
  );
  return {
    ...Object.fromEntries(tuned),
    ...(worker === 'bot' && discord !== undefined
      ? {
          DISCORD_APPLICATION_ID: discord.applicationId,
          DISCORD_PUBLIC_KEY: discord.publicKey,
          DISCORD_BOT_TOKEN: discord.botToken,
        }
      : {}),
    // Posts what was said when the token of the command is too old.
    ...(worker === 'voice' && discord !== undefined ? { DISCORD_BOT_TOKEN: discord.botToken } : {}),
    ...((worker === 'bot' || worker === 'bff') && upstash !== undefined
      ? { UPSTASH_REDIS_REST_URL: upstash.url, UPSTASH_REDIS_REST_TOKEN: upstash.token }
      : {}),
    ...(worker === 'bff' && database !== undefined ? { DATABASE_URL: database.url } : {}),
    ...(worker === 'llm' && openai !== undefined ? { OPENAI_API_KEY: openai.apiKey } : {}),
    ...(worker === 'llm' ? keysOf(catalogue) : {}),
    ...(worker === 'mcp' ? mcp?.secrets : {}),
  };
}

function keysOf(catalogue: { keys: Record<string, string>; catalogue: Catalogue } | undefined) {
  return catalogue?.keys ?? {};
}

/** What of a Worker's configuration a deployment knows how to bring to an environment, or what is the same in each. */
const KNOWN_FIELDS = new Set([
  ...['name', 'main', 'workers_dev', 'preview_urls', 'vars', 'triggers', 'migrations', 'assets'],
  ...['services', 'tail_consumers', 'durable_objects', 'ratelimits'],
  ...[
    'compatibility_date',
    'compatibility_flags',
    'send_metrics',
    'minify',
    'keep_names',
    'upload_source_maps',
  ],
  ...['observability', 'placement', 'limits'],
]);

/** Bindings to what somebody would have to create first, and in staging anew: nothing here does that. A line each. */
export function findUnprovided(targets: readonly Target[]): string[] {
  return targets.flatMap(({ name, config }) =>
    Object.keys(config)
      .filter((field) => !KNOWN_FIELDS.has(field))
      .map(
        (field) =>
          `${name} has ${field} in wrangler.toml, which no deployment provides (dev/deploy/targets.ts)`,
      ),
  );
}

/** What keeps this configuration from being deployed, whatever is at Cloudflare. */
export function findProblems(settings: StackSettings, file: string): string[] {
  const { database, discord, overrides } = settings;
  const problems: string[] = [];
  if (database === undefined)
    problems.push(`DATABASE_URL is missing in ${file}: the schema is brought up to date before the Workers`);
  else if (database.kind === 'postgres' && overrides.NEON_HTTP_URL === undefined) {
    problems.push(
      'DATABASE_URL is no database of Neon: a deployed Worker reaches Postgres only over HTTP as Neon speaks it. ' +
        'Take a database at neon.tech, or put Neon’s HTTP proxy before yours and name it in NEON_HTTP_URL (docs/operations.md)',
    );
  }
  if (discord === undefined)
    problems.push(
      `DISCORD_APPLICATION_ID, DISCORD_PUBLIC_KEY and DISCORD_BOT_TOKEN are missing in ${file}: the commands are registered with them`,
    );
  for (const [name, value] of Object.entries({
    UPSTASH_REDIS_REST_URL: settings.upstash?.url,
    OPENAI_BASE_URL: settings.openai?.baseUrl,
    DATABASE_URL: database?.url,
  })) {
    if (
      value !== undefined &&
      /^(\[?::1\]?|localhost|127\.|0\.0\.0\.0)/.test(URL.parse(value)?.hostname ?? '')
    )
      problems.push(`${name} names this machine, which no deployed Worker can reach`);
  }
  return problems;
}
