import { describe, expect, it } from 'vitest';
import type { Caller } from '../../../shared/contract/caller.ts';
import { effectiveSettings } from '../../../shared/settings/effective.ts';
import type { ServerSettings } from '../../../shared/settings/settings.ts';
import { accountOfApiKey, accountOfCaller, limitedBy } from './account.ts';
import { budgetLines, endOf } from './budget-lines.ts';

const budgets = {
  user: { tokens: 300, microUsd: 500 },
  guild: { tokens: 3_000, microUsd: 0 },
  everyone: { tokens: 9_000, microUsd: 0 },
};
const LAST_MOMENT = Date.UTC(2026, 11, 31, 23, 59, 59, 999);

function linesOf(settings: Parameters<typeof accountOfApiKey>[0]['settings'], nowMs = LAST_MOMENT) {
  return budgetLines(accountOfApiKey({ id: 3, callsPerMin: 60, settings }), budgets, nowMs);
}

describe('the budgets of a key', () => {
  it('are its month, its day and all, by the operator’s defaults', () => {
    expect(linesOf({}).map(({ scope, bound, key }) => [scope, bound, key])).toEqual([
      ['month', { tokens: 0, microUsd: 0 }, 'llm:spent:2026-12:user:api:3'],
      ['user', budgets.user, 'llm:spent:2026-12-31:user:api:3'],
      ['all', budgets.everyone, 'llm:spent:2026-12-31:all'],
    ]);
  });

  it('are counted in the next month, day and minute from its first moment on', () => {
    const names = (nowMs: number) =>
      linesOf({ tokens_per_min: 5 }, nowMs)
        .filter(({ scope }) => scope !== 'all')
        .map(({ key }) => key.slice('llm:spent:'.length, -':user:api:3'.length));
    expect(names(LAST_MOMENT)).toEqual(['2026-12', '2026-12-31', '2026-12-31T23:59']);
    expect(names(LAST_MOMENT + 1)).toEqual(['2027-01', '2027-01-01', '2027-01-01T00:00']);
  });

  it('take the place of the defaults one by one, and 0 lifts one', () => {
    const bounds = linesOf({ tokens_per_day: 0, micro_usd_per_month: 7, tokens_per_min: 5 });
    expect(Object.fromEntries(bounds.map(({ scope, bound }) => [scope, bound]))).toMatchObject({
      user: { tokens: 0, microUsd: 500 },
      month: { tokens: 0, microUsd: 7 },
      minute: { tokens: 5, microUsd: 0 },
    });
  });

  it('outlive what they count', () => {
    const HOUR_MS = 3_600_000;
    const lives = linesOf({ tokens_per_min: 5 }).map(({ scope, lifeMs }) => [scope, lifeMs / HOUR_MS]);
    expect(lives).toEqual([
      ['month', 33 * 24],
      ['user', 48],
      ['minute', 1],
      ['all', 48],
    ]);
  });
});

it.each([
  ['minute', Date.UTC(2027, 0, 1)],
  ['user', Date.UTC(2027, 0, 1)],
  ['month', Date.UTC(2027, 0, 1)],
] as const)('a %s ends with its last moment', (scope, end) => {
  expect(endOf(scope, LAST_MOMENT)).toBe(end);
});

it.each([
  ['in the middle of a leap February', Date.UTC(2028, 1, 29, 12), Date.UTC(2028, 2, 1)],
  ['at its first moment', Date.UTC(2026, 10, 1), Date.UTC(2026, 11, 1)],
])('a month that is asked about %s ends with its last day', (_, now, end) => {
  expect(endOf('month', now)).toBe(end);
});

describe('the budgets of a member', () => {
  const none = { tokens: 0, microUsd: 0 };
  const operators = { user: none, guild: { tokens: 900, microUsd: 0 }, everyone: none };
  const limits = { userCallsPerMin: 20, guildCallsPerMin: 100 };
  const person = { user_id: '2', guild_id: '5', channel_id: '8', locale: 'ko' } as const;
  const linesFor = (roleIds: string[], caller: Caller = person) => {
    const server: ServerSettings = {
      dailyTokens: 500,
      roleLimits: [{ roleId: '71', callsPerMin: 3, tokensPerDay: 40 }],
    };
    const settings = effectiveSettings(
      { ceilings: { models: null, dailyTokens: 900, dailyMicroUsd: 0 }, server, channel: {}, person: {} },
      { channelId: '8', parentId: null, guildId: null, roleIds },
    );
    const account = limitedBy(accountOfCaller(caller, limits), settings);
    return { account, lines: budgetLines(account, operators, LAST_MOMENT) };
  };

  it('are those of the roles, counted in this server alone, beside the person’s and the server’s', () => {
    const { account, lines } = linesFor(['71']);
    expect(account.callsPerMin).toBe(3);
    expect(lines.map(({ scope, bound }) => [scope, bound.tokens])).toEqual([
      ['user', 0],
      ['member', 40],
      ['guild', 500],
      ['all', 0],
    ]);
    expect(lines[1]?.key).toMatch(/:member:5:2$/);
  });

  it('are none without a role that has them, and none in direct messages', () => {
    expect(linesFor([]).lines.map(({ scope }) => scope)).toEqual(['user', 'guild', 'all']);
    expect(linesFor(['71'], { ...person, guild_id: null }).lines.map(({ scope }) => scope)).toEqual([
      'user',
      'all',
    ]);
  });
});
