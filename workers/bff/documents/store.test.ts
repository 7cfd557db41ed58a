import { beforeEach, describe, expect, it } from 'vitest';
import { embedText } from '../../../dev/openai/embedding/embed.ts';
import { weighAsked } from '../../../shared/knowledge/asked-terms.ts';
import { MAX_DOCUMENTS_A_DAY, MAX_SPACE_CHUNKS } from '../../../shared/limits.ts';
import { useDatabase } from '../../../tests/use-database.ts';
import { BACKGROUND, QUESTIONS } from '../knowledge/background.ts';
import { storeReferences } from '../knowledge/references.ts';
import {
  type Attempt,
  beginReading,
  endReading,
  finishReading,
  readStored,
  storeChunks,
} from './reading-store.ts';
import { type FoundChunk, searchChunks } from './search.ts';
import { addDocument, beginAnew, listDocuments, readPassage, removeDocument } from './store.ts';

const SPACE = 'server:1';
const NEW = { name: 'new', length: 64 };
const OLD = { name: 'old', length: 32 };
type Model = typeof NEW;
const spaceOf = ({ name, length }: Model) => `${name}/${length}`;

const database = useDatabase();
beforeEach(async () => {
  await database.query('delete from documents', []);
  await database.query('delete from document_terms', []);
  await database.query('delete from reference_vectors', []);
});

const chunk = (text: string, ordinal: number) => ({
  ...{ ordinal, text, overlap_chars: 0, tokens: 20, heading: null, page: null, last_page: null },
});
const withVectors = (texts: readonly string[], { length }: Model) =>
  texts.map((text, ordinal) => ({ ...chunk(text, ordinal), vector: embedText(text, length) }));

async function open(name: string, space = SPACE): Promise<Attempt> {
  const ingestion = crypto.randomUUID();
  const added = await addDocument(database.open(), {
    ...{ space, name, source: 'file', url: null, addedBy: '7', sizeBytes: 1, ingestion },
  });
  if (typeof added === 'string') throw new Error(added);
  return { document: added.id, ingestion };
}

const facts = (texts: readonly string[]) => ({
  ...{ contentHash: texts.join('\n'), sizeBytes: 1, pages: null, chunks: texts.length },
});
const begin = (attempt: Attempt, texts: readonly string[], model = NEW) =>
  beginReading(database.open(), attempt, facts(texts), model.name);

async function add(name: string, texts: readonly string[], { space = SPACE, model = NEW } = {}) {
  const attempt = await open(name, space);
  expect(await begin(attempt, texts, model)).toBe('begun');
  expect(await storeChunks(database.open(), attempt, withVectors(texts, model), spaceOf(model))).toBe(
    'stored',
  );
  expect(await finishReading(database.open(), attempt, space)).toBe(true);
  return attempt;
}

async function search(question: string, { model = NEW, spaces = [SPACE] } = {}): Promise<FoundChunk[]> {
  const vector = { model: spaceOf(model), values: embedText(question, model.length) };
  const { rows } = await database
    .open()
    .execute<FoundChunk>(searchChunks({ spaces, terms: weighAsked(question), vector }));
  return rows;
}

const LEAVE = ['연차 휴가는 한 해에 열다섯 날이다.', '병가는 진단서를 내면 예순 날까지 유급이다.'];

