import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { buildOpenBundles, dumpStores } from '../dumps.ts';
import { startTestStack, type TestStack } from '../use-stack.ts';

/** A planted word in what is stored of a person, and a search for it in every store after they have removed Libra. */
let stack: TestStack;
let removeBundles: () => void;
const dataDir = mkdtempSync(join(tmpdir(), 'libra-deauthorise-'));

beforeAll(async () => {
  const opened = await buildOpenBundles(inject('bundles'));
  removeBundles = opened.remove;
  stack = await startTestStack({ bundles: opened.bundles, dataDir });
});
afterAll(async () => {
  await stack.close();
  removeBundles();
  rmSync(dataDir, { recursive: true, force: true });
});

function standIns() {
  const { openai, neon } = stack.standIns;
  if (openai === null || neon === null) throw new Error('these tests need the stand-ins');
  return { openai, neon };
}

const plant = () => `zq${crypto.randomUUID().replaceAll('-', '').slice(0, 12)}`;

async function ask(word: string, userId: string): Promise<void> {
  const { interactionId } = await stack.invoke('chat', { prompt: `따라 해: ${word} 하나 둘` }, { userId });
  await stack.settled(interactionId);
  // Its turn is in the database.
  await expect.poll(async () => (await storesWith(word)).includes('messages')).toBe(true);
}

/** The names of the stores that hold this text. */
async function storesWith(text: string): Promise<string[]> {
  const stored = await dumpStores(stack, dataDir);
  return [...new Set(stored.flatMap((entry) => (entry.text.includes(text) ? [entry.store] : [])))];
}

/** Of counters the id may stay: an erasure does not lift a limit. */
const isLeft = async (userId: string) =>
  (await storesWith(userId)).filter((store) => store === 'conversations' || store === 'PersonErasure');

describe('a person who removes Libra', () => {
  it('has everything erased, and nobody else has', async () => {
    const [word, other] = [plant(), plant()];
    // An answer that broke off leaves what Retry and Continue need.
    standIns().openai.setFaults({ closeMidFrame: { afterTokens: 6 } });
    await ask(word, stack.member);
    standIns().openai.setFaults({});
    await ask(other, stack.moderator);
    expect(await storesWith(word)).toEqual(expect.arrayContaining(['messages', 'ReplyDelivery']));
    expect(await stack.deauthorise(stack.member)).toEqual({ acknowledged: true, detail: null });
    await expect.poll(() => storesWith(word)).toEqual([]);
    await expect.poll(() => isLeft(stack.member)).toEqual([]);
    expect(await storesWith(other)).toContain('messages');
  });

  it('has it erased when the database is back', { timeout: 60_000 }, async () => {
    const word = plant();
    await ask(word, stack.member);
    standIns().neon.setFaults({ down: true });
    expect(await stack.deauthorise(stack.member)).toMatchObject({ acknowledged: true });
    const isUnfinished = () => stack.logs.some(({ event }) => event === 'deauthorization.unfinished');
    await expect.poll(isUnfinished).toBe(true);
    standIns().neon.setFaults({});
    await expect.poll(() => storesWith(word), { timeout: 30_000 }).toEqual([]);
    await expect.poll(() => isLeft(stack.member)).toEqual([]);
  });
});
