/** Memory over real SQL: PostgreSQL (PGlite) behind Neon's HTTP API, with the project's own migrations. */
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NeonStandIn } from '../../../dev/neon/server.ts';
import { startMigratedNeon } from '../../../dev/stack/migrated-neon.ts';
import type { Caller } from '../../../shared/contract/caller.ts';
import { MAX_ANSWER_MS } from '../../../shared/limits.ts';
import { findApiKey } from '../access/api-keys.ts';
import { findExhaustedBudget, sumToday } from '../ledger/sums.ts';
import { recordUsage, type UsageEvent } from '../ledger/usage.ts';
import type { Account } from '../limits/account.ts';
import { exportTables } from '../privacy/export-tables.ts';
import { eraseAll, setRemember, summarise } from '../privacy/privacy.ts';
import { enforceRetention } from '../privacy/retention.ts';
import { NOTHING_SET } from '../settings/scopes.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { lockPerson } from '../store/person-lock.ts';
import { toStorableText } from '../store/storable-text.ts';
import { forgetTurn } from './forget-turn.ts';
import type { RememberedMessage } from './message-row.ts';
import { type OpenedTurn, openingOf, openTurn } from './open-turn.ts';
import { endConversation } from './reset.ts';
import { storeTurn, type Turn, withdrawQuestion } from './store-turn.ts';
import type { NewTurn } from './turn-sql.ts';

let neon: NeonStandIn;
let people = 0;

beforeAll(async () => {
  neon = await startMigratedNeon();
});
afterAll(() => neon.close());

const open = (): Database => openDatabase({ url: neon.databaseUrl, httpUrl: neon.httpUrl }, 5_000);

/** A person who is in no other test. */
function somebody(overrides: Partial<Caller> = {}): Caller {
  people += 1;
  // Long enough not to stand in a random request key by chance.
  return { user_id: `${10 ** 15 + people}`, guild_id: '7', channel_id: '8', locale: 'ko', ...overrides };
}

const pseudonymOf = ({ user_id: userId }: Caller) => `pseudonym of ${userId.slice(-4)}`;

const erase = (caller: Caller) =>
  eraseAll(open(), { userId: caller.user_id, pseudonyms: [pseudonymOf(caller)], nowMs: Date.now() });

const said = (role: 'user' | 'assistant', content: string, tokens = 5): RememberedMessage => ({
  message: { role, content },
  tokens,
});

function newTurn(caller: Caller, overrides: Partial<NewTurn> = {}): NewTurn {
  return {
    caller,
    pseudonym: pseudonymOf(caller),
    requestKey: crypto.randomUUID(),
    askedAtMs: Date.now(),
    question: said('user', '안녕?', 3),
    ...overrides,
  };
}

const ask = (turn: NewTurn) => openTurn(open(), turn, { withSettings: false });

/** The turn as it is stored; without a conversation, because it may not be remembered, it is stored nowhere. */
async function begin(caller: Caller, overrides: Partial<NewTurn> = {}): Promise<Turn> {
  const turn = newTurn(caller, overrides);
  const { history } = await ask(turn);
  const conversationId = history.conversationId ?? crypto.randomUUID();
  return { ...turn, conversationId, answer: [said('assistant', '안녕하세요!')], isComplete: true };
}

/** Without an answer the question is withdrawn. */
async function finish(
  turn: Turn,
  { isAnswered = true, usage: overrides = {} }: { isAnswered?: boolean; usage?: Partial<UsageEvent> } = {},
): Promise<void> {
  const db = open();
  const statement = isAnswered ? storeTurn(turn) : withdrawQuestion(turn);
  const charged = usage(turn.caller, { startedAtMs: turn.askedAtMs, ...overrides });
  await db.batch([recordUsage(db, charged), db.execute(statement)]);
}

const charge = (event: UsageEvent): Promise<unknown> => {
  const db = open();
  return db.batch([recordUsage(db, event)]);
};

async function converse(caller: Caller, overrides: Partial<NewTurn> = {}): Promise<Turn> {
  const turn = await begin(caller, overrides);
  await finish(turn);
  return turn;
}

