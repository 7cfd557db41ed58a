import type { Caller } from '../../../shared/contract/caller.ts';
import { callsResetMs, nextUtcMidnight } from '../../../shared/contract/cost-limits.ts';
import type { BffStatus, BudgetStatus, PartHealth } from '../../../shared/contract/status.ts';
import type { InteractionBase } from '../discord/parse.ts';
import { ephemeral, type InteractionCallback } from '../discord/respond.ts';
import type { StatusTexts } from '../locale/texts/status.ts';
import type { Texts } from '../locale/texts.ts';
import type { InteractionContext } from '../services.ts';
import { type Command, EVERYWHERE } from './command.ts';

export const status: Command = {
  definition: {
    name: 'status',
    name_localizations: { ko: '상태' },
    description: 'Your remaining allowance and how the service is doing',
    description_localizations: { ko: '남은 사용량과 서비스 상태를 보여 드려요' },
    ...EVERYWHERE,
  },
  handle: (context) => answerStatus(context),
};

/** Answers within the bff client's own deadline. */
export async function answerStatus({
  interaction,
  caller,
  texts,
  services,
}: InteractionContext): Promise<InteractionCallback> {
  const startedAtMs = services.now();
  const reply = await services.bff.status(withRoles(caller, interaction));
  const bff: PartHealth = {
    state: reply.ok ? 'ok' : 'down',
    latency_ms: services.now() - startedAtMs,
  };
  if (!reply.ok)
    services.log.warn('status.degraded', { code: reply.failure.code, durationMs: bff.latency_ms });
  const status = reply.ok ? reply.value : null;
  return ephemeral(renderStatus(texts, { version: services.version, bff, status, nowMs: services.now() }));
}

/** A server may have set limits for roles. */
function withRoles(caller: Caller, { roleIds }: Pick<InteractionBase, 'roleIds'>): Caller {
  return caller.guild_id === null || roleIds.length === 0 ? caller : { ...caller, role_ids: [...roleIds] };
}

export interface StatusFacts {
  version: string;
  bff: PartHealth;
  /** Null when the bff did not answer. */
  status: BffStatus | null;
  nowMs: number;
}

/** What the person has left, then what is wrong. What is well is one line. Pure. */
export function renderStatus({ status: t }: Texts, { version, bff, status, nowMs }: StatusFacts): string {
  const own: Part[] = [
    { name: t.parts.bot, state: 'ok', latency_ms: 0 },
    { name: t.parts.bff, ...bff },
  ];
  if (status === null) return [t.bff_silent, '', ...healthLines(t, own), t.version(version)].join('\n');

  const { parts, llm } = status;
  const all: Part[] = [
    ...own,
    { name: t.parts.redis, ...parts.redis },
    { name: t.parts.database, ...parts.database },
    { name: t.parts.llm, ...parts.llm },
  ];
  return [
    ...allowanceLines(t, status, nowMs),
    '',
    ...healthLines(t, all),
    ...(status.degraded ? [t.degraded] : []),
    ...(status.moderated === false ? [t.unmoderated] : []),
    ...(llm === null
      ? []
      : [...circuitLines(t, llm, nowMs), '', t.model(llm.default_model, llm.fallback_model)]),
    t.version(version),
  ].join('\n');
}

interface Part extends PartHealth {
  name: string;
}

function allowanceLines(t: StatusTexts, status: BffStatus, nowMs: number): string[] {
  const { calls, today, budget, member_budget: ofRoles, guild_budget: ofGuild } = status;
  const minuteEnd = Math.ceil(callsResetMs(nowMs) / 1000);
  const dayEnd = Math.ceil(nextUtcMidnight(nowMs) / 1000);
  const whenUsed = (left: number | null, limit: number) =>
    left === null || left >= limit ? null : minuteEnd;
  const {
    user_remaining: left,
    user_limit: limit,
    guild_remaining: guildLeft,
    guild_limit: guildLimit,
  } = calls;
  return [
    t.calls(left, limit, whenUsed(left, limit)),
    ...budgetLines(t.budget, [budget, ofRoles], dayEnd),
    ...(guildLimit === null ? [] : [t.guildCalls(guildLeft, guildLimit, whenUsed(guildLeft, guildLimit))]),
    ...budgetLines(t.guildBudget, [ofGuild], dayEnd),
    today === null ? t.todayUnknown : t.today(today.calls, today.total_tokens, today.cost_micro_usd),
  ];
}

function healthLines(t: StatusTexts, parts: readonly Part[]): string[] {
  const healthy = parts.filter(({ state }) => state === 'ok').map(({ name }) => name);
  return [
    ...(healthy.length === 0 ? [] : [`${MARKS.ok} ${t.healthy(healthy.join(', '))}`]),
    ...parts.filter(({ state }) => state !== 'ok').map((part) => partLine(t, part)),
  ];
}

const MARKS: Record<PartHealth['state'], string> = { ok: '🟢', slow: '🟡', down: '🔴' };

function partLine(t: StatusTexts, { name, state, latency_ms }: Part): string {
  return `${MARKS[state]} ${name}: ${t.health[state]}${state === 'down' ? '' : ` (${Math.round(latency_ms)} ms)`}`;
}

/**
 * Of several budgets, what is left of the one that ends first. What calls under way have reserved counts as spent. Unknown while
 * Redis is out: then nothing is said.
 */
function budgetLines(
  show: StatusTexts['budget'],
  budgets: readonly (BudgetStatus | null | undefined)[],
  endSec: number,
): string[] {
  const known = budgets.filter((budget) => budget != null);
  const least = (amounts: readonly number[]) =>
    amounts.length === 0 ? null : Math.max(0, Math.min(...amounts));
  const left = (limit: number, spent: number) => (limit === 0 ? [] : [limit - spent]);
  const tokens = least(known.flatMap((each) => left(each.tokens_limit, each.tokens_spent)));
  const microUsd = least(known.flatMap((each) => left(each.micro_usd_limit, each.micro_usd_spent)));
  return tokens === null && microUsd === null ? [] : [show(tokens, microUsd, endSec)];
}

/** Bounded: a message holds 2,000 characters, and a healthy circuit is no news. */
const MAX_CIRCUIT_LINES = 5;

/** Without the moment of a trial that is due: it comes with the next question. */
function circuitLines(t: StatusTexts, { circuits }: NonNullable<BffStatus['llm']>, nowMs: number): string[] {
  const lines = circuits.flatMap(({ target, state, retry_at_ms: retryAt = 0 }) =>
    state === 'closed'
      ? []
      : [t.circuit(target.slice(0, 80), state, retryAt > nowMs ? Math.ceil(retryAt / 1000) : null)],
  );
  return lines.slice(0, MAX_CIRCUIT_LINES);
}
