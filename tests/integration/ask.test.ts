import { afterEach, describe, expect, it } from 'vitest';
import { type Answer, ask } from '../../dev/ask/conversation.ts';
import type { OpenAiFaults } from '../../dev/openai/faults.ts';
import { useStack } from '../use-stack.ts';

/** `npm run ask`: what it shows while the answer grows, and how it tells an answer from a failure. */
const running = useStack({ vars: { bff: { ANSWER_CACHE_SEC: '0' } } });

function arm(faults: OpenAiFaults): void {
  running.stack.standIns.openai?.setFaults(faults);
}

async function put(prompt: string): Promise<Answer & { shown: string }> {
  const shown: string[] = [];
  const discordUrl = running.stack.urls.page ?? '';
  const answer = await ask({ discordUrl, prompt, locale: 'en-US', onText: (added) => shown.push(added) });
  return { ...answer, shown: shown.join('') };
}

describe('npm run ask', () => {
  afterEach(() => arm({}));

  it('shows the whole answer, and its figures', async () => {
    const answer = await put('count from 1 to 20');
    expect(answer.text).toMatch(/^1, 2, .*19, 20$/);
    expect(answer.shown).toBe(answer.text);
    expect(answer).toMatchObject({
      deferredMs: expect.any(Number),
      firstTextMs: expect.any(Number),
      messages: 1,
    });
  });

  it('fails with the sentence and the code of an answer that broke off, without the rest of it', async () => {
    arm({ closeMidFrame: { afterTokens: 5, count: 1 } });
    await expect(put('count from 1 to 30')).rejects.toMatchObject({
      code: 'provider_interrupted',
      message: expect.stringMatching(/^The AI model broke off/),
    });
  });

  it('takes an empty answer for none', async () => {
    arm({ empty: { count: 1 } });
    await expect(put('say nothing')).rejects.toMatchObject({ code: 'incomplete' });
  });

  it('says why a question is refused', async () => {
    await expect(put('x'.repeat(6001))).rejects.toMatchObject({
      code: 'invalid_request',
      message: 'prompt: Must be at most 6000 characters long',
    });
  });

  it('says so when there is no stack any more', async () => {
    await expect(
      ask({ discordUrl: 'http://127.0.0.1:9', prompt: 'hi', locale: 'ko', onText: () => {} }),
    ).rejects.toMatchObject({ code: 'stack_lost' });
  });
});
