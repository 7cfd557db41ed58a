import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { experimental_readRawConfig } from 'wrangler';
import { PROJECT_ROOT } from '../stack/build.ts';
import { parseDevVars } from '../stack/settings.ts';
import { TUNABLE } from '../stack/tunable.ts';
import { createTargets, findProblems, findUnprovided, type RawConfig, SECRET_OVERRIDES } from './targets.ts';

const raw = experimental_readRawConfig({ config: join(PROJECT_ROOT, 'wrangler.toml') })
  .rawConfig as RawConfig;
const settings = parseDevVars(
  [
    'DISCORD_APPLICATION_ID=123456789012345678',
    `DISCORD_PUBLIC_KEY=${'0'.repeat(64)}`,
    'DISCORD_BOT_TOKEN=fake.fake.fake',
    `WORKER_SHARED_SECRET=${'fake'.repeat(10)}`,
    'OPENAI_API_KEY=fake-key',
    'UPSTASH_REDIS_REST_URL=https://fake.upstash.io',
    'UPSTASH_REDIS_REST_TOKEN=fake',
    'DATABASE_URL=postgres://u:password@ep-a.aws.neon.tech/libra',
    'LLM_CALLS_PER_MIN=9',
  ].join('\n'),
);
const targetsOf = (environment: string) =>
  createTargets(raw, settings, { environment, root: '/root', version: '1+a' });

describe('the targets of a deployment', () => {
  it('come in an order in which everybody who is called is there before who calls, the bot last', () => {
    const order = targetsOf('production').map(({ worker }) => worker);
    expect(order.indexOf('llm')).toBeLessThan(order.indexOf('bff'));
    expect(order.indexOf('mcp')).toBeLessThan(order.indexOf('bff'));
    expect(order.indexOf('bff')).toBeLessThan(order.indexOf('documents'));
    expect(order.at(-1)).toBe('bot');
  });

  it('have in staging names, bindings and limits of their own, and in production those of wrangler.toml', () => {
    const [production, staging] = ['production', 'staging'].map(targetsOf);
    const bot = production?.find(({ worker }) => worker === 'bot')?.config;
    const other = staging?.find(({ worker }) => worker === 'bot')?.config;
    expect(bot).toMatchObject({ name: 'libra-bot', main: '/root/workers/bot/index.ts' });
    expect(bot?.services?.map(({ service }) => service)).toContain('libra-bff');
    expect(other).toMatchObject({ name: 'libra-bot-staging' });
    expect(other?.services?.map(({ service }) => service)).toContain('libra-bff-staging');
    const numbers = (config: typeof bot) => config?.ratelimits?.map(({ namespace_id }) => namespace_id) ?? [];
    expect(numbers(bot)).toContain('1004');
    expect(numbers(other).some((number) => numbers(bot).includes(number))).toBe(false);
    // Inherited at Cloudflare only from an environment's own file.
    expect(other).toMatchObject({
      compatibility_date: raw.compatibility_date,
      observability: { enabled: true },
    });
    expect(other).not.toHaveProperty('env');
  });

  it('name in staging nobody of production: not who is called, who reads the log, nor whose objects are used', () => {
    const names = new Set(targetsOf('staging').map(({ name }) => name));
    for (const { config } of targetsOf('staging')) {
      const named = [
        ...(config.services ?? []).map(({ service }) => service),
        ...(config.tail_consumers ?? []).map(({ service }) => service),
        ...(config.durable_objects?.bindings ?? []).flatMap(({ script_name }) => script_name ?? []),
      ];
      expect([config.name, named.filter((name) => !names.has(name))]).toEqual([config.name, []]);
    }
    const of = (environment: string, worker: string) =>
      targetsOf(environment).find((each) => each.worker === worker)?.config;
    expect(of('staging', 'bff')?.tail_consumers).toEqual([{ service: 'libra-logs-staging' }]);
    expect(of('production', 'bff')?.tail_consumers).toEqual([{ service: 'libra-logs' }]);
    const logStore = (environment: string) =>
      of(environment, 'console')?.durable_objects?.bindings?.find(({ name }) => name === 'LOG_STORE');
    expect(logStore('staging')).toMatchObject({ class_name: 'LogStore', script_name: 'libra-logs-staging' });
    expect(logStore('production')).toMatchObject({ script_name: 'libra-logs' });
    // An object of the Worker itself has no script's name, and gets none.
    expect(of('staging', 'bot')?.durable_objects?.bindings?.[0]).not.toHaveProperty('script_name');
  });

  it('have each its limits for itself, and its lines read by the logs Worker', () => {
    const all = targetsOf('production');
    const numbers = all.flatMap(({ config }) =>
      (config.ratelimits ?? []).map(({ namespace_id }) => namespace_id),
    );
    expect(new Set(numbers).size).toBe(numbers.length);
    // Neither reads its own lines; what the console does is audited.
    const unread = all
      .filter(({ config }) => config.tail_consumers === undefined)
      .map(({ worker }) => worker);
    expect(unread.sort()).toEqual(['console', 'logs']);
  });

  it('have no binding that a deployment would have to create', () => {
    expect(findUnprovided(targetsOf('staging'))).toEqual([]);
    const queues = { producers: [{ queue: 'q', binding: 'Q' }] };
    const bff = { ...raw.env?.bff, queues } as NonNullable<RawConfig['env']>[string];
    const targets = createTargets({ ...raw, env: { ...raw.env, bff } }, settings, {
      environment: 'staging',
      root: '/root',
      version: '1+a',
    });
    expect(findUnprovided(targets)).toEqual([expect.stringContaining('libra-bff-staging has queues')]);
  });

  it('give each Worker the secrets that it needs, and no other', () => {
    const secrets = Object.fromEntries(targetsOf('production').map((each) => [each.worker, each]));
    for (const { secrets: given, needs } of Object.values(secrets))
      expect(Object.keys(given)).toEqual(expect.arrayContaining([...needs]));
    expect(Object.keys(secrets.llm?.secrets ?? {}).sort()).toEqual([
      'OPENAI_API_KEY',
      'WORKER_SHARED_SECRET',
    ]);
    expect(secrets.bot?.secrets).not.toHaveProperty('DATABASE_URL');
    expect(secrets.bff?.secrets).not.toHaveProperty('OPENAI_API_KEY');
    expect(secrets.bff?.config.vars).toMatchObject({ LLM_CALLS_PER_MIN: '9', LIBRA_VERSION: '1+a' });
    for (const { config } of Object.values(secrets))
      expect(JSON.stringify(config)).not.toMatch(/fake|password@/);
  });

  it('treat every variable that tunes and holds a secret as one', () => {
    const secret = [...TUNABLE].filter((name) => /(SECRET|TOKEN|KEY|WEBHOOK_URL)(_PREVIOUS)?$/.test(name));
    expect(Object.keys(SECRET_OVERRIDES).sort()).toEqual(secret.sort());
  });
});

