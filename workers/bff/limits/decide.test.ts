import { describe, expect, it } from 'vitest';
import type { StoredAnswer } from '../idempotency/stored-answer.ts';
import { type Admission, decide, type LimitReading, parseAdmission } from './decide.ts';

const NOW = Date.UTC(2026, 10, 23, 12, 0, 30);
const budgets = {
  user: { tokens: 1000, microUsd: 500 },
  guild: { tokens: 9000, microUsd: 0 },
  all: { tokens: 0, microUsd: 99 },
};
const answer: StoredAnswer = {
  id: 'chatcmpl-1',
  created: 1,
  model: 'm',
  answeredBy: 'm',
  content: '안녕',
  finishReason: 'stop',
  usage: null,
  fallback: false,
  provider: 'api.openai.com',
  conversationId: null,
};
const admitted: Admission = { kind: 'admitted', tokensSpent: 300, windowTokens: 0 };
const passing = (limit: number): LimitReading => ({
  success: true,
  limit,
  remaining: limit - 1,
  resetMs: NOW + 30_000,
});
const refusing = (limit: number): LimitReading => ({ ...passing(limit), success: false, remaining: 0 });

describe('the verdict', () => {
  it('admits with what is left', () => {
    const { verdict, refund, release } = decide(
      admitted,
      { user: passing(20), guild: passing(100) },
      budgets,
      NOW,
    );
    expect(verdict).toMatchObject({
      kind: 'admitted',
      degraded: false,
      allowance: { calls: { limit: 20, remaining: 19 }, tokens: { limit: 1000, remaining: 700 } },
    });
    expect({ refund, release }).toEqual({ refund: { user: false, guild: false }, release: false });
  });

  it('names the limit that refused and when it ends', () => {
    const { verdict } = decide(admitted, { user: refusing(20), guild: passing(100) }, budgets, NOW);
    expect(verdict).toMatchObject({
      kind: 'refused',
      code: 'rate_limit_user',
      evidence: { retry_after_sec: 30, resets_at: NOW / 1000 + 30, limit: 20 },
    });
  });

  it('gives the call back to the guild when the person is refused, and the other way round', () => {
    const byUser = decide(admitted, { user: refusing(20), guild: passing(100) }, budgets, NOW);
    expect(byUser.refund).toEqual({ user: false, guild: true });
    const byGuild = decide(admitted, { user: passing(20), guild: refusing(100) }, budgets, NOW);
    expect(byGuild.verdict).toMatchObject({ code: 'rate_limit_guild', evidence: { limit: 100 } });
    expect(byGuild.refund).toEqual({ user: true, guild: false });
    expect([byUser.release, byGuild.release]).toEqual([true, true]);
  });

  it('gives everything back of a person who may not ask', () => {
    const block = { by: 'moderator', untilMs: null } as const;
    const { verdict, refund, release } = decide(
      admitted,
      { user: passing(20), guild: passing(100), block },
      budgets,
      NOW,
    );
    expect(verdict.kind).toBe('refused');
    expect({ refund, release }).toEqual({ refund: { user: true, guild: true }, release: true });
  });

  it('takes nothing back from limits that took nothing', () => {
    const both = decide(admitted, { user: refusing(20), guild: refusing(100) }, budgets, NOW);
    expect(both.refund).toEqual({ user: false, guild: false });
    const direct = decide({ kind: 'mismatch' }, { user: passing(20), guild: null }, budgets, NOW);
    expect(direct.refund).toEqual({ user: true, guild: false });
  });

  it('refuses a budget until midnight in UTC and gives the calls back', () => {
    const over: Admission = { kind: 'over', scope: 'guild', unit: 'tokens', tokensSpent: 990, isHeld: false };
    const { verdict, refund, release } = decide(
      over,
      { user: passing(20), guild: passing(100) },
      budgets,
      NOW,
    );
    expect(verdict).toMatchObject({
      code: 'budget_guild',
      evidence: {
        limit: 9000,
        limit_unit: 'tokens',
        retry_after_sec: 43_170,
        resets_at: Date.UTC(2026, 10, 24) / 1000,
      },
      allowance: { tokens: { remaining: 10 } },
    });
    expect({ refund, release }).toEqual({ refund: { user: true, guild: true }, release: false });
  });

  it('gives a finished answer even when the calls are used up', () => {
    const repeated: Admission = { kind: 'answered', answer };
    const { verdict } = decide(repeated, { user: refusing(20), guild: null }, budgets, NOW);
    expect(verdict).toMatchObject({ kind: 'answered', by: 'replay', answer });
  });

  it('keeps the calls of a request that waits, since it may have to take over', () => {
    const running: Admission = { kind: 'running', what: 'request' };
    const waiting = decide(running, { user: passing(20), guild: passing(100) }, budgets, NOW);
    expect(waiting.verdict.kind).toBe('running');
    expect(waiting.refund).toEqual({ user: false, guild: false });
    const limited = decide(running, { user: refusing(20), guild: null }, budgets, NOW);
    expect(limited.verdict).toMatchObject({ kind: 'refused', code: 'rate_limit_user' });
  });

  it('refuses a request that is repeated too often until the next minute, and charges no call for it', () => {
    const { verdict, refund } = decide(
      { kind: 'repeated' },
      { user: passing(20), guild: passing(9) },
      budgets,
      NOW,
    );
    expect(verdict).toMatchObject({
      code: 'rate_limit_user',
      evidence: { limit: 20, retry_after_sec: 30 },
    });
    expect(refund).toEqual({ user: true, guild: true });
  });

  it('refuses a replayed signature and charges no call for it', () => {
    const { verdict, refund } = decide(
      { kind: 'replayed' },
      { user: passing(20), guild: passing(9) },
      budgets,
      NOW,
    );
    expect(verdict).toEqual({ kind: 'replayed' });
    expect(refund).toEqual({ user: true, guild: true });
  });
});

