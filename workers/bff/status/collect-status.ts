/** The health of each part, and what the caller has left. */
import type { Caller } from '../../../shared/contract/caller.ts';
import { type Budget, guildCallsId, utcDay } from '../../../shared/contract/cost-limits.ts';
import { LLM_ORIGIN, LLM_STATUS_PATH } from '../../../shared/contract/routes.ts';
import type { BffStatus, BudgetStatus, LlmStatus } from '../../../shared/contract/status.ts';
import type { EffectiveSettings } from '../../../shared/settings/effective.ts';
import { postSigned } from '../http/post-signed.ts';
import { sumToday } from '../ledger/sums.ts';
import { accountOfCaller, limitedBy } from '../limits/account.ts';
import { createCallLimiter } from '../limits/call-limiter.ts';
import { readBudget } from '../limits/read-budget.ts';
import type { Services } from '../services.ts';
import { readShown } from '../settings/read.ts';
import { channelOf, effectiveFor, NO_SETTINGS } from '../settings/scopes.ts';
import { openRedis } from '../store/redis.ts';
import { budgetKey } from '../store/redis-keys.ts';
import { probe } from './probe.ts';

/** Together with the nonce's 400 ms it stays well below the two seconds for which the bot waits. */
const PROBE_DEADLINE_MS = 1_000;

/** Never rejects, and never takes longer than the probes' deadline. */
export async function collectStatus(services: Services, caller: Caller): Promise<BffStatus> {
  const { config, now } = services;
  const { guild, ...user } = accountOfCaller(caller, config);

  const [calls, today, settings, llm] = await Promise.all([
    // By the guard's own deadline: a Redis that is too slow for the guard is no healthy one.
    probe(now, config.redis.timeoutMs, () => {
      const redis = openRedis(config.redis, config.redis.timeoutMs);
      // Begun in one tick: one HTTP request for the limits, one for what is only read.
      return Promise.all([
        createCallLimiter(redis, user.callsPerMin).peek(user.id),
        guild === null ? null : createCallLimiter(redis, guild.callsPerMin).peek(guildCallsId(guild.id)),
        readBudget(redis, budgetKey(utcDay(now()), 'user', user.owner), now()),
        guild === null ? null : readBudget(redis, budgetKey(utcDay(now()), 'member', user.id), now()),
        guild === null ? null : readBudget(redis, budgetKey(utcDay(now()), 'guild', guild.id), now()),
      ]);
    }),
    probe(now, PROBE_DEADLINE_MS, () => sumToday(services.openDatabase(PROBE_DEADLINE_MS), caller.user_id)),
    probe(now, PROBE_DEADLINE_MS, () => readPlace(services, caller)),
    probe(now, PROBE_DEADLINE_MS, (signal) => askLlm(services, signal)),
  ]);

  // Without the settings, what the operator allows is all that is known.
  const bounded =
    settings.value === null ? { ...user, guild } : limitedBy({ ...user, guild }, settings.value);
  const [ownCalls, guildCalls, ownSpent, memberSpent, guildSpent] = calls.value ?? [];

  return {
    version: config.version,
    parts: { redis: calls.health, database: today.health, llm: llm.health },
    degraded: calls.health.state !== 'ok',
    calls: {
      user_limit: bounded.callsPerMin,
      // Both limits count the same calls.
      user_remaining:
        ownCalls === undefined
          ? null
          : Math.max(0, ownCalls.remaining - (user.callsPerMin - bounded.callsPerMin)),
      guild_limit: guild?.callsPerMin ?? null,
      guild_remaining: guildCalls?.remaining ?? null,
    },
    budget: budgetOf(config.budgets.user, ownSpent),
    member_budget: budgetOf(bounded.member, memberSpent),
    guild_budget: budgetOf(
      bounded.guild?.budget ?? (guild === null ? undefined : config.budgets.guild),
      guildSpent,
    ),
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

/** Null: there is no such budget, or what is spent of it is not known. */
export function budgetOf(limit: Budget | undefined, spent: Budget | null | undefined): BudgetStatus | null {
  if (limit === undefined || spent == null) return null;
  return {
    tokens_limit: limit.tokens,
    tokens_spent: spent.tokens,
    micro_usd_limit: limit.microUsd,
    micro_usd_spent: spent.microUsd,
  };
}

async function readPlace(services: Services, caller: Caller): Promise<EffectiveSettings> {
  const { guild_id: guildId, user_id: userId } = caller;
  if (guildId === null) return NO_SETTINGS;
  const db = services.openDatabase(PROBE_DEADLINE_MS);
  const read = await readShown(db, { guildId, settingsChannelId: channelOf(caller), userId });
  return effectiveFor(services.config, { ...read, personas: [] }, caller);
}

async function askLlm(services: Services, signal: AbortSignal): Promise<LlmStatus> {
  const asked = { url: `${LLM_ORIGIN}${LLM_STATUS_PATH}`, body: '{}', signal };
  const response = await postSigned(services.config.llm, asked, services);
  if (!response.ok) throw new Error('The llm Worker refused its status');
  return response.json<LlmStatus>();
}
