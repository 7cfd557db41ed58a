import { expect, it } from 'vitest';
import { parseCatalogue } from '../../../shared/catalogue/parse.ts';
import type { AcceptedChat } from '../request/accepted-chat.ts';
import type { Services } from '../services.ts';
import { measure } from './measure.ts';

const parsed = parseCatalogue({
  default: 'priced',
  providers: [{ name: 'desk', base_url: 'http://localhost:1/v1', auth: 'none' }],
  models: [
    {
      name: 'priced',
      provider: 'desk',
      prices: { date: '2026-11-01', prompt: 0, completion: 10, reasoning: 10 },
    },
  ],
});
if (!parsed.ok) throw new Error('the catalogue is wrong');

const services = {
  config: { catalogue: parsed.catalogue },
  estimates: { of: () => () => 1 },
} as unknown as Services;

it('reserves the tier that costs more, and a search, at what they cost', () => {
  const reservedFor = (passed: AcceptedChat['passed']) => {
    const chat = { messages: [{ role: 'user', content: 'x' }], passed } as unknown as AcceptedChat;
    return measure(services, chat, { fieldTokens: 0, completionTokens: 1_000 }, undefined).reserve.microUsd;
  };
  expect(reservedFor({})).toBe(10_000);
  expect(reservedFor({ service_tier: 'flex' })).toBe(10_000);
  expect(reservedFor({ service_tier: 'priority' })).toBe(20_000);
  expect(reservedFor({ web_search_options: {} })).toBe(60_000);
});
