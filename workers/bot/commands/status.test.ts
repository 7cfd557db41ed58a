import { expect, it } from 'vitest';
import { LOCALES } from '../../../shared/contract/caller.ts';
import type { BffStatus, BudgetStatus } from '../../../shared/contract/status.ts';
import { textsFor } from '../locale/choose.ts';
import { renderStatus } from './status.ts';

const ok = { state: 'ok', latency_ms: 3 } as const;
const budget = (tokens: number, spent: number): BudgetStatus => ({
  tokens_limit: tokens,
  tokens_spent: spent,
  micro_usd_limit: 0,
  micro_usd_spent: 0,
});
const status: BffStatus = {
  version: '1',
  parts: { redis: ok, database: ok, llm: ok },
  degraded: false,
  calls: { user_limit: 5, user_remaining: 2, guild_limit: 100, guild_remaining: 100 },
  budget: budget(10_000, 1_000),
  member_budget: budget(4_000, 3_500),
  guild_budget: budget(50_000, 60_000),
  today: { calls: 3, total_tokens: 900, cost_micro_usd: 12 },
  moderated: true,
  llm: { version: '1', default_model: 'm', fallback_model: null, circuits: [] },
};

it.each(LOCALES)(
  'leads with what is left, of the bound that ends first, and when it returns (%s)',
  (locale) => {
    const text = renderStatus(textsFor(locale), { version: '1', bff: ok, status, nowMs: 30_000 });
    const lines = text.split('\n');
    expect(lines[0]).toMatch(/2.*5.*<t:60:R>/);
    expect(lines[1]).toMatch(/[^\d,]500[^\d,].*<t:86400:R>/);
    expect(lines[2]).toMatch(/100.*100/);
    expect(lines[3]).toMatch(/\b0[^\d,].*<t:86400:R>/);
    expect(lines.filter((line) => line.includes('🟢'))).toHaveLength(1);
  },
);

it('does not call the model of the operator the one that answers this person', () => {
  const text = (locale: 'ko' | 'en') =>
    renderStatus(textsFor(locale), { version: '1', bff: ok, status, nowMs: 0 });
  expect(text('en')).toContain('Default model: `m`');
  expect(text('ko')).toContain('기본 모델: `m`');
});

it('says when an open circuit is tried again, and nothing of a moment that is over', () => {
  const circuits = [{ target: 'host/m', state: 'open', retry_at_ms: 60_000 } as const];
  const open = { ...status, llm: { ...(status.llm as NonNullable<BffStatus['llm']>), circuits } };
  const at = (nowMs: number) => renderStatus(textsFor('en'), { version: '1', bff: ok, status: open, nowMs });
  expect(at(59_000)).toContain('`host/m`: open — probes again <t:60:R>');
  expect(at(60_000)).toMatch(/`host\/m`: open$/m);
});

it('says nothing of bounds that there are not', () => {
  const none = { ...status, budget: budget(0, 9), member_budget: null, guild_budget: null };
  const text = renderStatus(textsFor('en'), { version: '1', bff: ok, status: none, nowMs: 0 });
  expect(text).not.toContain('budget');
});
