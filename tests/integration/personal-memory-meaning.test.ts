import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../shared/contract/caller.ts';
import { MEMORY_CHOOSE_PATH, MEMORY_SAVE_PATH, type SavedFact } from '../../shared/contract/memory.ts';
import { createConsoleClient } from '../console.ts';
import { failFirstTries } from '../failing-ledger.ts';
import { agree, callMemory, saveFact, toldFor } from '../memory-calls.ts';
import { type Answerer, sendJson, startPassthroughProvider } from '../passthrough-provider.ts';
import { somebody } from '../signed-calls.ts';
import { useStack } from '../use-stack.ts';

/** Facts that a question finds by its meaning, with vectors of a model that is told which texts mean the same. */
const MARATHON = '나는 마라톤을 준비하고 있어';
const STAMPS = '내 취미는 우표 모으기야';
const RUNNING = '이번 주 달리기 계획 세워줘';

const LENGTH = 98;

/** All texts are alike, as with real models; beside that each is about something. */
function vectorOf(text: string, length: number): number[] {
  const sum = Array.from(text, (letter) => letter.charCodeAt(0)).reduce((all, code) => all + code, 0);
  const about = /마라톤|달리기/.test(text) ? 1 : 2 + (sum % 96);
  return Array.from({ length }, (_, axis) => (axis === 0 ? 0.9 : axis === about ? 0.4 : 0));
}
const vectorsOfLength =
  (length: number): Answerer =>
  ({ body }, response) => {
    const { input } = JSON.parse(body.toString()) as { input: string[] };
    const data = input.map((text, index) => ({
      object: 'embedding',
      index,
      embedding: vectorOf(text, length),
    }));
    sendJson(response, 200, { object: 'list', data, usage: { prompt_tokens: 7, total_tokens: 7 } });
  };
const answerVectors = vectorsOfLength(LENGTH);
const embeddings = await startPassthroughProvider();
afterAll(() => embeddings.close());

const running = useStack({
  console: true,
  settings: { overrides: {}, targets: { EMBEDDINGS_BASE_URL: embeddings.url } },
  vars: { bff: { LLM_CALLS_PER_MIN: '500', LLM_GUILD_CALLS_PER_MIN: '500' } },
});
beforeEach(() => embeddings.answer(answerVectors));
afterEach(() => {
  embeddings.seen.length = 0;
});

const query = (sql: string, ...params: unknown[]) =>
  running.stack.standIns.neon?.query(sql, params) ??
  Promise.reject(new Error('these tests need the stand-ins'));
const vectorsOf = (caller: Caller) =>
  query(
    'SELECT text, dense::text FROM memory_facts WHERE user_id = $1 AND dense IS NOT NULL',
    caller.user_id,
  );
const embedded = () =>
  embeddings.seen.map(({ body }) => (JSON.parse(body.toString()) as { input: string[] }).input);
const told = (caller: Caller, prompt: string) => toldFor(running.stack, caller, prompt);

/** Somebody with these facts, which have their vectors. */
async function somebodyWith(facts: readonly string[], place: Partial<Caller> = {}): Promise<Caller> {
  const caller = somebody(place);
  await agree(running.stack, caller, 'everywhere');
  for (const text of facts) await saveFact(running.stack, caller, text);
  await expect.poll(() => vectorsOf(caller)).toHaveLength(facts.length);
  embeddings.seen.length = 0;
  return caller;
}

describe('a question in other words than its fact', () => {
  it('finds it, and nothing else, by one embedding of the question', async () => {
    const caller = await somebodyWith([MARATHON, STAMPS]);
    const said = await told(caller, RUNNING);
    expect(said).toContain('마라톤');
    expect(said).not.toContain('우표');
    expect(embedded()).toEqual([[RUNNING]]);
    expect(
      await query(
        `SELECT outcome, prompt_tokens FROM usage_events WHERE user_id = $1 AND model LIKE 'text-emb%'
        ORDER BY created_at DESC LIMIT 1`,
        caller.user_id,
      ),
    ).toEqual([{ outcome: 'ok', prompt_tokens: 7 }]);
  });

  it('is embedded once for documents and memory together', async () => {
    const caller = await somebodyWith([MARATHON]);
    await query(
      `INSERT INTO documents (id, space, name, source, state, ingestion, version, chunks)
       VALUES (gen_random_uuid(), $1, 'rules', 'file', 'ready', gen_random_uuid(), 1, 0)`,
      `server:${caller.guild_id}`,
    );
    expect(await told(caller, RUNNING)).toContain('마라톤');
    // With what documents are judged by, once an isolate.
    expect(embedded()).toHaveLength(1);
    expect(embedded()[0]?.filter((text) => text === RUNNING)).toHaveLength(1);
  });

  it('finds nothing of other people, other servers, or what is paused or switched off', async () => {
    const caller = await somebodyWith([MARATHON]);
    const { guild_id, channel_id } = caller;
    const other = await somebodyWith([STAMPS], { guild_id, channel_id });
    expect(await told(other, RUNNING)).not.toContain('마라톤');
    const elsewhere = { ...caller, guild_id: '1499999999999999981', channel_id: '1499999999999999982' };
    expect(await told(elsewhere, RUNNING)).not.toContain('마라톤');
    expect(await told({ ...caller, guild_id: null }, RUNNING)).not.toContain('마라톤');
    await callMemory(running.stack, MEMORY_CHOOSE_PATH, caller, { choice: 'pause', where: 'here' });
    expect(await told(caller, RUNNING)).not.toContain('마라톤');
    await callMemory(running.stack, MEMORY_CHOOSE_PATH, caller, { choice: 'off', where: 'everywhere' });
    embeddings.seen.length = 0;
    expect(await told(caller, RUNNING)).not.toContain('마라톤');
    expect(embedded()).toEqual([]);
  });

  it('costs nothing for a person without facts', async () => {
    const caller = somebody();
    await agree(running.stack, caller);
    await told(caller, RUNNING);
    await told(caller, RUNNING);
    expect(embedded()).toEqual([]);
  });
});