describe('documents in the database', () => {
  it('are found in their own space alone', async () => {
    await add('a', LEAVE);
    await add('b', ['연차 휴가는 없다.'], { space: 'server:2' });
    expect((await search('연차 휴가는 며칠이야?')).map(({ name }) => name)).not.toContain('b');
    expect(await search('연차 휴가는 며칠이야?', { spaces: ['server:3'] })).toEqual([]);
  });

  it('are listed, shown, read anew and removed in their own space alone', async () => {
    const { document: id } = await add('a', LEAVE);
    const other = 'server:2';
    const place = { document: id, version: 1, from: 0, to: 9 };
    expect(await listDocuments(database.open(), [other], null)).toEqual([]);
    expect(await readPassage(database.open(), place, [other])).toEqual([]);
    expect(
      await beginAnew(database.open(), { id, spaces: [other], ingestion: crypto.randomUUID() }),
    ).toBeNull();
    expect(await removeDocument(database.open(), id, other)).toBe(false);
    expect(await listDocuments(database.open(), [SPACE], null)).toMatchObject([{ id, state: 'ready' }]);
    expect(await readPassage(database.open(), place, [SPACE])).toHaveLength(2);
    expect(await removeDocument(database.open(), id, SPACE)).toBe(true);
    expect(await listDocuments(database.open(), [SPACE], null)).toEqual([]);
  });

  it('are added only so often a day, those included that take the place of another', async () => {
    await database.query(
      `insert into documents (id, space, name, source, state, ingestion)
       select gen_random_uuid(), $1, 'document ' || n, 'file', 'ready', gen_random_uuid() from generate_series(1, $2) n`,
      [SPACE, String(MAX_DOCUMENTS_A_DAY)],
    );
    await expect(open('document 1')).rejects.toThrow('too_many_today');
    await database.query(
      `update documents set updated_at = now() - interval '2 days' where name = 'document 2'`,
      [],
    );
    await open('document 1');
  });

  it('of one name are one, however its Hangul is written', async () => {
    const first = await add('규정.md'.normalize('NFC'), ['연차는 열 날이다']);
    const second = await add('규정.md'.normalize('NFD'), ['연차는 서른 날이다']);
    expect(second.document).toBe(first.document);
  });

  it('are as near as the nearest of their parts, and no nearer than they are as a whole without any', async () => {
    const [text = '', other = ''] = LEAVE;
    const attempt = await open('a');
    await begin(attempt, LEAVE);
    const vector = embedText('피아노를 치는 고양이', NEW.length);
    const rows = [
      { ...chunk(text, 0), vector, partVectors: [vector, embedText(text, NEW.length)] },
      { ...chunk(other, 1), vector },
    ];
    expect(await storeChunks(database.open(), attempt, rows, spaceOf(NEW))).toBe('stored');
    expect(await finishReading(database.open(), attempt, SPACE)).toBe(true);
    const [first, second] = await search(text);
    expect(first).toMatchObject({ ordinal: 0, similarity: expect.closeTo(1, 2) as number });
    expect(second?.similarity).toBeLessThan(0.9);
    expect((await search(text, { model: { ...NEW, name: 'third' } }))[0]).toMatchObject({ similarity: null });
  });

  it('are compared with questions about anything as well, of the same model', async () => {
    const model = { name: 'asked', length: 32 };
    await add('a', LEAVE, { model });
    const [text = '', other = ''] = LEAVE;
    const found = () => search(text, { model });
    expect((await found())[0]).toMatchObject({ ordinal: 0, everyday: null });
    const vectors = [text, '고양이'].map((asked) => embedText(asked, 32));
    await storeReferences(database.open(), QUESTIONS, { space: spaceOf(model), vectors });
    await storeReferences(database.open(), QUESTIONS, { space: 'other/32', vectors: [embedText(other, 32)] });
    const [first, second] = await found();
    expect(first).toMatchObject({ ordinal: 0, everyday: expect.closeTo(1, 2) as number });
    expect(second?.everyday).toBeLessThan(0.9);
    expect((await search(text, { model: { ...model, name: 'third' } }))[0]).toMatchObject({ everyday: null });
  });

  it('of the same text, begun at once, are one: the other is refused', async () => {
    const [one, other] = [await open('a'), await open('b')];
    const again = (attempt: Attempt) => begin(attempt, LEAVE).catch(() => begin(attempt, LEAVE));
    const verdicts = await Promise.all([again(one), again(other)]);
    expect(verdicts.sort()).toEqual(['begun', 'duplicate']);
  });

  it('that are read at once have the room of one space between them, and give it back', async () => {
    const most = (text: string) => ({ ...facts([text]), chunks: MAX_SPACE_CHUNKS });
    const [one, other] = [await open('a'), await open('b')];
    expect(await beginReading(database.open(), one, most('one'), NEW.name)).toBe('begun');
    expect(await begin(other, ['other'])).toBe('space_full');
    await endReading(database.open(), one, { kind: 'failed', problem: 'document_lost' });
    expect(await begin(other, ['other'])).toBe('begun');
  });

  it('take each chunk once, however often it is sent', async () => {
    const attempt = await open('a');
    await begin(attempt, LEAVE);
    const rows = withVectors(LEAVE, NEW);
    await Promise.all([0, 1, 2].map(() => storeChunks(database.open(), attempt, rows, spaceOf(NEW))));
    expect(await finishReading(database.open(), attempt, SPACE)).toBe(true);
    expect(await finishReading(database.open(), attempt, SPACE)).toBe(false);
    const [row] = await database.query('select count(*)::int as chunks from document_chunks', []);
    expect(row).toEqual({ chunks: 2 });
    const [term] = await database.query('select max(chunks)::int as most from document_terms', []);
    expect(term).toEqual({ most: 2 });
  });

  it('are read once, though the attempt is announced again in the middle and at its end', async () => {
    const attempt = await open('a');
    const again = () =>
      addDocument(database.open(), {
        ...{ space: SPACE, name: 'a', source: 'file', url: null, addedBy: '7', sizeBytes: 1 },
        ingestion: attempt.ingestion,
      });
    await begin(attempt, LEAVE);
    expect(await again()).toMatchObject({ id: attempt.document });
    expect(await storeChunks(database.open(), attempt, withVectors(LEAVE, NEW), spaceOf(NEW))).toBe('stored');
    expect(await finishReading(database.open(), attempt, SPACE)).toBe(true);
    expect(await again()).toMatchObject({ id: attempt.document });
    const state = async () => database.query('select state, version, chunks from documents', []);
    expect(await state()).toEqual([{ state: 'ready', version: 1, chunks: 2 }]);
    const anew = { id: attempt.document, spaces: [SPACE], ingestion: attempt.ingestion };
    expect(await beginAnew(database.open(), anew)).toMatchObject({ id: attempt.document });
    expect(await state()).toEqual([{ state: 'ready', version: 1, chunks: 2 }]);
  });

  it('take no chunk once they were removed', async () => {
    const attempt = await open('a');
    await begin(attempt, LEAVE);
    expect(await removeDocument(database.open(), attempt.document, SPACE)).toBe(true);
    expect(await storeChunks(database.open(), attempt, withVectors(LEAVE, NEW), spaceOf(NEW))).toBe('gone');
    expect(await finishReading(database.open(), attempt, SPACE)).toBe(false);
    expect(await database.query('select 1 from document_chunks', [])).toEqual([]);
  });

  it('take no vector of another length than the model has made before', async () => {
    const attempt = await open('a');
    await begin(attempt, LEAVE);
    const [first, second] = withVectors(LEAVE, NEW);
    const [, short] = withVectors(LEAVE, { name: 'new', length: 8 });
    if (first === undefined || second === undefined || short === undefined) throw new Error('none');
    expect(await storeChunks(database.open(), attempt, [first], 'new/64')).toBe('stored');
    expect(await storeChunks(database.open(), attempt, [short], 'new/8')).toBe('other_length');
    expect(await finishReading(database.open(), attempt, SPACE)).toBe(false);
    expect(await storeChunks(database.open(), attempt, [second], 'new/64')).toBe('stored');
    expect(await finishReading(database.open(), attempt, SPACE)).toBe(true);
  });

  it('of a former model are found by their words, beside those of the present one, until they are reindexed', async () => {
    const { document } = await add('former', LEAVE, { model: OLD });
    await add('present', ['출장비는 영수증을 낸 뒤 두 주 안에 지급한다.']);
    const found = async (question: string) => {
      const chunk = (await search(question)).find(({ document_id: id }) => id === document);
      return { byMeaning: chunk != null && chunk.similarity !== null, byWords: (chunk?.coverage ?? 0) > 0 };
    };
    const stale = async () =>
      (await listDocuments(database.open(), [SPACE], NEW.name))
        .filter(({ isStale }) => isStale)
        .map(({ name }) => name);
    expect(await found('연차 휴가는 며칠이야?')).toEqual({ byMeaning: false, byWords: true });
    expect(await stale()).toEqual(['former']);

    const ingestion = crypto.randomUUID();
    await beginAnew(database.open(), { id: document, spaces: [SPACE], ingestion });
    const attempt = { document, ingestion };
    for (let from = 0; ; from += 1) {
      const [next] = await readStored(database.open(), attempt, from, 1);
      if (next === undefined) break;
      expect(await found('연차 휴가는 며칠이야?')).toEqual({ byMeaning: false, byWords: true });
      const vector = embedText(next.text, NEW.length);
      expect(await storeChunks(database.open(), attempt, [{ ...next, vector }], spaceOf(NEW))).toBe('stored');
    }
    expect(await finishReading(database.open(), attempt, SPACE)).toBe(true);
    expect(await found('연차 휴가는 며칠이야?')).toEqual({ byMeaning: true, byWords: true });
    expect(await stale()).toEqual([]);
  });

  it('whose model gives vectors of another length now are offered for reindexing, as after a change of the model', async () => {
    const name = 'text-embedding-3-small';
    const space = (length: number) => `${name}/${length}`;
    const stale = async () =>
      (await listDocuments(database.open(), [SPACE], name)).map(({ isStale }) => isStale);
    const references = (length: number) =>
      storeReferences(database.open(), BACKGROUND, {
        ...{ space: space(length), vectors: BACKGROUND.texts.map((text) => embedText(text, length)) },
      });
    await references(32);
    await add('a', LEAVE, { model: { name, length: 32 } });
    await storeReferences(database.open(), BACKGROUND, {
      space: `${name}-large/64`,
      vectors: [embedText('x', 64)],
    });
    expect(await stale()).toEqual([false]);

    await references(64);
    expect(await stale()).toEqual([true]);
    const again = await open('a');
    expect(await beginReading(database.open(), again, facts(LEAVE), name)).toBe('begun');
    expect(
      await storeChunks(database.open(), again, withVectors(LEAVE, { name, length: 64 }), space(64)),
    ).toBe('stored');
    expect(await finishReading(database.open(), again, SPACE)).toBe(true);
    expect(await stale()).toEqual([false]);
  });
});
