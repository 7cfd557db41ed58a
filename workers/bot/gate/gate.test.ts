import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Caller } from '../../../shared/contract/caller.ts';
import type { CostLimits } from '../../../shared/contract/cost-limits.ts';
import { NOTE_LIFE_MS } from '../../../shared/contract/deliveries.ts';
import {
  type ServerProjection,
  serverProjectionKey,
  writeServerProjection,
} from '../../../shared/settings/projection.ts';
import type { Asked } from '../settings/place-settings.ts';
import { createProjectionMemory, type ProjectionMemory } from '../settings/projection-memory.ts';
import { createGate, type SeenLimits } from './gate.ts';
import { createPasses, type Passes } from './passes.ts';

/** 24 seconds into a minute, so that 6 tenths of the previous one count. */
const NOW_MS = Date.UTC(2026, 0, 1, 12, 0, 24);
const MINUTE = Math.floor(NOW_MS / 60_000);
const CHANNEL = '400000000000000001';
const THREAD = '400000000000000002';
const caller: Caller = { user_id: '2', guild_id: '5', channel_id: CHANNEL, locale: 'ko' };
const limits: CostLimits = {
  userCallsPerMin: 20,
  guildCallsPerMin: 100,
  budgets: {
    user: { tokens: 10_000, microUsd: 500 },
    guild: { tokens: 20_000, microUsd: 0 },
    everyone: { tokens: 0, microUsd: 0 },
  },
};

afterEach(() => {
  vi.unstubAllGlobals();
});

type Values = Record<string, string | Record<string, string>>;

/** A Redis that holds these values, and the requests that it got. */
function createRedis(
  values: Values,
  answer?: () => Response | Promise<Response>,
  memory: ProjectionMemory = createProjectionMemory(() => NOW_MS),
  passes: Passes = createPasses(() => NOW_MS),
  seen: SeenLimits = { limits: null },
) {
  const requests: { url: string; commands: string[][] }[] = [];
  const failures: string[] = [];
  vi.stubGlobal('fetch', async (url: string, init: { body: string; signal: AbortSignal }) => {
    const commands = JSON.parse(init.body) as string[][];
    requests.push({ url, commands });
    return new Promise<Response>((resolve, reject) => {
      init.signal.addEventListener('abort', () => reject(init.signal.reason));
      Promise.resolve(answer?.() ?? Response.json(commands.map(carryOut))).then(resolve, reject);
    });
  });
  function carryOut([name, ...args]: string[]) {
    const [key = '', ...fields] = args;
    const hash = values[key];
    const found =
      name === 'mget'
        ? args.map((name) => values[name])
        : fields.map((field) => (typeof hash === 'object' ? hash[field] : undefined));
    return { result: found.map((value) => (typeof value === 'string' ? value : null)) };
  }
  const gate = createGate({
    url: 'http://redis.example',
    token: 'token',
    limits,
    now: () => NOW_MS,
    memory,
    passes,
    seen,
    onFailure: () => failures.push('read'),
  });
  return { gate, requests, failures };
}

const channel: Asked & { id: string } = {
  id: '3',
  channelId: CHANNEL,
  parentId: null,
  roleIds: ['71', '72'],
};
const thread = { ...channel, channelId: THREAD, parentId: CHANNEL };
describe('the limits that operators have set', () => {
  const calls = (count: number) => ({ [`llm:cost:5:2:${MINUTE}`]: String(count) });
  const set = (changes: Partial<CostLimits>) => ({ 'llm:limits': JSON.stringify({ ...limits, ...changes }) });

  // Each request of the Worker has a gate of its own.
  it.each([
    ['are stricter', { ...calls(1), ...set({ userCallsPerMin: 1 }) }, 'refused'],
    ['are wider', { ...calls(20), ...set({ userCallsPerMin: 100 }) }, 'open'],
    [
      'are wider in a day',
      {
        'llm:spent:2026-01-01:user:2': { tokens: '9999' },
        ...set({ budgets: { ...limits.budgets, user: { tokens: 50_000, microUsd: 0 } } }),
      },
      'open',
    ],
    ['are none', { ...calls(1), 'llm:limits': '{"userCallsPerMin": 1}' }, 'open'],
  ] as [string, Values, string][])(
    'hold from the first question of a request on where they %s',
    async (_how, values, kind) => {
      expect((await verdictOf(values)).kind).toBe(kind);
    },
  );

  it('hold of what the variables do not bound from the next question of the isolate on', async () => {
    const seen = { limits: null };
    const everyone = { tokens: 5_000, microUsd: 0 };
    const values = {
      'llm:spent:2026-01-01:all': { tokens: '5000' },
      ...set({ budgets: { ...limits.budgets, everyone } }),
    };
    const check = async () =>
      (await createRedis(values, undefined, undefined, undefined, seen).gate.check(channel, caller)).verdict
        .kind;
    expect(await check()).toBe('open');
    expect(await check()).toBe('refused');
  });
});

