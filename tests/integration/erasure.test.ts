import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { InteractionRecord, MessageView } from '../../dev/discord/protocol.ts';
import { CHAT_COMPLETIONS_PATH } from '../../shared/chat/completions.ts';
import type { PrivacyExport } from '../../shared/contract/privacy.ts';
import { STORES } from '../../shared/privacy/stores.ts';
import { ko } from '../../workers/bot/locale/ko.ts';
import type { Stored } from '../dumps.ts';
import { NOW_AND_THEN, plantWord, standInsOf, useOpenStack } from '../use-open-stack.ts';
import { type TestStack, textOf } from '../use-stack.ts';

/** A planted word in everything that is stored of a person, and a search for it in every store after an erasure. */
const open = useOpenStack();
let stack: TestStack;
beforeAll(() => {
  stack = open.stack;
});

const standIns = () => standInsOf(stack);
afterEach(() => {
  for (const standIn of Object.values(standIns())) standIn.setFaults({});
});

/** Stores in which a person's id may stay, with the reason that the list gives. */
const KEPT = new Set<string>(STORES.filter(({ erasure }) => erasure === 'stays').map(({ name }) => name));

const holding = (stored: readonly Stored[], text: string) =>
  stored.filter((entry) => entry.text.includes(text)).map((entry) => `${entry.store}: ${entry.text}`);

async function findLeft(word: string, userId: string): Promise<string[]> {
  const stored = await open.dump();
  const named = holding(
    stored.filter(({ store }) => !KEPT.has(store)),
    userId,
  );
  return [...holding(stored, word), ...named];
}

function customId({ components }: MessageView, action: string): string {
  const ids = components.flatMap((row) => row.components.flatMap(({ custom_id }) => custom_id ?? []));
  return ids.find((id) => id.startsWith(action)) ?? '';
}
const hasStop = ({ messages: [first] }: InteractionRecord) =>
  first !== undefined && customId(first, 'stop') !== '';

async function erase(userId: string): Promise<MessageView> {
  const asked = await stack.invoke('privacy erase', {}, { userId });
  const [question] = (await stack.settled(asked.interactionId)).messages;
  if (question === undefined) throw new Error('there is no question');
  const pressed = await stack.press(question, customId(question, 'erase'), userId);
  expect(pressed.failure).toBeNull();
  const [told] = (await stack.settled(asked.interactionId)).messages;
  return told ?? question;
}

async function exportOf(userId: string): Promise<PrivacyExport> {
  const { interactionId } = await stack.invoke('privacy export', {}, { userId });
  const { messages } = await stack.settled(interactionId, (record) =>
    record.messages.some(({ attachments }) => attachments.length > 0),
  );
  return (await (await fetch(messages[0]?.attachments[0]?.url ?? '')).json()) as PrivacyExport;
}

const repeat = (word: string) => `따라 해: ${`${word} 하나 둘 셋 넷 다섯 `.repeat(4)}`;
const asks = (prompt: string, userId: string) => stack.invoke('chat', { prompt }, { userId });

async function ask(prompt: string, userId: string): Promise<void> {
  await stack.settled((await asks(prompt, userId)).interactionId);
}

/** Leaves an answer that broke off, with Retry and Continue. */
async function askBroken(prompt: string, userId: string): Promise<void> {
  standIns().openai.setFaults({ closeMidFrame: { afterTokens: 16 } });
  await ask(prompt, userId);
  standIns().openai.setFaults({});
}

async function askStopped(prompt: string, userId: string): Promise<void> {
  standIns().openai.setFaults({ stall: { afterTokens: 16 } });
  const { interactionId } = await asks(prompt, userId);
  const [growing] = (await stack.settled(interactionId, hasStop)).messages;
  if (growing === undefined) throw new Error('there is no answer');
  await stack.press(growing, customId(growing, 'stop'), userId);
  await stack.settled(interactionId);
  standIns().openai.setFaults({});
}