function usage(caller: Caller | null, overrides: Partial<UsageEvent> = {}): UsageEvent {
  return {
    id: crypto.randomUUID(),
    startedAtMs: Date.now(),
    requestKey: crypto.randomUUID(),
    userId: caller?.user_id ?? null,
    pseudonym: caller === null ? null : pseudonymOf(caller),
    space: caller?.guild_id ?? null,
    apiKeyId: null,
    model: 'gpt-4o-mini',
    provider: 'api.openai.com',
    promptTokens: 10,
    cachedTokens: 0,
    completionTokens: 5,
    estimated: false,
    costMicroUsd: 4,
    firstTokenMs: 1,
    totalMs: 2,
    outcome: 'ok',
    fallback: false,
    cached: false,
    judgeCalls: 0,
    ...overrides,
  };
}

/** What the next question would see, oldest first; that question is withdrawn again. */
async function remembered(caller: Caller): Promise<unknown[]> {
  const probe = newTurn(caller, { question: said('user', 'what was said?') });
  const { history } = await ask(probe);
  await open().execute(withdrawQuestion(probe));
  return history.newestFirst.map(({ message }) => message.content).reverse();
}

const stored = (caller: Caller) =>
  neon.query(
    `select m.role, m.content, m.complete from messages m join conversations c on c.id = m.conversation_id
     where c.user_id = $1 order by m.asked_at, m.request_key, m.ordinal`,
    [caller.user_id],
  );

