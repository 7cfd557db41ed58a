/** Personal memory over real SQL: whose facts a statement touches, and when one may be kept at all. */
import { describe, expect, it } from 'vitest';
import type { Caller } from '../../../shared/contract/caller.ts';
import { useDatabase } from '../../../tests/use-database.ts';
import { openTurn } from '../conversation/open-turn.ts';
import { type NewTurn, type PlaceValues, placeValues } from '../conversation/turn-sql.ts';
import { chooseMemory, readMemory } from './choices.ts';
import { countUses, editFact, findFact, forgetFacts, saveFacts } from './facts.ts';
import { readForLearning } from './read-for-learning.ts';

const TEXT = 'I like tea.';

const database = useDatabase();

let people = 0;

/** Somebody who is in no other test, and has agreed everywhere. */
async function somebody(): Promise<Caller> {
  people += 1;
  const id = (kind: number) => String(kind * 10 ** 6 + people);
  const caller: Caller = { user_id: id(1), guild_id: id(2), channel_id: id(3), locale: 'ko' };
  await chooseMemory(database.open(), placeValues({ caller }), { choice: 'on', where: 'everywhere' });
  return caller;
}

const pseudonymOf = ({ user_id: id }: Caller) => `pseudonym of ${id}`;

interface Kept {
  text?: string;
  space?: string;
  requestKey?: string | null;
  saidAtMs?: number;
}

async function keep(caller: Caller, { text = TEXT, requestKey = null, ...kept }: Kept = {}) {
  const place = placeValues({ caller });
  const [verdict] = await saveFacts(database.open(), place, pseudonymOf(caller), [
    {
      ...{ text, requestKey, origin: 'learned', replaces: null, messageId: null },
      space: kept.space ?? place.space,
      saidAtMs: kept.saidAtMs ?? Date.now(),
    },
  ]);
  return verdict;
}

async function keptId(caller: Caller, kept: Kept = {}): Promise<string> {
  const verdict = await keep(caller, kept);
  if (verdict?.kind !== 'saved') throw new Error('It was not kept');
  return verdict.id;
}

/** What may go along with a question. */
async function recalled(caller: Caller, overrides: Partial<NewTurn> = {}): Promise<string[]> {
  const { history } = await openTurn(
    database.open(),
    {
      caller,
      pseudonym: pseudonymOf(caller),
      requestKey: crypto.randomUUID(),
      askedAtMs: Date.now(),
      question: { message: { role: 'user', content: 'Which tea do I like?' }, tokens: 1 },
      ...overrides,
    },
    { withSettings: false },
  );
  return (history.facts?.candidates ?? []).map(({ text }) => text);
}

const textsOf = async ({ user_id: id }: Caller) =>
  (await database.query('select text from memory_facts where user_id = $1 order by id', [id])).map(
    ({ text }) => text,
  );
const shown = async (place: PlaceValues) =>
  (await readMemory(database.open(), place, { learns: false })).facts.map(({ text }) => text);