const verdictOf = async (values: Values, place = channel, as = caller) =>
  (await createRedis(values).gate.check(place, as)).verdict;

it('reads everything in one request', async () => {
  const { gate, requests } = createRedis({});
  expect((await gate.check(thread, caller)).verdict).toEqual({ kind: 'open' });
  expect(requests).toEqual([
    {
      url: 'http://redis.example/pipeline',
      commands: [
        [
          'mget',
          `mute:${THREAD}`,
          `mute:${CHANNEL}`,
          'llm:block:5:2',
          `llm:cost:5:2:${MINUTE}`,
          `llm:cost:5:2:${MINUTE - 1}`,
          `llm:cost:guild:5:${MINUTE}`,
          `llm:cost:guild:5:${MINUTE - 1}`,
          'llm:person:2',
          'llm:settings:5',
          'llm:limits',
        ],
        ['hmget', 'llm:spent:2026-01-01:user:2', 'tokens', 'micro_usd'],
        ['hmget', 'llm:spent:2026-01-01:guild:5', 'tokens', 'micro_usd'],
        ['sadd', `deliveries:2:${Math.floor(NOW_MS / (16 * 60_000))}`, '3'],
        ['pexpire', `deliveries:2:${Math.floor(NOW_MS / (16 * 60_000))}`, NOTE_LIFE_MS],
      ],
    },
  ]);
});

describe('a mute', () => {
  const until = (ms: number) => String(NOW_MS + ms);

  it('of the channel holds in its threads', async () => {
    const muted = { [`mute:${CHANNEL}`]: until(5_000) };
    expect(await verdictOf(muted)).toEqual({ kind: 'muted', untilMs: NOW_MS + 5_000 });
    expect(await verdictOf(muted, thread)).toEqual({ kind: 'muted', untilMs: NOW_MS + 5_000 });
  });

  it('of a thread holds there alone', async () => {
    const muted = { [`mute:${THREAD}`]: until(5_000) };
    expect(await verdictOf(muted, thread)).toMatchObject({ kind: 'muted' });
    expect(await verdictOf(muted)).toEqual({ kind: 'open' });
  });

  it('ends with the later of the two', async () => {
    const muted = { [`mute:${THREAD}`]: until(5_000), [`mute:${CHANNEL}`]: until(9_000) };
    expect(await verdictOf(muted, thread)).toEqual({ kind: 'muted', untilMs: NOW_MS + 9_000 });
  });

  it('that has ended but has not expired yet is none', async () => {
    expect(await verdictOf({ [`mute:${CHANNEL}`]: until(0) })).toEqual({ kind: 'open' });
  });

  it('is told before a limit is', async () => {
    const both = { [`mute:${CHANNEL}`]: until(5_000), [`llm:cost:5:2:${MINUTE}`]: '20' };
    expect(await verdictOf(both)).toMatchObject({ kind: 'muted' });
  });
});