describe('a conversation', () => {
  it('is empty for a person who has said nothing', async () => {
    expect((await ask(newTurn(somebody()))).history).toEqual({
      conversationId: expect.any(String),
      isRecorded: true,
      isFirstUse: true,
      newestFirst: [],
    });
  });

  it('is opened in one request and stored in one request, both sides in order', async () => {
    const caller = somebody();
    let before = neon.requests();
    const turn = await begin(caller);
    expect(neon.requests() - before).toBe(1);
    before = neon.requests();
    await finish(turn);
    expect(neon.requests() - before).toBe(1);
    expect((await ask(newTurn(caller))).history).toMatchObject({
      conversationId: turn.conversationId,
      newestFirst: [said('assistant', '안녕하세요!'), said('user', '안녕?', 3)],
    });
  });

  it('belongs to one person in one channel of one guild', async () => {
    const caller = somebody();
    await converse(caller);
    for (const other of [{ user_id: '1' }, { guild_id: null }, { guild_id: '9' }, { channel_id: '9' }]) {
      expect(await remembered({ ...caller, ...other })).toEqual([]);
    }
  });

  it('holds a turn once, however often it is asked and stored', async () => {
    const caller = somebody();
    const turn = await begin(caller);
    const repeat = await ask(turn);
    expect(repeat.history).toMatchObject({ isRecorded: false, newestFirst: [] });
    const { id } = usage(caller);
    await Promise.all([1, 2, 3].map(() => finish(turn, { usage: { id } })));
    expect(await remembered(caller)).toEqual(['안녕?', '안녕하세요!']);
    expect((await sumToday(open(), caller.user_id)).calls).toBe(1);
  });

  it('prefers a whole answer to the cut one of the same request, and never the other way round', async () => {
    const caller = somebody();
    const turn = await begin(caller);
    const cut = { ...turn, answer: [said('assistant', '안녕하'), said('assistant', '…')], isComplete: false };
    await finish(cut);
    expect(await remembered(caller)).toEqual(['안녕?', '안녕하', '…']);
    await finish(turn);
    await finish(cut);
    expect(await remembered(caller)).toEqual(['안녕?', '안녕하세요!']);
  });

  it('keeps a cut answer when its repeat has none', async () => {
    const caller = somebody();
    const turn = await begin(caller);
    await finish({ ...turn, isComplete: false });
    await ask(turn);
    await finish(turn, { isAnswered: false });
    expect(await remembered(caller)).toEqual(['안녕?', '안녕하세요!']);
  });

  it('is the first use of its person in the server, whichever channel of it they use later', async () => {
    const caller = somebody();
    const isFirst = async (who: Caller, overrides: Partial<NewTurn> = {}) =>
      (await ask(newTurn(who, overrides))).history.isFirstUse === true;
    const requestKey = crypto.randomUUID();
    expect(await isFirst(caller, { requestKey })).toBe(true);
    expect(await isFirst(caller, { requestKey })).toBe(true);
    expect(await isFirst(caller)).toBe(false);
    expect(await isFirst({ ...caller, channel_id: '9' })).toBe(false);
    expect(await isFirst({ ...caller, guild_id: '70' })).toBe(true);
    expect(await isFirst({ ...caller, guild_id: null })).toBe(false);
    expect(await isFirst(somebody())).toBe(true);
  });

  it('is no first use of a person of whom nothing is to be stored', async () => {
    const caller = somebody();
    await setRemember(open(), caller.user_id, false);
    expect((await ask(newTurn(caller))).history.isFirstUse).toBeUndefined();
    expect((await ask(newTurn(somebody(), { isUnstored: true }))).history.isFirstUse).toBeUndefined();
  });

  it('is one conversation when two first questions come at once', async () => {
    const caller = somebody();
    const turns = await Promise.all([1, 2].map(() => begin(caller)));
    expect(new Set(turns.map(({ conversationId }) => conversationId)).size).toBe(1);
    await Promise.all(turns.map((turn) => finish(turn)));
    expect(await remembered(caller)).toHaveLength(4);
  });

  it('takes any text that a person can send', async () => {
    const caller = somebody();
    const content = toStorableText('NUL \0, lone \ud800 and \udc00, "quotes", \\u0000, 👨‍👩‍👧‍👦, \u2028');
    await converse(caller, { question: said('user', content) });
    expect((await remembered(caller))[0]).toBe(
      'NUL \uFFFD, lone \uFFFD and \uFFFD, "quotes", \\u0000, 👨‍👩‍👧‍👦, \u2028',
    );
  });

  it('takes any text that a model can write, in tool calls as well', async () => {
    const caller = somebody();
    const turn = await begin(caller);
    const call = { id: 'a\0', type: 'function' as const, function: { name: 'look', arguments: '"\ud800"' } };
    const answer: RememberedMessage[] = [
      { message: { role: 'assistant', content: null, tool_calls: [call] }, tokens: 1 },
      { message: { role: 'tool', tool_call_id: 'a\0', content: 'found' }, tokens: 1 },
      said('assistant', '\0'),
    ];
    await finish({ ...turn, answer });
    const { history } = await ask(newTurn(caller));
    const id = 'a\uFFFD';
    expect(history.newestFirst.map(({ message }) => message)).toEqual([
      { role: 'assistant', content: '\uFFFD' },
      { role: 'tool', tool_call_id: id, content: 'found' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ ...call, id, function: { name: 'look', arguments: '"\uFFFD"' } }],
      },
      { role: 'user', content: '안녕?' },
    ]);
  });

  it('keeps the parts of a message', async () => {
    const caller = somebody();
    const parts = [
      { type: 'text' as const, text: '이게 뭐야?' },
      { type: 'image_url' as const, image_url: { url: 'https://example.com/a.png' } },
    ];
    await converse(caller, { question: { message: { role: 'user', content: parts }, tokens: 5 } });
    expect((await remembered(caller))[0]).toEqual(parts);
    expect((await stored(caller))[0]).toMatchObject({ content: '이게 뭐야?' });
  });
});

