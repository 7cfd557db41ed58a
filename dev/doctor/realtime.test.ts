import { afterAll, beforeAll, expect, it } from 'vitest';
import { openAiModel } from '../../shared/catalogue/openai.ts';
import type { ProviderConfig } from '../../workers/llm/config.ts';
import { createFakeEngines } from '../openai/audio/fake-engines.ts';
import { type OpenAiStandIn, startOpenAiStandIn } from '../openai/server.ts';
import { openRealtime } from './realtime.ts';

let openai: OpenAiStandIn;
beforeAll(async () => {
  openai = await startOpenAiStandIn({ pace: 'instant', engines: createFakeEngines() });
});
afterAll(() => openai.close());

const open = (model: string, apiKey = openai.apiKey) => {
  const own = { name: 'p', auth: 'bearer', keyVariable: 'K', headers: {}, query: {} } as const;
  const provider: ProviderConfig = { ...own, baseUrl: openai.url, apiKey };
  return openRealtime(openAiModel(model, 'p'), provider, 60_000);
};

it('a realtime model is there, unknown, or does not take the key', async () => {
  expect(await open('gpt-realtime')).toBeUndefined();
  expect(await open('gpt-nothing')).toMatchObject({ cause: 'account', isModelUnknown: true });
  expect(await open('gpt-realtime', 'sk-wrong')).toMatchObject({ cause: 'unreachable' });
  expect(openai.requests().some(({ path }) => path === '/v1/realtime/answer')).toBe(false);
});