describe('the vector of a fact', () => {
  it('is in the ledger also where that cannot be written at the first try', async () => {
    await using _ = await failFirstTries(query, `model LIKE 'text-emb%'`);
    const caller = await somebodyWith([STAMPS]);
    await expect
      .poll(() => query('SELECT prompt_tokens FROM usage_events WHERE user_id = $1', caller.user_id))
      .toEqual([{ prompt_tokens: 7 }]);
  });

  it('is made anew when its text has changed', async () => {
    const caller = somebody();
    await agree(running.stack, caller);
    const { body } = await saveFact(running.stack, caller, STAMPS);
    await expect.poll(() => vectorsOf(caller)).toHaveLength(1);
    await callMemory<SavedFact>(running.stack, MEMORY_SAVE_PATH, caller, {
      fact: body.fact.id,
      text: MARATHON,
    });
    await expect.poll(() => vectorsOf(caller)).toMatchObject([{ text: MARATHON }]);
    expect(await told(caller, RUNNING)).toContain('마라톤');
  });

  it('is made after the next answer when none could be made; until then words find the fact', async () => {
    embeddings.answer((_call, response) => sendJson(response, 500, { error: { message: 'down' } }));
    const caller = somebody();
    await agree(running.stack, caller);
    await saveFact(running.stack, caller, MARATHON);
    expect(await told(caller, '마라톤 신발 골라줘')).toContain('준비하고');
    expect(await vectorsOf(caller)).toEqual([]);
    embeddings.answer(answerVectors);
    await expect
      .poll(async () => {
        await told(caller, '오늘 뭐 하지?');
        return vectorsOf(caller);
      })
      .toHaveLength(1);
  });
});

describe('facts, once the model gives vectors of another length', () => {
  const lengthsOf = (caller: Caller) =>
    query(
      `SELECT vector_dims(dense) AS length, split_part(model, '/', 2)::int AS said FROM memory_facts WHERE user_id = $1`,
      caller.user_id,
    );
  const embeddedFor = (caller: Caller) =>
    query(
      `SELECT 1 FROM usage_events WHERE user_id = $1 AND model LIKE 'text-emb%' AND created_at > now() - interval '1 hour'`,
      caller.user_id,
    );
  const allOf = (count: number, length: number) => Array<object>(count).fill({ length, said: length });

  it('are found by their words at once and by their meaning after that question, at nobody’s cost', async () => {
    const caller = await somebodyWith([MARATHON, STAMPS]);
    const before = (await embeddedFor(caller)).length;
    embeddings.answer(vectorsOfLength(LENGTH + 32));
    expect(await told(caller, '마라톤 신발 골라줘')).toContain('준비하고');
    await expect.poll(() => lengthsOf(caller)).toEqual(allOf(2, LENGTH + 32));
    const said = await told(caller, RUNNING);
    expect(said).toContain('마라톤');
    expect(said).not.toContain('우표');
    // The two questions alone.
    await expect.poll(async () => (await embeddedFor(caller)).length).toBe(before + 2);
    await running.stack.logged(
      ({ event, facts, isAnew }) => event === 'memory.embedded' && facts === 2 && isAnew === true,
    );
  });

  it('are counted for operators while they wait for them', async () => {
    const caller = await somebodyWith([MARATHON]);
    await somebodyWith([STAMPS]);
    embeddings.answer(vectorsOfLength(LENGTH + 24));
    await told(caller, RUNNING);
    await expect.poll(() => lengthsOf(caller)).toEqual(allOf(1, LENGTH + 24));
    const [others] = await query(
      `SELECT count(*)::int AS waiting FROM memory_facts WHERE model NOT LIKE '%/${LENGTH + 24}'`,
    );
    const operator = createConsoleClient(running.stack);
    await operator.signIn(running.stack.keys.operatorKey);
    const { text } = await operator.get('/console/documents');
    expect(others).toMatchObject({ waiting: expect.toSatisfy((count: number) => count > 0) as number });
    expect(text).toContain(`<dd>${others?.waiting}</dd>`);
  });

  it('get them anew, too, when the former length comes back', async () => {
    const caller = await somebodyWith([MARATHON]);
    for (const length of [LENGTH + 8, LENGTH]) {
      embeddings.answer(vectorsOfLength(length));
      await told(caller, '오늘 뭐 하지?');
      await expect.poll(() => lengthsOf(caller)).toEqual(allOf(1, length));
      expect(await told(caller, RUNNING)).toContain('마라톤');
    }
  });

  it('are not sent to the provider where their person has switched memory off', async () => {
    const caller = await somebodyWith([MARATHON]);
    const agreed = await somebodyWith([STAMPS]);
    await callMemory(running.stack, MEMORY_CHOOSE_PATH, caller, { choice: 'off', where: 'here' });
    embeddings.answer(vectorsOfLength(LENGTH + 16));
    await told(caller, RUNNING);
    // Whose question comes later: by then the other's would have been sent as well.
    await told(agreed, RUNNING);
    await expect.poll(() => lengthsOf(agreed)).toEqual(allOf(1, LENGTH + 16));
    expect(embedded().flat()).not.toContain(MARATHON);
    expect(await lengthsOf(caller)).toEqual(allOf(1, LENGTH));
  });
});