describe('a block', () => {
  it.each([
    ['moderator 0', { code: 'user_blocked', evidence: {} }],
    [
      `moderator ${NOW_MS + 60_000}`,
      { code: 'user_blocked', evidence: { retry_after_sec: 60, resets_at: (NOW_MS + 60_000) / 1000 } },
    ],
    [
      `cooldown ${NOW_MS + 500}`,
      {
        code: 'moderation_cooldown',
        evidence: { retry_after_sec: 1, resets_at: Math.ceil((NOW_MS + 500) / 1000) },
      },
    ],
  ])('refuses, and says when it ends: %s', async (value, failure) => {
    expect(await verdictOf({ 'llm:block:5:2': value })).toEqual({ kind: 'refused', failure });
  });

  it.each([`moderator ${NOW_MS}`, 'cooldown 1', 'nonsense', 'moderator'])(
    'does not refuse: %s',
    async (value) => {
      expect(await verdictOf({ 'llm:block:5:2': value })).toEqual({ kind: 'open' });
    },
  );

  it('of one server holds in no other, nor in direct messages', async () => {
    const blocked = { 'llm:block:5:2': 'moderator 0' };
    expect(await verdictOf(blocked, channel, { ...caller, guild_id: '6' })).toEqual({ kind: 'open' });
    expect(await verdictOf(blocked, channel, { ...caller, guild_id: null })).toEqual({ kind: 'open' });
    expect(await verdictOf(blocked, channel, { ...caller, user_id: '3' })).toEqual({ kind: 'open' });
  });
});

describe('a limit', () => {
  const [user, before] = [`llm:cost:5:2:${MINUTE}`, `llm:cost:5:2:${MINUTE - 1}`];
  const refused = (code: string, limit: number) => ({
    kind: 'refused',
    failure: { code, evidence: { limit, retry_after_sec: 36, resets_at: (MINUTE + 1) * 60 } },
  });

  it.each<[Values, string | null]>([
    [{ [user]: '19' }, null],
    [{ [user]: '20' }, 'rate_limit_user'],
    [{ [user]: '15', [before]: '9' }, 'rate_limit_user'],
    [{ [user]: '15', [before]: '8' }, null],
    [{ [`llm:cost:guild:5:${MINUTE}`]: '100' }, 'rate_limit_guild'],
  ])('is counted as the limiter counts it: %j', async (values, code) => {
    const limit = code === 'rate_limit_user' ? 20 : 100;
    expect(await verdictOf(values)).toEqual(code === null ? { kind: 'open' } : refused(code, limit));
  });

  it('of a direct message is the person’s alone', async () => {
    const direct = { ...caller, guild_id: null };
    expect(await verdictOf({ [`llm:cost:dm:2:${MINUTE}`]: '20' }, channel, direct)).toEqual(
      refused('rate_limit_user', 20),
    );
  });
});

describe('a budget', () => {
  const spent = (scope: string, tokens: string, microUsd = '0') => ({
    [`llm:spent:2026-01-01:${scope}`]: { tokens, micro_usd: microUsd },
  });
  const midnight = { retry_after_sec: 12 * 3_600 - 24, resets_at: Date.UTC(2026, 0, 2) / 1000 };

  it.each<[Values, object | null]>([
    [spent('user:2', '8976'), null],
    [spent('user:2', '8977'), { code: 'budget_user', limit: 10_000, limit_unit: 'tokens' }],
    [spent('user:2', '0', '499'), null],
    [spent('user:2', '0', '500'), { code: 'budget_user', limit: 500, limit_unit: 'micro_usd' }],
    [spent('guild:5', '20000'), { code: 'budget_guild', limit: 20_000, limit_unit: 'tokens' }],
    [spent('guild:5', '0', '999999'), null],
    [spent('all', '99999999'), null],
  ])('is used up when no answer fits any more: %j', async (values, expected) => {
    const verdict = await verdictOf(values);
    if (expected === null) return expect(verdict).toEqual({ kind: 'open' });
    const { code, ...evidence } = expected as { code: string };
    expect(verdict).toEqual({ kind: 'refused', failure: { code, evidence: { ...midnight, ...evidence } } });
  });
});

