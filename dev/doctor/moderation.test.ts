import { expect, it } from 'vitest';
import { startOpenAiStandIn } from '../openai/server.ts';
import { checkModeration } from './moderation.ts';

it('asks the judge, and says what becomes of questions where it gives no verdict', async () => {
  const openai = await startOpenAiStandIn();
  const check = (overrides: Record<string, string>) =>
    checkModeration({
      openai: { apiKey: openai.apiKey, baseUrl: openai.url },
      overrides: { LLM_OPENAI_MODELS: 'yes', ...overrides },
    });
  try {
    expect(await check({ MODERATION_MODEL: 'omni-moderation-latest' })).toEqual({
      part: 'moderation',
      state: 'ok',
      seen: 'omni-moderation-latest judges questions and answers, in windows',
    });
    expect((await check({ MODERATION_MODEL: 'none' })).seen).toContain('switched off');
    expect(await check({ MODERATION_MODEL: 'no-such-judge' })).toMatchObject({
      state: 'failed',
      seen: expect.stringContaining('MODERATION_MODEL'),
    });
    openai.setFaults({ status: { path: '/v1/moderations', status: 500 } });
    const broken = await check({ MODERATION_MODEL: 'omni-moderation-latest' });
    expect(broken).toMatchObject({ state: 'failed' });
    expect(broken.seen).toContain('every question is refused');
    expect(JSON.stringify(broken)).not.toContain(openai.apiKey);
  } finally {
    await openai.close();
  }
});

it('is content with the stand-in', async () => {
  expect(await checkModeration({ overrides: {} })).toMatchObject({ state: 'stand-in' });
});