describe('a question that needs more than its person’s whole day', () => {
  const codeFor = (leastTokens: number) => {
    const over: Admission = { kind: 'over', scope: 'user', unit: 'tokens', tokensSpent: 0, isHeld: false };
    const bounds = { user: { tokens: 1_000, microUsd: 0 } };
    const needed = { tokens: 5_000, microUsd: 0, leastTokens };
    const { verdict } = decide(over, { user: passing(20), guild: null }, bounds, NOW, { needed });
    return verdict.kind === 'refused' ? verdict.code : verdict.kind;
  };

  it('is too large, where a shorter one would fit', () => {
    expect(codeFor(900)).toBe('request_too_large');
  });

  it('is refused by the budget, where no question would fit', () => {
    expect(codeFor(1_100)).toBe('budget_user');
  });
});

describe('reading the admission', () => {
  it.each<[unknown, Admission]>([
    [['replayed'], { kind: 'replayed' }],
    [['running', 'question'], { kind: 'running', what: 'question' }],
    [
      ['over', 1, 'micro_usd', 7, 0],
      { kind: 'over', scope: 'guild', unit: 'micro_usd', tokensSpent: 7, isHeld: false },
    ],
    [['answered', JSON.stringify(answer)], { kind: 'answered', answer }],
    [['repeated'], { kind: 'repeated' }],
    [['admitted', 12, 5], { kind: 'admitted', tokensSpent: 12, windowTokens: 5 }],
  ])('understands %j', (raw, admission) => {
    expect(parseAdmission(raw, ['user', 'guild', 'all'])).toEqual(admission);
  });

  it.each([
    null,
    undefined,
    'admitted',
    [],
    [null],
    ['admitted'],
    ['admitted', null],
    ['admitted', '5'],
    ['admitted', 5],
    ['admitted', 5, null],
    ['answered', '{}'],
    ['answered', 'not json'],
    ['cached', null],
    ['running'],
    ['over', 7, 'tokens', 1],
    ['over', 0, 'patience', 1],
    ['over', 0, 'tokens'],
    { 0: 'admitted', 1: 3 },
  ])('takes %j for an outage, never for a permission', (raw) => {
    expect(parseAdmission(raw, ['user', 'guild', 'all'])).toBeNull();
  });
});