describe('questions at the same time', () => {
  const question = (content: string) => ({ question: said('user', content) });

  it('are told of each other: the second sees the first with a note, and waits for nothing', async () => {
    const caller = somebody();
    await begin(caller, question('Q1'));
    const { history } = await ask(newTurn(caller, question('Q2')));
    expect(history.newestFirst.map(({ message }) => message)).toEqual([
      { role: 'assistant', content: expect.stringContaining('answered separately') },
      { role: 'user', content: 'Q1' },
    ]);
  });

  it('never miss each other: of any two at once one sees the other', async () => {
    for (let round = 0; round < 5; round += 1) {
      const caller = somebody();
      const both = await Promise.all(['Q1', 'Q2'].map((content) => ask(newTurn(caller, question(content)))));
      expect(both.map(({ history }) => history.newestFirst.length).sort()).toEqual([0, 2]);
    }
  });

  it('are seen by the third in the order of asking, whichever answer ended first', async () => {
    const caller = somebody();
    const askedAtMs = Date.now();
    const first = await begin(caller, { ...question('Q1'), askedAtMs });
    const second = await begin(caller, { ...question('Q2'), askedAtMs: askedAtMs + 1 });
    await finish({ ...second, answer: [said('assistant', 'A2')] });
    await finish({ ...first, answer: [said('assistant', 'A1')] });
    expect(await remembered(caller)).toEqual(['Q1', 'A1', 'Q2', 'A2']);
  });

  it('keep both sides of a turn together when they were asked in the same millisecond', async () => {
    const caller = somebody();
    const askedAtMs = Date.now();
    const turns = [];
    for (const name of ['1', '2', '3']) {
      turns.push(
        await begin(caller, { ...question(`Q${name}`), requestKey: `${caller.user_id}:${name}`, askedAtMs }),
      );
    }
    await Promise.all(
      turns.map((turn, index) => finish({ ...turn, answer: [said('assistant', `A${index + 1}`)] })),
    );
    expect(await remembered(caller)).toEqual(['Q1', 'A1', 'Q2', 'A2', 'Q3', 'A3']);
  });

  it('that are the same do not see each other: one answer may serve both', async () => {
    const caller = somebody();
    await begin(caller, question('Q'));
    expect((await ask(newTurn(caller, question('Q')))).history.newestFirst).toEqual([]);
  });
});

describe('an answer that nobody has seen', () => {
  const forget = (turn: NewTurn, caller = turn.caller) => forgetTurn(open(), caller, turn.requestKey);

  it('is forgotten with its question, and nothing else is', async () => {
    const caller = somebody();
    await converse(caller, { question: said('user', 'Q1') });
    const unseen = await converse(caller, { question: said('user', 'Q2') });
    expect(await forget(unseen)).toBe(2);
    expect(await remembered(caller)).toEqual(['Q1', '안녕하세요!']);
    expect(await forget(unseen)).toBe(0);
  });

  it('is not stored when it only ends afterwards, in any order of the two', async () => {
    const [first, later] = [somebody(), somebody()];
    await converse(later);
    for (const [caller, messages] of [
      [first, 0],
      [later, 2],
    ] as const) {
      const turn = await begin(caller);
      expect(await forget(turn)).toBe(1);
      await finish(turn);
      await ask(turn);
      await finish(turn);
      expect(await stored(caller)).toHaveLength(messages);
    }
  });

  it('may be forgotten before its question is recorded', async () => {
    const caller = somebody();
    const turn = newTurn(caller);
    expect(await forget(turn)).toBe(0);
    expect((await ask(turn)).history.isRecorded).toBe(false);
    expect(await stored(caller)).toEqual([]);
  });

  it('leaves the earlier attempt when it was a retry', async () => {
    const caller = somebody();
    const earlier = await converse(caller);
    const again = newTurn(caller, { follows: { action: 'retry', requestKey: earlier.requestKey } });
    const { history } = await ask(again);
    await forget(again);
    const { conversationId, replaces } = history;
    const answer = [said('assistant', 'A')];
    await finish({ ...again, conversationId: conversationId ?? '', answer, isComplete: true, replaces });
    expect(await remembered(caller)).toEqual(['안녕?', '안녕하세요!']);
  });

  it('is nobody else’s to forget', async () => {
    const caller = somebody();
    const turn = await converse(caller);
    expect(await forget(turn, somebody())).toBe(0);
    expect(await remembered(caller)).toHaveLength(2);
  });

  it('is marked for an hour, or until the person erases everything', async () => {
    const [gone, old] = [somebody(), somebody()];
    for (const caller of [gone, old]) await forget(newTurn(caller));
    const marks = () =>
      neon.query('select user_id from forgotten_requests where user_id = any($1)', [
        [gone.user_id, old.user_id],
      ]);
    expect(await marks()).toHaveLength(2);
    await erase(gone);
    expect(await marks()).toEqual([{ user_id: old.user_id }]);
    await neon.query(
      `update forgotten_requests set forgotten_at = now() - interval '2 hours' where user_id = '${old.user_id}'`,
    );
    expect((await enforceRetention(open, 30)).erasures).toBe(1);
    expect(await marks()).toEqual([]);
  });
});