describe('a fact', () => {
  it('is used where it was told, or everywhere, and by nobody else', async () => {
    const own = await somebody();
    const other = { ...(await somebody()), guild_id: own.guild_id, channel_id: own.channel_id };
    await keptId(own);
    await keptId(own, { text: 'I like green tea everywhere.', space: '*' });
    expect(new Set(await recalled(own))).toEqual(new Set([TEXT, 'I like green tea everywhere.']));
    expect(await recalled({ ...own, guild_id: '999' })).toEqual(['I like green tea everywhere.']);
    expect(await recalled(other)).toEqual([]);
    const known = async (caller: Caller) =>
      (await readForLearning(database.open(), placeValues({ caller }), [])).known.map(({ text }) => text);
    expect(await known({ ...own, guild_id: '999' })).toEqual(['I like green tea everywhere.']);
    expect(await known(other)).toEqual([]);
  });

  it('is used in no answer that is not to be stored, and in none of who keeps no conversation', async () => {
    const own = await somebody();
    await keptId(own);
    expect(await recalled(own)).toEqual([TEXT]);
    expect(await recalled(own, { isUnstored: true })).toEqual([]);
    await database.query('insert into user_settings (user_id, remember) values ($1, false)', [own.user_id]);
    expect(await recalled(own)).toEqual([]);
    expect(await keep(own)).toEqual({ kind: 'not_agreed' });
  });

  it('is shown, changed, counted and forgotten by its person alone', async () => {
    const [own, other] = [await somebody(), await somebody()];
    const fact = await keptId(own);
    const strange = placeValues({ caller: { ...own, user_id: other.user_id } });
    expect(await findFact(database.open(), strange, fact)).toBeNull();
    expect(await shown(strange)).toEqual([]);
    const change = { text: 'I like coffee.', space: '*', nowMs: Date.now() };
    expect(await editFact(database.open(), strange, fact, change)).toBeNull();
    expect(await forgetFacts(database.open(), strange, [fact])).toBe(0);
    expect(await forgetFacts(database.open(), strange, 'all')).toBe(0);
    await database.open().execute(countUses(other.user_id, [fact], Date.now()));
    expect(await findFact(database.open(), placeValues({ caller: own }), fact)).toMatchObject({
      text: TEXT,
      uses: 0,
    });
  });

  it('is shown, changed and forgotten in a server only where it is used there', async () => {
    const own = await somebody();
    const fact = await keptId(own);
    const elsewhere = placeValues({ caller: { ...own, guild_id: '999' } });
    expect(await findFact(database.open(), elsewhere, fact)).toBeNull();
    expect(await shown(elsewhere)).toEqual([]);
    expect(await forgetFacts(database.open(), elsewhere, [fact])).toBe(0);
    const direct = placeValues({ caller: { ...own, guild_id: null, direct: true } });
    expect(await shown(direct)).toEqual([TEXT]);
    expect(await forgetFacts(database.open(), direct, [fact])).toBe(1);
  });

  it('takes the place of none that somebody else has told, nor of one that was told elsewhere', async () => {
    const [own, other] = [await somebody(), await somebody()];
    await keptId(other, { space: own.guild_id ?? '' });
    await keptId(own, { space: '999' });
    expect(await keep(own)).toMatchObject({ kind: 'saved', superseded: null });
    expect(await textsOf(own)).toEqual([TEXT, TEXT]);
    expect(await textsOf(other)).toEqual([TEXT]);
  });
});

describe('nothing is kept', () => {
  it('of who has not agreed', async () => {
    const own = await somebody();
    await chooseMemory(database.open(), placeValues({ caller: own }), { choice: 'off', where: 'everywhere' });
    expect(await keep(own)).toEqual({ kind: 'not_agreed' });
    expect(await textsOf(own)).toEqual([]);
  });

  it('of what was said before an erasure', async () => {
    const own = await somebody();
    await database.query(`insert into erasures (pseudonym, erased_at) values ($1, now())`, [
      pseudonymOf(own),
    ]);
    expect(await keep(own, { saidAtMs: Date.now() - 60_000 })).toEqual({ kind: 'not_agreed' });
    expect(await keep(own, { saidAtMs: Date.now() + 60_000 })).toMatchObject({ kind: 'saved' });
  });

  it.each<[string, string]>([
    ['that was forgotten', 'delete from messages where request_key = $1'],
    [
      'of a conversation that was reset',
      'update conversations set ended_at = now() where id in (select conversation_id from messages where request_key = $1)',
    ],
    [
      'that somebody else has said',
      `update conversations set user_id = '999' where id in (select conversation_id from messages where request_key = $1)`,
    ],
  ])('of a turn %s', async (_what, change) => {
    const own = await somebody();
    const place = placeValues({ caller: own });
    const [conversation, requestKey] = [crypto.randomUUID(), crypto.randomUUID()];
    await database.query(
      'insert into conversations (id, space, channel_id, user_id) values ($1, $2, $3, $4)',
      [conversation, own.guild_id, own.channel_id, own.user_id],
    );
    await database.query(
      `insert into messages (conversation_id, request_key, asked_at, ordinal, role, content, tokens, complete)
       values ($1, $2, now(), 0, 'user', 'I like tea.', 1, true)`,
      [conversation, requestKey],
    );
    expect((await readForLearning(database.open(), place, [requestKey])).turns).toHaveLength(1);
    const elsewhere = placeValues({ caller: { ...own, channel_id: '999' } });
    expect((await readForLearning(database.open(), elsewhere, [requestKey])).turns).toEqual([]);
    await database.query(change, [requestKey]);
    expect((await readForLearning(database.open(), place, [requestKey])).turns).toEqual([]);
    expect(await keep(own, { requestKey })).toEqual({ kind: 'not_agreed' });
  });
});