it.each<[string, () => Response | Promise<Response>]>([
  ['hangs', () => new Promise<Response>(() => {})],
  ['refuses the connection', () => Promise.reject(new TypeError('refused'))],
  ['answers an error', () => Response.json({ error: 'WRONGTYPE' }, { status: 400 })],
  ['answers garbage', () => new Response('<html>')],
  ['answers something else', () => Response.json([{ result: 'yes' }, { result: 1 }, { result: null }])],
  ['holds something else', () => Response.json([{ result: ['yes'] }, { result: [] }, { result: [] }])],
])('lets everybody in, and says so, when Redis %s', async (_, answer) => {
  const { gate, failures } = createRedis({}, answer);
  expect(await gate.check(channel, caller)).toMatchObject({ verdict: { kind: 'open' }, seen: {} });
  expect(failures).toEqual(['read']);
});

describe('what a server has set', () => {
  const NOTHING: ServerProjection = { version: 3, server: {}, channels: {} };
  const set = (server: ServerProjection['server'], channels: ServerProjection['channels'] = {}): Values => ({
    [serverProjectionKey('5')]: writeServerProjection({ ...NOTHING, server, channels }),
  });

  it('comes with the rest, and its version is passed on', async () => {
    const { gate } = createRedis(set({ privateAnswers: true }, { [CHANNEL]: { language: 'en' } }));
    for (const place of [channel, thread]) {
      expect(await gate.check(place, caller)).toMatchObject({
        verdict: { kind: 'open' },
        settings: { privateAnswers: true, language: 'en' },
        seen: { server: 3, person: 0 },
        roleIds: [],
      });
    }
  });

  it('closes a channel, its threads too, after a mute and before a limit', async () => {
    const closed = set({ answersIn: { allow: [], deny: [CHANNEL] } });
    expect(await verdictOf({ ...closed, [`llm:cost:5:2:${MINUTE}`]: '20' })).toEqual({ kind: 'not_here' });
    expect(await verdictOf(closed, thread)).toEqual({ kind: 'not_here' });
    const muted = { ...closed, [`mute:${CHANNEL}`]: String(NOW_MS + 5_000) };
    expect(await verdictOf(muted)).toMatchObject({ kind: 'muted' });
  });

  it('tightens the limits of a role, never widens them, and names the roles that matter', async () => {
    const roleLimits = [{ roleId: '72', callsPerMin: 3 }];
    const { gate } = createRedis({ ...set({ roleLimits }), [`llm:cost:5:2:${MINUTE}`]: '3' });
    expect(await gate.check(channel, caller)).toMatchObject({
      verdict: { kind: 'refused', failure: { code: 'rate_limit_user', evidence: { limit: 3 } } },
      roleIds: ['72'],
    });
    const wide = {
      ...set({ roleLimits: [{ roleId: '72', callsPerMin: 999 }] }),
      [`llm:cost:5:2:${MINUTE}`]: '20',
    };
    expect(await verdictOf(wide)).toMatchObject({ kind: 'refused', failure: { evidence: { limit: 20 } } });
    expect(
      await verdictOf(
        { ...set({ roleLimits }), [`llm:cost:5:2:${MINUTE}`]: '3' },
        { ...channel, roleIds: [] },
      ),
    ).toEqual({
      kind: 'open',
    });
  });

  it('bounds the day of the server and of a role, once its counters are known to be read', async () => {
    const server = { dailyTokens: 5_000, roleLimits: [{ roleId: '71', microUsdPerDay: 50 }] };
    const memory = createProjectionMemory(() => NOW_MS);
    const check = async (values: Values) =>
      (await createRedis({ ...set(server), ...values }, undefined, memory).gate.check(channel, caller))
        .verdict;
    expect(await check({ 'llm:spent:2026-01-01:guild:5': { tokens: '5000', micro_usd: '0' } })).toMatchObject(
      {
        failure: { code: 'budget_guild', evidence: { limit: 5_000 } },
      },
    );
    expect(
      await check({ 'llm:spent:2026-01-01:member:5:2': { tokens: '0', micro_usd: '50' } }),
    ).toMatchObject({
      failure: { code: 'budget_role', evidence: { limit: 50, limit_unit: 'micro_usd' } },
    });
  });

  it('is remembered for a minute while Redis is out, and sends no version then', async () => {
    let nowMs = NOW_MS;
    const memory = createProjectionMemory(() => nowMs);
    await createRedis(set({ answersIn: { allow: [THREAD], deny: [] } }), undefined, memory).gate.check(
      channel,
      caller,
    );
    const broken = createRedis({}, () => Promise.reject(new TypeError('refused')), memory).gate;
    nowMs += 59_999;
    expect(await broken.check(channel, caller)).toMatchObject({ verdict: { kind: 'not_here' }, seen: {} });
    nowMs += 1;
    expect(await broken.check(channel, caller)).toMatchObject({
      verdict: { kind: 'open' },
      roleIds: ['71', '72'],
    });
  });

  it('is of its own server alone', async () => {
    const closed = set({ answersIn: { allow: [], deny: [CHANNEL] } });
    expect(await verdictOf(closed, channel, { ...caller, guild_id: '6' })).toEqual({ kind: 'open' });
  });
});