describe('a retry', () => {
  const Q = { question: said('user', 'Q') };
  const broken = async (caller: Caller, overrides: Partial<NewTurn> = {}) => {
    const turn = await begin(caller, { ...Q, ...overrides });
    await finish({ ...turn, answer: [said('assistant', 'A…')], isComplete: false });
    return turn;
  };
  const retry = (caller: Caller, earlier: { requestKey: string }) =>
    newTurn(caller, { ...Q, follows: { action: 'retry', requestKey: earlier.requestKey } });
  const seen = ({ history }: OpenedTurn) =>
    history.newestFirst.map(({ message }) => message.content).reverse();
  /** What the batch at its end leaves. */
  const end = async (turn: NewTurn, { history }: OpenedTurn, isAnswered = true) =>
    finish(
      {
        ...turn,
        conversationId: history.conversationId ?? '',
        answer: [said('assistant', 'A')],
        isComplete: true,
        replaces: history.replaces ?? [],
      },
      { isAnswered },
    );

  it('does not see the earlier attempt, and takes its place once it is stored', async () => {
    const caller = somebody();
    await converse(caller);
    const earlier = await broken(caller);
    const again = retry(caller, earlier);
    const opened = await ask(again);
    expect(seen(opened)).toEqual(['안녕?', '안녕하세요!']);
    await end(again, opened);
    expect(await remembered(caller)).toEqual(['안녕?', '안녕하세요!', 'Q', 'A']);
    await end(again, opened);
    expect(await remembered(caller)).toEqual(['안녕?', '안녕하세요!', 'Q', 'A']);
  });

  it('that fails leaves the earlier attempt, and so does a retry of that one', async () => {
    const caller = somebody();
    const earlier = await broken(caller);
    const failed = retry(caller, earlier);
    await end(failed, await ask(failed), false);
    expect(await remembered(caller)).toEqual(['Q', 'A…']);
    const again = retry(caller, failed);
    const opened = await ask(again);
    expect(seen(opened)).toEqual([]);
    await end(again, opened);
    expect(await remembered(caller)).toEqual(['Q', 'A']);
  });

  it('leaves whole answers to the same question, and other questions', async () => {
    const caller = somebody();
    await converse(caller, Q);
    const other = await begin(caller, { question: said('user', 'other') });
    await finish({ ...other, answer: [said('assistant', 'O…')], isComplete: false });
    const opened = await ask(retry(caller, { requestKey: 'failed before any text' }));
    expect(seen(opened)).toEqual(['Q', '안녕하세요!', 'other', 'O…']);
    expect(opened.history.replaces).toEqual([]);
  });

  it('touches no turn of somebody else, even under their request key', async () => {
    const [requester, moderator] = [somebody(), somebody()];
    const earlier = await broken(requester);
    const again = retry(moderator, earlier);
    const opened = await ask(again);
    expect(opened.history.replaces).toEqual([]);
    await end(again, { ...opened, history: { ...opened.history, replaces: [earlier.requestKey] } });
    expect(await remembered(requester)).toEqual(['Q', 'A…']);
    expect(await remembered(moderator)).toEqual(['Q', 'A']);
  });
});

describe('a continuation', () => {
  const continuing = (caller: Caller, requestKey: string) =>
    ask(newTurn(caller, { follows: { action: 'continue', requestKey } }));
  const contents = (messages: RememberedMessage[] | undefined) =>
    messages?.map(({ message }) => message.content);

  it('gets the turn that it follows by itself, whatever came after it', async () => {
    const caller = somebody();
    const first = await converse(caller, { question: said('user', 'Q1') });
    await converse(caller, { question: said('user', 'Q2') });
    const { history } = await continuing(caller, first.requestKey);
    expect(contents(history.continued)).toEqual(['안녕하세요!', 'Q1']);
    expect(contents(history.newestFirst)).toEqual(['안녕하세요!', 'Q2']);
  });

  it('gets the question alone when its answer was lost', async () => {
    const caller = somebody();
    const lost = await begin(caller, { question: said('user', 'Q') });
    const { history } = await continuing(caller, lost.requestKey);
    expect(contents(history.continued)).toEqual(['Q']);
    expect(history.newestFirst).toEqual([]);
  });

  it('gets nothing of somebody else, nor of a conversation that was reset', async () => {
    const [caller, other] = [somebody(), somebody()];
    const turn = await converse(caller);
    expect((await continuing(other, turn.requestKey)).history.continued).toEqual([]);
    await endConversation(open(), caller, Date.now());
    expect((await continuing(caller, turn.requestKey)).history.continued).toEqual([]);
  });
});

