/** A live conversation in a real Chromium whose answers a realtime model hears and speaks, by the stand-in with its protocol. */
import { describe, expect, it } from 'vitest';
import { useStack } from '../use-stack.ts';
import { chromiumPath } from './chromium.ts';
import { end, isHeard, lines, PATIENT, realEngines, shows, useTalkBrowser } from './talk-browser.ts';
import { EAR_SCRIPT, MICROPHONE_SCRIPT } from './talk-ears.ts';

const ANSWER = '/v1/realtime/answer';
const STORY = 'Once upon a time there was a little house at the end of a long road. '.repeat(12).trim();

interface Asked {
  items: { role?: string; content?: { transcript?: string }[] }[];
  audioMs: number[];
}

describe.skipIf(chromiumPath === undefined)('a live conversation with a model that hears and speaks', () => {
  const running = useStack({
    speech: realEngines,
    vars: { voice: { TALK_PROVIDER: 'realtime' }, bff: { LLM_CALLS_PER_MIN: '1000', ANSWER_CACHE_SEC: '0' } },
  });
  const { talk, say, missingOf, without } = useTalkBrowser(running);

  const openai = () => {
    const { openai: standIn } = running.stack.standIns;
    if (standIn === null) throw new Error('these tests need the stand-in');
    return standIn;
  };
  const requestsTo = (wanted: string) =>
    openai()
      .requests()
      .filter(({ path }) => path === wanted);
  const lastAsked = () => {
    const asked = requestsTo(ANSWER).at(-1);
    if (asked === undefined) throw new Error('nobody has asked');
    return asked.body as Asked;
  };

  it('hears the question itself, and what it says is heard, read, and not asked of the other models', async (test) => {
    const why = without();
    if (why !== null) return test.skip(why);
    const page = await talk({ locale: 'en-US', scripts: [EAR_SCRIPT] });
    await expect.poll(async () => (await lines(page, 'person')).join(' '), PATIENT).toContain('capital');
    await expect.poll(() => lines(page, 'libra'), PATIENT).toHaveLength(1);
    await shows(page, 'listening');
    const [answer = ''] = await lines(page, 'libra');
    expect(await running.stack.logged(({ event }) => event === 'talk.turn')).toMatchObject({
      via: 'realtime',
      outcome: 'ok',
    });
    // The sound of the question went with it.
    expect(lastAsked().audioMs.at(-1)).toBeGreaterThan(500);
    expect(requestsTo('/v1/chat/completions')).toEqual([]);
    const mostMissing = answer.split(' ').length / 4;
    await expect
      .poll(async () => (await missingOf(page, answer)).length, PATIENT)
      .toBeLessThanOrEqual(mostMissing);
    await end(page);
  });

  it('stops where it is spoken over, and its provider keeps no more than was heard', async (test) => {
    const why = without();
    if (why !== null) return test.skip(why);
    const page = await talk({ locale: 'en-US', scripts: [MICROPHONE_SCRIPT, EAR_SCRIPT] });
    await page.getByTestId('type').fill(`Repeat: ${STORY}`);
    await page.keyboard.press('Enter');
    await shows(page, 'speaking');
    // Some of it is heard before.
    await expect.poll(() => isHeard(page)).toBe(true);
    const before = requestsTo(ANSWER).length;
    await say(page);
    await expect.poll(() => requestsTo(ANSWER).length, PATIENT).toBe(before + 1);
    await expect.poll(async () => (await lines(page, 'libra')).length, PATIENT).toBeGreaterThan(0);
    const told = lastAsked().items.find(({ role }) => role === 'assistant')?.content?.[0]?.transcript ?? '';
    expect(told.length).toBeLessThan(STORY.length);
    expect(STORY.startsWith(told.trim())).toBe(true);
    await end(page);
  });
});
