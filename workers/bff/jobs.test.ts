/** The cron triggers over a real Postgres and a real Redis. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { NeonStandIn } from '../../dev/neon/server.ts';
import { startMigratedNeon } from '../../dev/stack/migrated-neon.ts';
import { startUpstashStandIn, type UpstashStandIn } from '../../dev/upstash/server.ts';
import { OPERATOR_LIMITS_KEY, readLimits } from '../../shared/contract/cost-limits.ts';
import { runJobs } from './jobs.ts';
import { openDatabase } from './store/database.ts';
import { openRedis } from './store/redis.ts';

let neon: NeonStandIn;
let upstash: UpstashStandIn;

beforeAll(async () => {
  [neon, upstash] = await Promise.all([
    startMigratedNeon(),
    startUpstashStandIn({ token: 'a-token-for-tests' }),
  ]);
});
afterAll(async () => {
  await Promise.all([neon?.close(), upstash?.close()]);
});

const config = () => ({
  redis: { url: upstash.url, token: upstash.token, timeoutMs: 5_000 },
  sharedSecrets: ['s'.repeat(40)],
  retentionDays: 30,
});
const redis = () => openRedis(config().redis, 20_000);
const log = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() };

/** `env`: as a deployment has it. */
const run = (env: Record<string, string>) =>
  runJobs('20 * * * *', {
    config: config(),
    env,
    log,
    openDatabase: (deadlineMs: number) =>
      openDatabase({ url: neon.databaseUrl, httpUrl: neon.httpUrl }, deadlineMs),
  } as never);
const told = async () => readLimits(await redis().get(OPERATOR_LIMITS_KEY));

it('tell the bot of operators’ limits anew, when Redis has lost them and when a deployment has changed others', async () => {
  await neon.query(
    `INSERT INTO operator_settings (version, settings) VALUES (1, '{"LLM_CALLS_PER_MIN": "7"}'::jsonb)`,
  );
  await run({ LLM_USER_TOKENS_PER_DAY: '1000' });
  expect(await told()).toMatchObject({ userCallsPerMin: 7, budgets: { user: { tokens: 1_000 } } });
  await run({ LLM_USER_TOKENS_PER_DAY: '5000' });
  expect(await told()).toMatchObject({ userCallsPerMin: 7, budgets: { user: { tokens: 5_000 } } });
  await neon.query(`INSERT INTO operator_settings (version, settings) VALUES (2, '{}'::jsonb)`);
  await run({});
  expect(await told()).toBeNull();
  expect(log.warn).not.toHaveBeenCalled();
});
