/** Memory over real SQL: PostgreSQL (PGlite) behind Neon's HTTP API, with the project's own migrations. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type NeonStandIn, startNeonStandIn } from '../../../dev/neon/server.ts';
import { migrate } from '../../../dev/stack/migrate.ts';
import type { Caller } from '../../../shared/contract/caller.ts';
import { findApiKey } from '../access/api-keys.ts';
import { findExhaustedBudget, sumToday } from '../ledger/sums.ts';
import type { Account } from '../limits/account.ts';
import { eraseAll, exportAll, setRemember, summarise } from '../privacy/privacy.ts';
import { enforceRetention } from '../privacy/retention.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { toStorableText } from '../store/storable-text.ts';
import { loadMemory } from './load.ts';
import { endConversation } from './reset.ts';
import { storeOutcome, type Turn, type UsageEvent } from './store.ts';

let neon: NeonStandIn;
let people = 0;

beforeAll(async () => {
  neon = await startNeonStandIn({});
  await migrate({ url: neon.databaseUrl, fetchEndpoint: neon.httpUrl });
}, 30_000);
afterAll(() => neon.close());

const open = (): Database => openDatabase({ url: neon.databaseUrl, httpUrl: neon.httpUrl }, 5_000);

/** Nobody has met this person before. */
function somebody(overrides: Partial<Caller> = {}): Caller {
  people += 1;
  return { user_id: `${1000 + people}`, guild_id: '7', channel_id: '8', locale: 'ko', ...overrides };
}

function turn(caller: Caller, overrides: Partial<Turn> = {}): Turn {
  return {
    caller,
    conversationId: crypto.randomUUID(),
    isNew: true,
    requestKey: crypto.randomUUID(),
    question: { content: '안녕?', tokens: 3 },
    answer: { content: '안녕하세요!', tokens: 5, complete: true },
    ...overrides,
  };
}

function usage(caller: Caller | null, overrides: Partial<UsageEvent> = {}): UsageEvent {
  return {
    id: crypto.randomUUID(),
    startedAtMs: Date.now(),
    requestKey: crypto.randomUUID(),
    userId: caller?.user_id ?? null,
    space: caller?.guild_id ?? null,
    apiKeyId: null,
    model: 'gpt-4o-mini',
    provider: 'api.openai.com',
    promptTokens: 10,
    completionTokens: 5,
    estimated: false,
    costMicroUsd: 4,
    firstTokenMs: 1,
    totalMs: 2,
    outcome: 'ok',
    fallback: false,
    cached: false,
    ...overrides,
  };
}

const remembered = async (caller: Caller) =>
  (await loadMemory(open(), caller)).newestFirst.map(({ content }) => content).reverse();

describe('a conversation', () => {
  it('is empty for a stranger', async () => {
    expect(await loadMemory(open(), somebody())).toEqual({
      conversationId: null,
      newestFirst: [],
      remember: true,
      guildInstructions: null,
    });
  });

  it('is loaded in one request and stored in one request, both sides in order', async () => {
    const caller = somebody();
    const first = turn(caller);
    let before = neon.requests();
    await storeOutcome(open(), first, usage(caller));
    expect(neon.requests() - before).toBe(1);
    before = neon.requests();
    const memory = await loadMemory(open(), caller);
    expect(neon.requests() - before).toBe(1);
    expect(memory).toMatchObject({
      conversationId: first.conversationId,
      newestFirst: [
        { role: 'assistant', content: '안녕하세요!', tokens: 5 },
        { role: 'user', content: '안녕?', tokens: 3 },
      ],
    });
  });

  it('belongs to one person in one channel of one guild', async () => {
    const caller = somebody();
    await storeOutcome(open(), turn(caller), usage(caller));
    for (const other of [{ user_id: '1' }, { guild_id: null }, { guild_id: '9' }, { channel_id: '9' }]) {
      expect(await remembered({ ...caller, ...other })).toEqual([]);
    }
  });

  it('holds a turn once, however often it is stored', async () => {
    const caller = somebody();
    const [once, charged] = [turn(caller), usage(caller)];
    await Promise.all([1, 2, 3].map(() => storeOutcome(open(), once, charged)));
    expect(await remembered(caller)).toEqual(['안녕?', '안녕하세요!']);
    expect((await sumToday(open(), caller.user_id)).calls).toBe(1);
  });

  it('prefers a whole answer to the cut one of the same request, and never the other way round', async () => {
    const caller = somebody();
    const cut = turn(caller, { answer: { content: '안녕하', tokens: 2, complete: false } });
    await storeOutcome(open(), cut, usage(caller));
    expect(await remembered(caller)).toEqual(['안녕?', '안녕하']);
    const whole = { ...cut, answer: { content: '안녕하세요!', tokens: 5, complete: true } };
    await storeOutcome(open(), whole, usage(caller));
    await storeOutcome(open(), cut, usage(caller));
    expect(await remembered(caller)).toEqual(['안녕?', '안녕하세요!']);
  });

  it('is one conversation when two first questions come at once', async () => {
    const caller = somebody();
    await Promise.all([1, 2].map(() => storeOutcome(open(), turn(caller), usage(caller))));
    expect(await remembered(caller)).toHaveLength(4);
  });

  it('takes any text that a person can send', async () => {
    const caller = somebody();
    const content = toStorableText('NUL \0, lone \ud800 and \udc00, "quotes", \\u0000, 👨‍👩‍👧‍👦, \u2028');
    await storeOutcome(open(), turn(caller, { question: { content, tokens: 9 } }), usage(caller));
    expect((await remembered(caller))[0]).toBe(
      'NUL \uFFFD, lone \uFFFD and \uFFFD, "quotes", \\u0000, 👨‍👩‍👧‍👦, \u2028',
    );
  });

  it('would not have taken NUL as it is: Postgres refuses it', async () => {
    const caller = somebody();
    const raw = turn(caller, { question: { content: 'a\0b', tokens: 1 } });
    await expect(storeOutcome(open(), raw, usage(caller))).rejects.toThrow();
  });
});