describe('a question without an answer', () => {
  it('is withdrawn when there is none to keep', async () => {
    const caller = somebody();
    const turn = await begin(caller);
    await finish(turn, { isAnswered: false });
    expect(await stored(caller)).toEqual([]);
  });

  it('is no longer shown once it is older than the longest answer', async () => {
    const caller = somebody();
    const nowMs = Date.now();
    await begin(caller, { question: said('user', 'lost'), askedAtMs: nowMs - MAX_ANSWER_MS - 30_000 });
    await begin(caller, { question: said('user', 'pending'), askedAtMs: nowMs - MAX_ANSWER_MS });
    const { history } = await ask(newTurn(caller, { askedAtMs: nowMs }));
    expect(history.newestFirst.map(({ message }) => message.content)).toEqual([
      expect.stringContaining('answered separately'),
      'pending',
    ]);
  });

  it('keeps its place when a repeat of the request brings the answer', async () => {
    const caller = somebody();
    const askedAtMs = Date.now() - 1_000;
    const lost = await begin(caller, { question: said('user', 'Q1'), askedAtMs });
    await converse(caller, { question: said('user', 'Q2'), askedAtMs: askedAtMs + 10 });
    await ask({ ...lost, askedAtMs: askedAtMs + 500 });
    await finish({ ...lost, askedAtMs: askedAtMs + 500, answer: [said('assistant', 'A1')] });
    expect(await remembered(caller)).toEqual(['Q1', 'A1', 'Q2', '안녕하세요!']);
  });
});

describe('a server’s settings', () => {
  it('come with the history when they are asked for', async () => {
    const caller = somebody({ guild_id: '71' });
    await neon.query(
      `insert into guild_settings (guild_id, version, settings) values ('71', 3, '{"instructions": "Be brief."}')`,
    );
    await neon.query(
      `insert into channel_settings (guild_id, channel_id, settings) values ('71', '8', '{"language": "en"}'), ('72', '8', '{"language": "ko"}')`,
    );
    const read = (person: Caller) => openTurn(open(), newTurn(person), { withSettings: true });
    const set = {
      ...NOTHING_SET,
      version: 3,
      server: { instructions: 'Be brief.' },
      channel: { language: 'en' },
    };
    expect((await read(caller)).settings).toEqual(set);
    const thread = somebody({ guild_id: '71', channel_id: '9', parent_id: '8' });
    expect((await read(thread)).settings).toEqual(set);
    expect((await read(somebody())).settings).toEqual(NOTHING_SET);
    expect((await ask(newTurn(caller))).settings).toBeNull();
  });
});

describe('memory that is switched off', () => {
  it.each([
    [
      'in the server',
      `insert into guild_settings (guild_id, settings) values ('73', '{"memory": false}')`,
      '73',
    ],
    [
      'in the channel',
      `insert into channel_settings (guild_id, channel_id, settings) values ('74', '8', '{"memory": false}')`,
      '74',
    ],
  ])('%s stores nothing, in threads neither', async (_, statement, guildId) => {
    await neon.query(statement);
    for (const place of [{}, { channel_id: '9', parent_id: '8' }]) {
      const caller = somebody({ guild_id: guildId, ...place });
      await converse(caller);
      expect(await stored(caller)).toEqual([]);
    }
    const elsewhere = somebody({ guild_id: '75' });
    await converse(elsewhere);
    expect((await stored(elsewhere)).length).toBeGreaterThan(0);
  });
});