/** Every kind of answer that leaves something behind, the first of a conversation included. */
async function liveWith(word: string, userId: string): Promise<void> {
  await ask(repeat(word), userId);
  await askBroken(`${repeat(word)} 끊겨`, userId);
  await askStopped(`${repeat(word)} 멈춰`, userId);
  // What the database does not get is kept by the delivery, for Continue.
  const givenUp = () =>
    stack.logs.filter(({ event, isLastTry }) => event === STORE_FAILED && isLastTry === true);
  const before = givenUp().length;
  standIns().neon.setFaults({ down: true });
  await askBroken(`${repeat(word)} 기억 없이`, userId);
  // It is stored once it has been shown: a database that is back by then would have it.
  await expect.poll(() => givenUp().length).toBeGreaterThan(before);
  standIns().neon.setFaults({});
}

const STORE_FAILED = 'memory.store_failed';

const settledLedger = (userId: string, calls: number) =>
  expect
    .poll(
      async () =>
        (
          await standIns().neon.query(
            `SELECT 1 FROM usage_events WHERE user_id = $1 AND outcome <> 'running'`,
            [userId],
          )
        ).length,
    )
    .toBe(calls);

describe('erasing everything', () => {
  it('leaves a planted word and the person’s id in no store and no log; the file lists all of it before', async () => {
    const [word, other] = [plantWord(), plantWord()];
    const { member, moderator } = stack;
    await liveWith(word, member);
    await liveWith(other, moderator);
    await settledLedger(member, 3);
    const client = await fetch(`${stack.urls.bff}${CHAT_COMPLETIONS_PATH}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${stack.keys.apiKey}`,
        'content-type': 'application/json',
        'idempotency-key': 'of-a-client',
      },
      body: JSON.stringify({ messages: [{ role: 'user', content: `따라 해: 고객 ${other}` }] }),
    });
    expect(client.status).toBe(200);

    const before = await open.dump();
    const stores = new Set(before.filter(({ text }) => text.includes(word)).map(({ store }) => store));
    expect([...stores].sort()).toEqual(['ReplyDelivery', 'llm:answer', 'llm:idem', 'messages']);

    const file = await exportOf(member);
    const inFile = (part: unknown) => JSON.stringify(part).includes(word);
    expect(file).toMatchObject({ user_id: member, unreadable: [], truncated: false });
    expect(file.messages.filter(inFile)).toHaveLength(6);
    expect(file.answers.filter(inFile).length).toBeGreaterThanOrEqual(2);
    // The three broken or stopped ones, for Retry and for Continue; the whole one, for the row under it.
    expect(file.deliveries?.filter(({ question }) => inFile(question))).toHaveLength(4);
    expect(file.deliveries?.filter(({ answers = [] }) => answers.some(inFile))).toHaveLength(1);
    expect(file.deliveries?.filter(({ shown = '' }) => inFile(shown))).toHaveLength(3);
    expect(file.conversations).toHaveLength(1);
    expect(file.usage).toHaveLength(3);
    expect(JSON.stringify(file)).not.toContain(other);
    expect(JSON.stringify(file)).not.toContain(moderator);

    const theirs = holding(before, other).filter((entry) => !entry.startsWith('llm:answer'));
    expect((await erase(member)).content).toBe(ko.privacy.erased(6, false));
    await expect.poll(() => findLeft(word, member), NOW_AND_THEN).toEqual([]);

    // Another person's answers, and those of clients, are as they were.
    const after = holding(await open.dump(), other);
    expect(theirs.filter((entry) => !after.includes(entry))).toEqual([]);
    const left = await exportOf(moderator);
    expect(left.messages).toHaveLength(6);
    expect(left.deliveries).toHaveLength(4);
    expect(JSON.stringify(left)).not.toContain(word);
  });

  it('finds a delivery that Redis has not noted by the ledger', async () => {
    const word = plantWord();
    standIns().upstash.setFaults({ down: true });
    await askBroken(repeat(word), stack.member);
    standIns().upstash.setFaults({});
    await settledLedger(stack.member, 1);
    expect(holding(await open.dump(), word).join()).toContain('ReplyDelivery');
    await erase(stack.member);
    await expect.poll(() => findLeft(word, stack.member), NOW_AND_THEN).toEqual([]);
  });

  it('says that Redis could not be erased, and erases it as soon as it is back', async () => {
    const word = plantWord();
    // Nobody's who has just had everything erased: for a second, nothing of them is kept in Redis.
    await ask(repeat(word), stack.moderator);
    await expect
      .poll(async () => holding(await open.dump(), word).join(), NOW_AND_THEN)
      .toContain('llm:idem');
    standIns().upstash.setFaults({ down: true });
    expect((await erase(stack.moderator)).content).toContain('16분');
    standIns().upstash.setFaults({});
    await expect.poll(async () => holding(await open.dump(), word), NOW_AND_THEN).toEqual([]);
    await erase(stack.moderator);
    await expect.poll(() => findLeft(word, stack.moderator), NOW_AND_THEN).toEqual([]);
  });
});