describe('a question where its person was let through a moment ago', () => {
  const how = { mayRemember: true };

  it('goes without a request, with what was read then, and all roles', async () => {
    const settings = writeServerProjection({
      version: 3,
      server: { privateAnswers: true, roleLimits: [{ roleId: '72', callsPerMin: 9 }] },
      channels: {},
    });
    const { gate, requests } = createRedis({ [serverProjectionKey('5')]: settings });
    // The counters of a server's own limits are read once these are known.
    await gate.check(channel, caller, how);
    await gate.check(channel, caller, how);
    const before = requests.length;
    expect(await gate.check(channel, caller, how)).toMatchObject({
      verdict: { kind: 'open' },
      isRemembered: true,
      settings: { privateAnswers: true },
      seen: { server: 3, person: 0 },
      roleIds: ['71', '72'],
    });
    expect(requests.length).toBe(before);
  });

  it('is read of when it may not be remembered', async () => {
    const { gate, requests } = createRedis({});
    await gate.check(channel, caller, how);
    expect(await gate.check(channel, caller)).not.toHaveProperty('isRemembered');
    expect(requests.length).toBe(2);
  });

  it.each<[string, Values, number]>([
    ['nothing is used', {}, 4],
    ['half of the calls of a minute are used', { [`llm:cost:5:2:${MINUTE}`]: '10' }, 4],
    ['nearly all calls are used', { [`llm:cost:5:2:${MINUTE}`]: '19' }, 0],
    ['nearly all calls of the server are used', { [`llm:cost:guild:5:${MINUTE}`]: '99' }, 0],
    ['most tokens of the day are used', spentTokens('user:2', '5000'), 2],
    ['nearly all tokens of the day are used', spentTokens('user:2', '8976'), 0],
    ['half of the money of the day is used', { 'llm:spent:2026-01-01:user:2': { micro_usd: '250' } }, 0],
  ])('is remembered so often as will surely be within its limits: %s', async (_, values, expected) => {
    const { gate, requests } = createRedis(values);
    await gate.check(channel, caller, how);
    let remembered = 0;
    for (; remembered < 10; remembered += 1) {
      await gate.check(channel, caller, how);
      if (requests.length > 1) break;
    }
    expect(remembered).toBe(expected);
  });

  it('is read of after a refusal', async () => {
    const values: Values = {};
    const { gate, requests } = createRedis(values);
    await gate.check(channel, caller, how);
    values['llm:block:5:2'] = 'moderator 0';
    await gate.check(channel, caller);
    expect(await gate.check(channel, caller, how)).toMatchObject({ verdict: { kind: 'refused' } });
    expect(requests.length).toBe(3);
  });

  it('is read of when Redis did not answer then', async () => {
    const { gate, requests } = createRedis({}, () => Response.json({ error: 'LOADING' }, { status: 400 }));
    await gate.check(channel, caller, how);
    await gate.check(channel, caller, how);
    expect(requests.length).toBe(2);
  });
});

function spentTokens(scope: string, tokens: string): Values {
  return { [`llm:spent:2026-01-01:${scope}`]: { tokens, micro_usd: '0' } };
}