describe('what keeps a configuration from being deployed', () => {
  it('is nothing for a whole one', () => expect(findProblems(settings, '.production.vars')).toEqual([]));

  it('is what is missing', () => {
    const problems = findProblems(parseDevVars(''), '.production.vars').join('\n');
    expect(problems).toContain('DATABASE_URL is missing in .production.vars');
    expect(problems).toContain('DISCORD_APPLICATION_ID');
  });

  it('is a PostgreSQL that no Worker can reach, unless it is named how', () => {
    const own = 'DATABASE_URL=postgres://u:p@db.example.com/libra';
    expect(findProblems(parseDevVars(own), 'f').join()).toContain('is no database of Neon');
    const proxied = parseDevVars(`${own}\nNEON_HTTP_URL=https://db.example.com/sql`);
    expect(findProblems(proxied, 'f').join()).not.toContain('is no database of Neon');
  });

  it('is an address of this machine', () => {
    const local = 'UPSTASH_REDIS_REST_URL=http://127.0.0.1:8079\nUPSTASH_REDIS_REST_TOKEN=x';
    expect(findProblems(parseDevVars(local), 'f').join()).toContain(
      'UPSTASH_REDIS_REST_URL names this machine',
    );
  });
});

it('docs take the previous secret out of every Worker that a deployment gives it to', () => {
  const docs = readFileSync(join(PROJECT_ROOT, 'docs', 'operations.md'), 'utf8');
  const [, named = ''] =
    /^for worker in (.+); do npx wrangler secret delete WORKER_SHARED_SECRET_PREVIOUS/m.exec(docs) ?? [];
  expect(named.split(' ').sort()).toEqual([...(SECRET_OVERRIDES.WORKER_SHARED_SECRET_PREVIOUS ?? [])].sort());
});