describe('a reset', () => {
  it('begins anew and says how much is left behind', async () => {
    const caller = somebody();
    await storeOutcome(open(), turn(caller), usage(caller));
    expect(await endConversation(open(), caller, Date.now())).toBe(2);
    expect(await endConversation(open(), caller, Date.now())).toBe(0);
    expect(await remembered(caller)).toEqual([]);
  });

  it('also ends what was still being answered, whether or not it was the first question', async () => {
    const caller = somebody();
    const first = turn(caller);
    await storeOutcome(open(), first, usage(caller));
    const later = turn(caller, { conversationId: first.conversationId, isNew: false });
    await endConversation(open(), caller, Date.now());
    await storeOutcome(open(), later, usage(caller));
    expect(await remembered(caller)).toEqual([]);

    const newcomer = somebody();
    const startedAtMs = Date.now();
    await endConversation(open(), newcomer, startedAtMs + 10);
    await storeOutcome(open(), turn(newcomer), usage(newcomer, { startedAtMs }));
    expect(await remembered(newcomer)).toEqual([]);
    await storeOutcome(open(), turn(newcomer), usage(newcomer, { startedAtMs: startedAtMs + 20 }));
    expect(await remembered(newcomer)).toHaveLength(2);
  });
});

describe('the ledger', () => {
  it('sums a person’s day', async () => {
    const caller = somebody();
    await storeOutcome(open(), null, usage(caller));
    await storeOutcome(open(), null, usage(caller));
    expect(await sumToday(open(), caller.user_id)).toEqual({ calls: 2, totalTokens: 30, costMicroUsd: 8 });
  });

  it('knows a budget that is used up', async () => {
    const caller = somebody({ guild_id: '70' });
    await storeOutcome(open(), null, usage(caller));
    const account: Account = {
      id: `70:${caller.user_id}`,
      owner: caller.user_id,
      callsPerMin: 1,
      guild: { id: '70', callsPerMin: 1 },
    };
    const none = { tokens: 0, microUsd: 0 };
    const budgets = { user: none, guild: none, everyone: none };
    expect(await findExhaustedBudget(open(), account, budgets)).toBeNull();
    expect(
      await findExhaustedBudget(open(), account, { ...budgets, user: { tokens: 15, microUsd: 0 } }),
    ).toBe('user');
    expect(
      await findExhaustedBudget(open(), account, { ...budgets, guild: { tokens: 0, microUsd: 4 } }),
    ).toBe('guild');
    expect(
      await findExhaustedBudget(open(), account, { ...budgets, everyone: { tokens: 1, microUsd: 0 } }),
    ).toBe('all');
    const client = { ...account, owner: 'api:1', guild: null };
    expect(
      await findExhaustedBudget(open(), client, { ...budgets, user: { tokens: 1, microUsd: 0 } }),
    ).toBeNull();
  });
});

