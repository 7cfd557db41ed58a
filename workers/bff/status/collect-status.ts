/** The health of each part, and what the caller has left. */
import type { Caller } from '../../../shared/contract/caller.ts';
import { guildCallsId, utcDay } from '../../../shared/contract/cost-limits.ts';
import { LLM_ORIGIN, LLM_STATUS_PATH, TRACEPARENT_HEADER } from '../../../shared/contract/routes.ts';
import type { BffStatus, LlmStatus } from '../../../shared/contract/status.ts';
import { formatTraceparent } from '../../../shared/observe/trace.ts';
import { sumToday } from '../ledger/sums.ts';
import { accountOfCaller } from '../limits/account.ts';
import { createCallLimiter } from '../limits/call-limiter.ts';
import type { Services } from '../services.ts';
import { openRedis } from '../store/redis.ts';
import { budgetKeys } from '../store/redis-keys.ts';
import { probe } from './probe.ts';

/** Together with the nonce's 400 ms it stays well below the two seconds for which the bot waits. */
const PROBE_DEADLINE_MS = 1_000;

/** Never rejects, and never takes longer than the probes' deadline. */
export async function collectStatus(services: Services, caller: Caller): Promise<BffStatus> {
  const { config, now } = services;
  const { guild, ...user } = accountOfCaller(caller, config);
  const { spent, held } = budgetKeys(utcDay(now()), 'user', user.owner);

  const [calls, today, llm] = await Promise.all([
    // By the guard's own deadline: a Redis that is too slow for the guard is no healthy one.
    probe(now, config.redis.timeoutMs, () => {
      const redis = openRedis(config.redis, config.redis.timeoutMs);
      // Begun in one tick: one HTTP request for the limits, one for what is only read.
      return Promise.all([
        createCallLimiter(redis, user.callsPerMin).peek(user.id),
        guild === null ? null : createCallLimiter(redis, guild.callsPerMin).peek(guildCallsId(guild.id)),
        // What calls under way hold is not to be had either.
        Promise.all([redis.hget<string>(spent, 'tokens'), redis.hget<string>(held, 'tokens')]).then(sumOf),
        Promise.all([redis.hget<string>(spent, 'micro_usd'), redis.hget<string>(held, 'micro_usd')]).then(
          sumOf,
        ),
      ]);
    }),
    probe(now, PROBE_DEADLINE_MS, () => sumToday(services.openDatabase(PROBE_DEADLINE_MS), caller.user_id)),
    probe(now, PROBE_DEADLINE_MS, (signal) => askLlm(services, signal)),
  ]);

  return {
    version: config.version,
    parts: { redis: calls.health, database: today.health, llm: llm.health },
    degraded: calls.health.state !== 'ok',
    calls: {
      user_limit: user.callsPerMin,
      user_remaining: calls.value?.[0].remaining ?? null,
      guild_limit: guild?.callsPerMin ?? null,
      guild_remaining: calls.value?.[1]?.remaining ?? null,
    },
    budget:
      calls.value === null
        ? null
        : {
            tokens_limit: config.budgets.user.tokens,
            tokens_spent: calls.value[2],
            micro_usd_limit: config.budgets.user.microUsd,
            micro_usd_spent: calls.value[3],
          },
    today:
      today.value === null
        ? null
        : {
            calls: today.value.calls,
            total_tokens: today.value.totalTokens,
            cost_micro_usd: today.value.costMicroUsd,
          },
    moderated: config.moderation !== null,
    llm: llm.value,
  };
}

function sumOf(amounts: (string | null)[]): number {
  return amounts.reduce((sum, amount) => sum + Number(amount ?? 0), 0);
}

async function askLlm({ config, signer, trace }: Services, signal: AbortSignal): Promise<LlmStatus> {
  const signed = await signer.sign(`${LLM_ORIGIN}${LLM_STATUS_PATH}`, {
    headers: { [TRACEPARENT_HEADER]: formatTraceparent(trace) },
    body: '{}',
    signal,
  });
  const response = await config.llm.fetch(signed, { signal });
  if (!response.ok) throw new Error('The llm Worker refused its status');
  return response.json<LlmStatus>();
}