describe('a reset', () => {
  it('begins anew and says how much is left behind', async () => {
    const caller = somebody();
    await converse(caller);
    expect((await endConversation(open(), caller, Date.now())).forgotten).toBe(2);
    expect((await endConversation(open(), caller, Date.now())).forgotten).toBe(0);
    expect(await remembered(caller)).toEqual([]);
  });

  it('also ends what is still being answered, the first question or a later one', async () => {
    const [first, later] = [somebody(), somebody()];
    await converse(later);
    const turns = [await begin(first), await begin(later)];
    for (const turn of turns) {
      await endConversation(open(), turn.caller, Date.now());
      await finish(turn);
      expect(await remembered(turn.caller)).toEqual([]);
    }
  });

  it('ends a question that was asked before it and reaches the database after it', async () => {
    const caller = somebody();
    const askedAtMs = Date.now();
    await endConversation(open(), caller, askedAtMs + 10);
    await converse(caller, { askedAtMs });
    expect(await remembered(caller)).toEqual([]);
    await converse(caller, { askedAtMs: askedAtMs + 20 });
    expect(await remembered(caller)).toHaveLength(2);
  });
});

describe('the ledger', () => {
  it('sums a person’s day', async () => {
    const caller = somebody();
    await charge(usage(caller));
    await charge(usage(caller));
    expect(await sumToday(open(), caller.user_id)).toEqual({ calls: 2, totalTokens: 30, costMicroUsd: 8 });
  });

  it('knows a budget that is used up', async () => {
    const caller = somebody({ guild_id: '70' });
    await charge(usage(caller));
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
    for (const person of [caller, neighbour]) await converse(person);
    expect(await summarise(open(), caller.user_id)).toMatchObject({
      conversations: 1,
      messages: 2,
      usage_events: 1,
      remember: true,
    });
    const exported = await exportTables(open(), caller.user_id, 0);
    expect(exported.messages.map(({ role, content }) => [role, content])).toEqual([
      ['user', '안녕?'],
      ['assistant', '안녕하세요!'],
    ]);
    expect(exported).toMatchObject({ truncated: false, usage: [{ prompt_tokens: 10, cost_micro_usd: 4 }] });

    expect(await erase(caller)).toMatchObject({ conversations: 1, messages: 2 });
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
    expect((await ask(newTurn(caller))).history).toMatchObject({ conversationId: null, isRecorded: false });
    expect(await summarise(open(), caller.user_id)).toMatchObject({ conversations: 0, messages: 0 });
    await setRemember(open(), caller.user_id, true);
    expect((await ask(newTurn(caller))).history.isRecorded).toBe(true);
  });

  it('stores nothing of a turn whose person chose not to be remembered while it was answered', async () => {
    const [first, later] = [somebody(), somebody()];
    await converse(later);
    const turns = [await begin(first), await begin(later)];
    for (const turn of turns) {
      await setRemember(open(), turn.caller.user_id, false);
      await finish(turn);
    }
    expect(await summarise(open(), first.user_id)).toMatchObject({ conversations: 0, messages: 0 });
    expect(await summarise(open(), later.user_id)).toMatchObject({ conversations: 1, messages: 2 });
    expect(await sumToday(open(), first.user_id)).toMatchObject({ calls: 1 });
  });

  it('stores nothing of a turn that was being answered when its person had everything erased', async () => {
    const [first, later] = [somebody(), somebody()];
    await converse(later);
    const turns = [await begin(first), await begin(later)];
    for (const turn of turns) {
      await erase(turn.caller);
      await finish(turn);
      await charge(usage(turn.caller, { startedAtMs: turn.askedAtMs }));
      expect(await summarise(open(), turn.caller.user_id)).toMatchObject({
        conversations: 0,
        messages: 0,
        usage_events: 0,
      });
    }
    // What is asked afterwards is a new beginning, which an old answer does not join.
    const [old] = turns;
    await converse(first, { askedAtMs: Date.now() + 1_000 });
    if (old !== undefined) await finish(old);
    expect(await summarise(open(), first.user_id)).toMatchObject({
      conversations: 1,
      messages: 2,
      usage_events: 1,
    });
  });

  it('records no question that was asked before an erasure and reaches the database after it', async () => {
    const caller = somebody();
    const askedAtMs = Date.now() - 10;
    await erase(caller);
    await begin(caller, { askedAtMs });
    expect(await summarise(open(), caller.user_id)).toMatchObject({ conversations: 0, messages: 0 });
  });

  it('keeps the choice not to be remembered through an erasure', async () => {
    const caller = somebody();
    await setRemember(open(), caller.user_id, false);
    await erase(caller);
    expect((await ask(newTurn(caller))).history.conversationId).toBeNull();
  });

  it('deletes the mark of an erasure within a day, and keeps a choice', async () => {
    const [gone, choosy] = [somebody(), somebody()];
    await setRemember(open(), choosy.user_id, false);
    for (const person of [gone, choosy]) {
      await erase(person);
      await neon.query(`update erasures set erased_at = now() - interval '2 hours' where pseudonym = $1`, [
        pseudonymOf(person),
      ]);
    }
    const recent = somebody();
    await erase(recent);
    expect((await enforceRetention(open, 30)).erasures).toBe(2);
    const marks = await neon.query('select pseudonym from erasures where pseudonym = any($1)', [
      [gone, choosy, recent].map(pseudonymOf),
    ]);
    expect(marks).toEqual([{ pseudonym: pseudonymOf(recent) }]);
    expect((await ask(newTurn(choosy))).history.conversationId).toBeNull();
  });

  it('keeps no row of a person who has chosen the default', async () => {
    const [erased, forgotten] = [somebody(), somebody()];
    for (const { user_id } of [erased, forgotten]) await setRemember(open(), user_id, true);
    const rows = ({ user_id: userId }: Caller) =>
      neon.query('select 1 from user_settings where user_id = $1', [userId]);
    await erase(erased);
    expect(await rows(erased)).toEqual([]);
    await neon.query(
      `update user_settings set updated_at = now() - interval '2 hours' where user_id = '${forgotten.user_id}'`,
    );
    expect((await enforceRetention(open, 30)).erasures).toBe(1);
    expect(await rows(forgotten)).toEqual([]);
  });

  it('drops a question that has waited for its answer for an hour', async () => {
    const caller = somebody();
    await converse(caller);
    for (const content of ['unanswered', 'pending']) await begin(caller, { question: said('user', content) });
    await neon.query(
      `update messages set created_at = now() - interval '2 hours' where content = 'unanswered'`,
    );
    expect((await enforceRetention(open, 30)).messages).toBe(1);
    expect((await stored(caller)).map(({ content }) => content)).toEqual(['안녕?', '안녕하세요!', 'pending']);
  });

  it('hands over tool calls and parts as well', async () => {
    const caller = somebody();
    const turn = await begin(caller);
    const call = { id: '1', type: 'function' as const, function: { name: 'look', arguments: '{}' } };
    const message = { role: 'assistant' as const, content: null, tool_calls: [call] };
    await finish({ ...turn, answer: [{ message, tokens: 1 }] });
    const { messages } = await exportTables(open(), caller.user_id, 0);
    expect(messages[1]).toEqual({
      conversation_id: turn.conversationId,
      space: '7',
      channel_id: '8',
      role: 'assistant',
      content: '',
      tool_calls: [call],
      created_at: expect.any(String),
    });
  });

  it('deletes what is older than the retention allows', async () => {
    const [old, recent] = [somebody(), somebody()];
    for (const person of [old, recent]) await converse(person);
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
      lostCalls: 0,
      erasures: 0,
      settingsAudit: 0,
      rollups: 0,
      operatorAudit: 0,
      moderationEvents: 0,
      documents: 0,
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

describe('the commit', () => {
  /** How the batch that holds this statement is committed. */
  const NOTE = sql`select set_config('libra.seen', current_setting('synchronous_commit'), false)`;
  const seen = async () => (await neon.query(`SELECT current_setting('libra.seen') AS how`))[0]?.how;

  it('of a turn that is opened does not wait for the disk; what completes it takes it there', async () => {
    const db = open();
    const turn = newTurn(somebody());
    await db.batch([db.execute(openingOf(turn, { withSettings: false })), db.execute(NOTE)]);
    expect(await seen()).toBe('off');
    await db.batch([db.execute(lockPerson({ userId: turn.caller.user_id }, 'together')), db.execute(NOTE)]);
    expect(await seen()).toBe('on');
  });
});