describe('erasing everything while an answer is under way', () => {
  const begun = async (word: string) => {
    const { openai } = standIns();
    openai.forgetRequests();
    const asked = await asks(repeat(word), stack.member);
    await expect.poll(() => openai.requests().length).toBe(1);
    return asked.interactionId;
  };

  async function expectNothingLeft(word: string, interactionId: string, shows: string): Promise<void> {
    const { messages } = await stack.settled(interactionId);
    expect(messages.map(({ content }) => content).join()).toContain(shows);
    expect(messages.flatMap(({ components }) => components)).toEqual([]);
    await expect.poll(() => standIns().openai.connections().open).toBe(0);
    await expect.poll(() => findLeft(word, stack.member), NOW_AND_THEN).toEqual([]);
    // What is written after the answer has been written by now.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await findLeft(word, stack.member)).toEqual([]);
  }

  it('stops it before its first token, the first of a conversation', async () => {
    const word = plantWord();
    standIns().openai.setFaults({ hangBeforeHeaders: {} });
    const interactionId = await begun(word);
    await erase(stack.member);
    await expectNothingLeft(word, interactionId, ko.notices.erased);
  });

  it('stops it in the middle; what was shown stays in the channel, with nothing to press', async () => {
    const word = plantWord();
    standIns().openai.setFaults({ stall: { afterTokens: 16 } });
    const interactionId = await begun(word);
    await stack.settled(interactionId, hasStop);
    await erase(stack.member);
    await expectNothingLeft(word, interactionId, ko.notices.erased);
    expect(textOf(await stack.record(interactionId))).toContain(word);
  });

  it('stores nothing of it when it is being settled', async () => {
    const word = plantWord();
    const { neon, upstash, openai } = standIns();
    openai.setFaults({ delayFirstToken: { ms: 600 } });
    const interactionId = await begun(word);
    // The settlement is on its way when the erasure overtakes it.
    for (const store of [neon, upstash]) store.setFaults({ delayMs: 1_500, count: 1 });
    await stack.settled(interactionId);
    await erase(stack.member);
    await expectNothingLeft(word, interactionId, word);
  });

  it('stops it before it has reached the database', async () => {
    const word = plantWord();
    const { neon, openai } = standIns();
    openai.forgetRequests();
    neon.setFaults({ delayMs: 1_200, count: 1 });
    const { interactionId } = await asks(repeat(word), stack.member);
    await erase(stack.member);
    await expectNothingLeft(word, interactionId, ko.notices.erased);
    expect(openai.requests()).toHaveLength(0);
  });
});

describe('the list of stores', () => {
  it('names every table, key and object that there is', async () => {
    await ask(repeat(plantWord()), stack.member);
    await stack.invoke('mute', { duration: '1초' }, { userId: stack.moderator });
    const found = new Set((await open.dump()).map(({ store }) => store));
    found.delete('log');
    const listed = STORES.map(({ name }): string => name);
    expect([...found].filter((store) => !listed.includes(store))).toEqual([]);
    const tables = await standIns().neon.query(
      `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'`,
    );
    const inPostgres = STORES.filter((store) => store.in === 'Postgres').map(({ name }): string => name);
    expect(tables.map(({ table_name: name }) => String(name)).sort()).toEqual(inPostgres.sort());
  });
});
