import type { StatusTexts } from '../texts/status.ts';
import { counted } from './counted.ts';

/** What is left of either kind; null: there is no such bound. */
function amounts(tokens: number | null, microUsd: number | null): string {
  return [
    ...(tokens === null ? [] : [counted(tokens, 'token')]),
    ...(microUsd === null ? [] : [`$${(microUsd / 1_000_000).toFixed(4)}`]),
  ].join(', ');
}

export const statusEn: StatusTexts = {
  version: (version) => `-# Libra ${version}`,
  healthy: (parts) => `Working: ${parts}`,
  parts: { bot: 'Bot', bff: 'Conversations', redis: 'Redis', database: 'Database', llm: 'AI gateway' },
  health: { ok: 'ok', down: 'down', slow: 'slow' },
  unknown: 'unknown',
  unmoderated: '⚪ Questions and answers are not checked.',
  degraded: '⚠️ Redis cannot be reached, so stricter temporary limits apply.',
  bff_silent: '⚠️ The conversation service did not answer in time, so details are unknown.',
  calls: (left, limit, at) =>
    `**Your questions left: ${left ?? 'unknown'} of ${limit} a minute**${at === null ? '' : ` — more <t:${at}:R>`}`,
  guildCalls: (left, limit, at) =>
    `This server's questions left: ${left ?? 'unknown'} of ${limit} a minute${at === null ? '' : ` — more <t:${at}:R>`}`,
  today: (calls, tokens, cost) =>
    `Your use today: ${counted(calls, 'question')}, ${counted(tokens, 'token')}, $${(cost / 1_000_000).toFixed(4)}`,
  todayUnknown: 'Your use today: unknown',
  budget: (tokens, money, at) => `Your budget left today: ${amounts(tokens, money)} — all of it <t:${at}:R>`,
  guildBudget: (tokens, money, at) =>
    `This server's budget left today: ${amounts(tokens, money)} — all of it <t:${at}:R>`,
  model: (name, fallback) =>
    `Default model: \`${name}\`${fallback === null ? '' : ` (fallback: \`${fallback}\`)`}`,
  circuit: (target, state, retryAt) =>
    `Circuit breaker \`${target}\`: ${state}${retryAt === null ? '' : ` — probes again <t:${retryAt}:R>`}`,
};
