/** Whose conversation a statement touches, over real SQL: people, channels and servers are kept apart by each of them. */
import { describe, expect, it } from 'vitest';
import type { Caller } from '../../../shared/contract/caller.ts';
import { useDatabase } from '../../../tests/use-database.ts';
import { chooseAnswer } from './choose-answer.ts';
import { forgetListedTurn } from './forget-listed.ts';
import { forgetTurn } from './forget-turn.ts';
import { type History, openTurn } from './open-turn.ts';
import { readTurns } from './read-turns.ts';
import { endConversation } from './reset.ts';
import type { NewTurn } from './turn-sql.ts';

const database = useDatabase();

let places = 0;

/** In a server and a channel that are in no other test. */
function somebody(overrides: Partial<Caller> = {}): Caller {
  places += 1;
  const id = (kind: number) => String(kind * 10 ** 6 + places);
  return { user_id: id(1), guild_id: id(2), channel_id: id(3), locale: 'ko', ...overrides };
}

interface StoredTurn {
  conversation: string;
  turn: string;
  requestKey: string;
}

/** A turn of the caller's, with a whole answer: in a conversation of their own there, or in the channel's. */
async function say(caller: Caller, of: 'person' | 'channel' = 'person'): Promise<StoredTurn> {
  const [conversation, requestKey] = [crypto.randomUUID(), crypto.randomUUID()];
  const speaker = of === 'channel' ? caller.user_id : null;
  await database.query(`insert into conversations (id, space, channel_id, user_id) values ($1, $2, $3, $4)`, [
    conversation,
    caller.guild_id ?? 'dm',
    caller.channel_id,
    of === 'channel' ? null : caller.user_id,
  ]);
  const [row] = await database.query(
    `insert into messages (conversation_id, request_key, asked_at, speaker_id, ordinal, role, content, tokens, complete)
     select $1, $2, now(), $3, said.* from (values (0, 'user', 'question', 1, true), (1, 'assistant', 'answer', 1, true)) said
     returning id::text`,
    [conversation, requestKey, speaker],
  );
  return { conversation, requestKey, turn: String(row?.id) };
}

const contents = async ({ requestKey }: StoredTurn) =>
  (
    await database.query('select content from messages where request_key = $1 order by ordinal', [requestKey])
  ).map(({ content }) => content);
const hasEnded = async ({ conversation }: StoredTurn) =>
  (
    await database.query('select ended_at is not null as ended from conversations where id = $1', [
      conversation,
    ])
  )[0]?.ended;
const listed = async (caller: Caller) =>
  (await readTurns(database.open(), caller, Date.now())).newestFirst.map(({ request_key: key }) => key);
const share = (caller: Caller) =>
  database.query(
    `insert into guild_settings (guild_id, settings) values ($1, '{"conversation": "channel"}')`,
    [caller.guild_id],
  );

/** What a question finds, whose words are those of every turn here. */
async function ask(caller: Caller, overrides: Partial<NewTurn> = {}): Promise<History> {
  const turn: NewTurn = {
    caller,
    pseudonym: `pseudonym of ${caller.user_id}`,
    requestKey: crypto.randomUUID(),
    askedAtMs: Date.now(),
    question: { message: { role: 'user', content: 'question' }, tokens: 1 },
    ...overrides,
  };
  return (await openTurn(database.open(), turn, { withSettings: false })).history;
}

const MEMBER = { isModerator: false };
const MODERATOR = { isModerator: true };

describe('a turn of a person’s own conversation', () => {
  it.each<[string, (own: Caller) => Caller]>([
    ['somebody else there', (own) => ({ ...own, user_id: '999' })],
    ['the same person in another channel', (own) => ({ ...own, channel_id: '999' })],
    ['the same person under that channel’s id in another server', (own) => ({ ...own, guild_id: '999' })],
    ['the same person in direct messages', (own) => ({ ...own, guild_id: null, direct: true })],
  ])('is neither read, changed, forgotten nor ended by %s, moderator or not', async (_who, move) => {
    const own = somebody();
    const turn = await say(own);
    const stranger = move(own);
    expect(await listed(stranger)).toEqual([]);
    for (const { isModerator } of [MEMBER, MODERATOR]) {
      expect(
        await forgetListedTurn(database.open(), { caller: stranger, isModerator }, turn.turn),
      ).toBeNull();
      expect((await endConversation(database.open(), stranger, Date.now(), { isModerator })).forgotten).toBe(
        0,
      );
    }
    expect(
      await chooseAnswer(database.open(), stranger, { requestKey: turn.requestKey, answer: 'another' }),
    ).toBe(0);
    expect(await forgetTurn(database.open(), stranger, turn.requestKey)).toBe(0);
    expect(await contents(turn)).toEqual(['question', 'answer']);
    expect(await hasEnded(turn)).toBe(false);
  });

  it('is its person’s to read, change, forget and end', async () => {
    const own = somebody();
    const turn = await say(own);
    expect(await listed(own)).toEqual([turn.requestKey, turn.requestKey]);
    expect(await chooseAnswer(database.open(), own, { requestKey: turn.requestKey, answer: 'another' })).toBe(
      1,
    );
    expect(await contents(turn)).toEqual(['question', 'another']);
    expect((await endConversation(database.open(), own, Date.now(), MEMBER)).forgotten).toBe(2);
    expect(await listed(own)).toEqual([]);
    expect(await forgetListedTurn(database.open(), { caller: own, ...MEMBER }, turn.turn)).toBe(
      turn.requestKey,
    );
    expect(await contents(turn)).toEqual([]);
  });

  it('keeps its answer once its person wants nothing kept', async () => {
    const own = somebody();
    const turn = await say(own);
    await database.query('insert into user_settings (user_id, remember) values ($1, false)', [own.user_id]);
    expect(await chooseAnswer(database.open(), own, { requestKey: turn.requestKey, answer: 'another' })).toBe(
      0,
    );
    expect(await contents(turn)).toEqual(['question', 'answer']);
  });
});