describe('privacy', () => {
  it('shows, hands over and erases everything of one person and nothing of another', async () => {
    const [caller, neighbour] = [somebody(), somebody()];
    for (const person of [caller, neighbour]) await storeOutcome(open(), turn(person), usage(person));
    expect(await summarise(open(), caller.user_id)).toMatchObject({
      conversations: 1,
      messages: 2,
      usage_events: 1,
      remember: true,
    });
    const exported = await exportAll(open(), caller.user_id, 0);
    expect(exported.messages.map(({ role, content }) => [role, content])).toEqual([
      ['user', '안녕?'],
      ['assistant', '안녕하세요!'],
    ]);
    expect(exported).toMatchObject({ truncated: false, usage: [{ prompt_tokens: 10, cost_micro_usd: 4 }] });

    expect(await eraseAll(open(), caller.user_id)).toEqual({ erased_conversations: 1, erased_messages: 2 });
    expect(await summarise(open(), caller.user_id)).toMatchObject({
      conversations: 0,
      messages: 0,
      usage_events: 0,
      oldest_message_at: null,
    });
    expect(await remembered(neighbour)).toHaveLength(2);
    const left = await neon.query(`select 1 from usage_events where user_id = $1 or request_key like $2`, [
      caller.user_id,
      `%${caller.user_id}%`,
    ]);
    expect(left).toEqual([]);
  });

  it('lets a person choose not to be remembered', async () => {
    const caller = somebody();
    await setRemember(open(), caller.user_id, false);
    expect((await loadMemory(open(), caller)).remember).toBe(false);
    await setRemember(open(), caller.user_id, true);
    expect((await loadMemory(open(), caller)).remember).toBe(true);
  });

  it('stores nothing of a turn whose person chose not to be remembered while it was answered', async () => {
    const [first, later] = [somebody(), somebody()];
    const begun = turn(later);
    await storeOutcome(open(), begun, usage(later));
    for (const person of [first, later]) await setRemember(open(), person.user_id, false);
    await storeOutcome(open(), turn(first), usage(first));
    await storeOutcome(
      open(),
      turn(later, { conversationId: begun.conversationId, isNew: false }),
      usage(later),
    );
    expect(await summarise(open(), first.user_id)).toMatchObject({ conversations: 0, messages: 0 });
    expect(await summarise(open(), later.user_id)).toMatchObject({ conversations: 1, messages: 2 });
    expect(await sumToday(open(), first.user_id)).toMatchObject({ calls: 1 });
  });

  it('stores nothing of a turn that was being answered when its person had everything erased', async () => {
    const [first, later] = [somebody(), somebody()];
    const begun = turn(later);
    await storeOutcome(open(), begun, usage(later));
    const startedAtMs = Date.now();
    for (const person of [first, later]) await eraseAll(open(), person.user_id);
    await storeOutcome(open(), turn(first), usage(first, { startedAtMs }));
    await storeOutcome(
      open(),
      turn(later, { conversationId: begun.conversationId, isNew: false }),
      usage(later, { startedAtMs }),
    );
    await storeOutcome(open(), null, usage(first, { startedAtMs }));
    for (const person of [first, later]) {
      expect(await summarise(open(), person.user_id)).toMatchObject({
        conversations: 0,
        messages: 0,
        usage_events: 0,
      });
    }
    // What is asked afterwards is a new beginning, which an old answer does not join.
    const afterwards = { startedAtMs: Date.now() + 1_000 };
    await storeOutcome(open(), turn(first), usage(first, afterwards));
    await storeOutcome(open(), turn(first), usage(first, { startedAtMs }));
    expect(await summarise(open(), first.user_id)).toMatchObject({
      conversations: 1,
      messages: 2,
      usage_events: 1,
    });
  });

  it('remembers through an erasure that somebody does not want to be remembered', async () => {
    const caller = somebody();
    await setRemember(open(), caller.user_id, false);
    await eraseAll(open(), caller.user_id);
    expect((await loadMemory(open(), caller)).remember).toBe(false);
  });

  it('lets go of the mark of an erasure within a day, and keeps a choice', async () => {
    const [gone, choosy] = [somebody(), somebody()];
    await setRemember(open(), choosy.user_id, false);
    const past = `erased_at = now() - interval '2 hours'`;
    for (const { user_id } of [gone, choosy]) {
      await eraseAll(open(), user_id);
      await neon.query(`update user_settings set ${past} where user_id = '${user_id}'`);
    }
    const recent = somebody();
    await eraseAll(open(), recent.user_id);
    expect((await enforceRetention(open, 30)).erasures).toBe(1);
    expect(
      await neon.query(`select user_id from user_settings where user_id = any($1) order by user_id`, [
        [gone.user_id, choosy.user_id, recent.user_id],
      ]),
    ).toEqual([{ user_id: choosy.user_id }, { user_id: recent.user_id }]);
  });

  it('lets go of what is older than it may be', async () => {
    const [old, recent] = [somebody(), somebody()];
    for (const person of [old, recent]) await storeOutcome(open(), turn(person), usage(person));
    const past = `now() - interval '31 days'`;
    await neon.query(`update conversations set started_at = ${past} where user_id = '${old.user_id}'`);
    await neon.query(`update usage_events set created_at = ${past} where user_id = '${old.user_id}'`);
    await neon.query(
      `update messages set created_at = ${past} where conversation_id in (select id from conversations where user_id = '${old.user_id}')`,
    );
    const report = await enforceRetention(open, 30);
    expect(report).toEqual({
      messages: 2,
      conversations: 1,
      usageEvents: 1,
      erasures: 0,
      unfinished: false,
    });
    expect((await summarise(open(), old.user_id)).conversations).toBe(0);
    expect(await remembered(recent)).toHaveLength(2);
  });
});

describe('API keys', () => {
  it('are found by their hash until they are revoked', async () => {
    await neon.query(`insert into api_keys (key_hash, name, calls_per_min) values ('abc', 'test', 30)`);
    expect(await findApiKey(open(), 'abc')).toMatchObject({ callsPerMin: 30 });
    await neon.query(`update api_keys set revoked_at = now() where key_hash = 'abc'`);
    expect(await findApiKey(open(), 'abc')).toBeNull();
    expect(await findApiKey(open(), 'def')).toBeNull();
  });
});
