import { describe, expect, it } from 'vitest';
import { NOW_AND_THEN, plantWord, standInsOf, useOpenStack } from '../use-open-stack.ts';

/** A planted word in what is stored of a person, and a search for it in every store after they have removed Libra. */
const open = useOpenStack();
const { storesWith } = open;

async function ask(word: string, userId: string): Promise<void> {
  const { interactionId } = await open.stack.invoke(
    'chat',
    { prompt: `따라 해: ${word} 하나 둘` },
    { userId },
  );
  await open.stack.settled(interactionId);
  // Its turn is in the database.
  await expect.poll(async () => (await storesWith(word)).includes('messages'), NOW_AND_THEN).toBe(true);
}

/** Of counters the id may stay: an erasure does not lift a limit. */
const isLeft = async (userId: string) =>
  (await storesWith(userId)).filter((store) => store === 'conversations' || store === 'PersonErasure');

describe('a person who removes Libra', () => {
  it('has everything erased, and nobody else has', async () => {
    const [word, other] = [plantWord(), plantWord()];
    // An answer that broke off leaves what Retry and Continue need.
    standInsOf(open.stack).openai.setFaults({ closeMidFrame: { afterTokens: 6 } });
    await ask(word, open.stack.member);
    standInsOf(open.stack).openai.setFaults({});
    await ask(other, open.stack.moderator);
    expect(await storesWith(word)).toEqual(expect.arrayContaining(['messages', 'ReplyDelivery']));
    expect(await open.stack.deauthorise(open.stack.member)).toEqual({ acknowledged: true, detail: null });
    await expect.poll(() => storesWith(word), NOW_AND_THEN).toEqual([]);
    await expect.poll(() => isLeft(open.stack.member), NOW_AND_THEN).toEqual([]);
    expect(await storesWith(other)).toContain('messages');
  });

  it('has it erased when the database is back', async () => {
    const word = plantWord();
    await ask(word, open.stack.member);
    standInsOf(open.stack).neon.setFaults({ down: true });
    expect(await open.stack.deauthorise(open.stack.member)).toMatchObject({ acknowledged: true });
    const isUnfinished = () => open.stack.logs.some(({ event }) => event === 'deauthorization.unfinished');
    await expect.poll(isUnfinished).toBe(true);
    standInsOf(open.stack).neon.setFaults({});
    // It is tried after 5, 20 and 80 seconds.
    await expect.poll(() => storesWith(word), { ...NOW_AND_THEN, timeout: 120_000 }).toEqual([]);
    await expect.poll(() => isLeft(open.stack.member), NOW_AND_THEN).toEqual([]);
  });
});