describe('where a channel has one conversation', () => {
  it('its members’ own from before are neither read nor ended nor forgotten by name', async () => {
    const own = somebody();
    const before = await say(own);
    const shared = await say(own, 'channel');
    await share(own);
    expect(new Set(await listed(own))).toEqual(new Set([shared.requestKey]));
    expect(await forgetListedTurn(database.open(), { caller: own, ...MEMBER }, before.turn)).toBeNull();
    await endConversation(database.open(), own, Date.now(), MODERATOR);
    expect([await hasEnded(before), await hasEnded(shared)]).toEqual([false, true]);
  });

  it('a question joins it, but what only its person sees joins their own', async () => {
    const own = somebody();
    const before = await say(own);
    expect((await ask(own)).conversationId).toBe(before.conversation);
    await share(own);
    const { conversationId: shared } = await ask(own);
    expect(shared).not.toBe(before.conversation);
    expect((await ask({ ...own, user_id: '999' })).conversationId).toBe(shared);
    expect((await ask(own, { isPrivate: true })).conversationId).toBe(before.conversation);
  });

  it('a retry takes the place of no broken answer to somebody else, though they have asked the same', async () => {
    const own = somebody();
    await share(own);
    const { conversation, requestKey } = await say(own, 'channel');
    const others = crypto.randomUUID();
    await database.query('update messages set complete = false where request_key = $1 and ordinal = 1', [
      requestKey,
    ]);
    await database.query(
      `insert into messages (conversation_id, request_key, asked_at, speaker_id, ordinal, role, content, tokens, complete)
       select $1, $2, asked_at, '999', ordinal, role, content, tokens, complete from messages where request_key = $3`,
      [conversation, others, requestKey],
    );
    const follows = { action: 'retry', requestKey: 'failed before any text' } as const;
    expect((await ask(own, { follows })).replaces).toEqual([requestKey]);
  });

  it('a question sees the same one of somebody else that waits for its answer, and not their own', async () => {
    const own = somebody();
    await share(own);
    await ask(own);
    expect((await ask(own)).newestFirst).toEqual([]);
    expect((await ask({ ...own, user_id: '999' })).newestFirst).not.toEqual([]);
  });

  it('a pause of personal memory ends with the conversation that it is for', async () => {
    const own = somebody();
    await share(own);
    await database.query(
      `insert into memory_choices (user_id, space, channel_id, state) values ($1, $2, $3, 'paused')`,
      [own.user_id, own.guild_id, own.channel_id],
    );
    const pauses = () => database.query('select state from memory_choices where user_id = $1', [own.user_id]);
    await endConversation(database.open(), own, Date.now(), MEMBER);
    expect(await pauses()).toHaveLength(1);
    await endConversation(database.open(), own, Date.now(), MODERATOR);
    expect(await pauses()).toEqual([]);
  });

  it('a member ends what they have for themselves, and not what is everybody’s', async () => {
    const own = somebody();
    const before = await say(own);
    const shared = await say(own, 'channel');
    await share(own);
    await endConversation(database.open(), own, Date.now(), MEMBER);
    expect([await hasEnded(before), await hasEnded(shared)]).toEqual([true, false]);
  });

  it('a turn is forgotten by who has asked it and by moderators', async () => {
    const own = somebody();
    const [first, second] = [await say(own, 'channel'), await say({ ...own, channel_id: '777' }, 'channel')];
    await share(own);
    const other = { ...own, user_id: '999' };
    expect(await forgetListedTurn(database.open(), { caller: other, ...MEMBER }, first.turn)).toBeNull();
    expect(await contents(first)).toEqual(['question', 'answer']);
    expect(await forgetListedTurn(database.open(), { caller: own, ...MEMBER }, first.turn)).toBe(
      first.requestKey,
    );
    const moderator = { ...other, channel_id: '777' };
    expect(await forgetListedTurn(database.open(), { caller: moderator, ...MODERATOR }, second.turn)).toBe(
      second.requestKey,
    );
    expect([await contents(first), await contents(second)]).toEqual([[], []]);
  });
});

describe('where a channel has none any more', () => {
  it('what was everybody’s is read, ended and forgotten by name by nobody', async () => {
    const own = somebody();
    const shared = await say(own, 'channel');
    expect(await listed(own)).toEqual([]);
    expect(await forgetListedTurn(database.open(), { caller: own, ...MODERATOR }, shared.turn)).toBeNull();
    await endConversation(database.open(), own, Date.now(), MODERATOR);
    expect(await hasEnded(shared)).toBe(false);
  });
});
