import type { BffStatus, PartHealth } from '../../../shared/contract/status.ts';
import { ephemeral, type InteractionCallback } from '../discord/respond.ts';
import type { StatusTexts, Texts } from '../locale/texts.ts';
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
  caller,
  texts,
  services,
}: InteractionContext): Promise<InteractionCallback> {
  const startedAtMs = services.now();
  const reply = await services.bff.status(caller);
  const bff: PartHealth = {
    state: reply.ok ? 'ok' : 'down',
    latency_ms: services.now() - startedAtMs,
  };
  if (!reply.ok)
    services.log.warn('status.degraded', { code: reply.failure.code, durationMs: bff.latency_ms });
  return ephemeral(renderStatus(texts, services.version, bff, reply.ok ? reply.value : null));
}

/** Pure. `status` is null when the bff did not answer. */
export function renderStatus(
  texts: Texts,
  version: string,
  bff: PartHealth,
  status: BffStatus | null,
): string {
  const t = texts.status;
  const lines = [t.title(version), '', partLine(t, t.parts.bff, bff)];
  if (status === null) return [...lines, '', t.bff_silent].join('\n');

  const { parts, calls, today, llm } = status;
  lines.push(
    partLine(t, t.parts.redis, parts.redis),
    partLine(t, t.parts.database, parts.database),
    partLine(t, t.parts.llm, parts.llm),
  );
  if (status.degraded) lines.push('', t.degraded);
  lines.push('', t.calls(calls.user_remaining, calls.user_limit));
  if (calls.guild_limit !== null) lines.push(t.guildCalls(calls.guild_remaining, calls.guild_limit));
  lines.push(
    today === null ? t.todayUnknown : t.today(today.calls, today.total_tokens, today.cost_micro_usd),
  );
  lines.push(...budgetLines(t, status.budget));
  if (llm !== null) lines.push('', t.model(llm.default_model, llm.fallback_model), ...circuitLines(t, llm));
  return lines.join('\n');
}

const MARKS: Record<PartHealth['state'], string> = { ok: '🟢', slow: '🟡', down: '🔴' };

function partLine(t: StatusTexts, name: string, { state, latency_ms }: PartHealth): string {
  return `${MARKS[state]} ${name}: ${t.health[state]}${state === 'down' ? '' : ` (${Math.round(latency_ms)} ms)`}`;
}

/** What calls under way have reserved counts as spent. Unknown while Redis is out: then nothing is said. */
function budgetLines(t: StatusTexts, budget: BffStatus['budget']): string[] {
  if (budget == null) return [];
  const left = (limit: number, spent: number) => (limit === 0 ? null : Math.max(0, limit - spent));
  const tokens = left(budget.tokens_limit, budget.tokens_spent);
  const microUsd = left(budget.micro_usd_limit, budget.micro_usd_spent);
  return tokens === null && microUsd === null ? [] : [t.budget(tokens, microUsd)];
}

/** Bounded: a message holds 2,000 characters, and a healthy circuit is no news. */
const MAX_CIRCUIT_LINES = 5;

function circuitLines(t: StatusTexts, { circuits }: NonNullable<BffStatus['llm']>): string[] {
  const troubled = circuits.flatMap(({ target, state, retry_at_ms: retryAt }) =>
    state === 'closed'
      ? []
      : [t.circuit(target.slice(0, 80), state, retryAt === undefined ? null : Math.ceil(retryAt / 1000))],
  );
  return troubled.length === 0 ? [t.circuitsClosed] : troubled.slice(0, MAX_CIRCUIT_LINES);
}
