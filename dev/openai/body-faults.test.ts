import OpenAI, { APIConnectionError, InternalServerError } from 'openai';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { OpenAiFaults } from './faults.ts';
import { type OpenAiStandIn, startOpenAiStandIn } from './server.ts';

let standIn: OpenAiStandIn;
let client: OpenAI;

beforeAll(async () => {
  standIn = await startOpenAiStandIn({ pace: 'instant' });
  client = new OpenAI({ baseURL: standIn.url, apiKey: standIn.apiKey, maxRetries: 0 });
});
afterAll(() => standIn.close());
afterEach(() => {
  standIn.setFaults({});
  standIn.forgetRequests();
});

describe.each([
  ['embeddings', { model: 'text-embedding-3-small', input: 'hi' }],
  ['moderations', { input: 'hi' }],
])('%s under faults', (path, body) => {
  const post = (signal?: AbortSignal) =>
    fetch(`${standIn.url}/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${standIn.apiKey}` },
      body: JSON.stringify(body),
      ...(signal === undefined ? {} : { signal }),
    });

  it('breaks off with closeMidFrame', async () => {
    standIn.setFaults({ closeMidFrame: {} });
    await expect((await post()).text()).rejects.toThrow('terminated');
  });

  it('sends what is no JSON with garbage', async () => {
    standIn.setFaults({ garbage: {} });
    const answer = await post();
    expect(answer.status).toBe(200);
    await expect(answer.json()).rejects.toThrow(SyntaxError);
  });

  it.each<[string, OpenAiFaults]>([
    ['stall', { stall: {} }],
    ['drip', { drip: { everyMs: 1 } }],
    ['hangAfterHeaders', { hangAfterHeaders: {} }],
  ])('never ends with %s', async (_name, faults) => {
    standIn.setFaults(faults);
    const leave = new AbortController();
    const answer = await post(leave.signal);
    const reading = answer.text().catch(() => 'left');
    leave.abort();
    expect(await reading).toBe('left');
    await expect.poll(() => standIn.connections()).toMatchObject({ open: 0, closedByClient: 1 });
  });

  it('arrives whole with shred', async () => {
    const whole = (await (await post()).json()) as object;
    standIn.setFaults({ shred: { bytes: 64 } });
    expect(Object.keys((await (await post()).json()) as object)).toEqual(Object.keys(whole));
  });
});

it('refuses, delays and fails the other endpoints by their path, and leaves chat alone', async () => {
  standIn.setFaults([
    { status: { status: 503, path: '/v1/moderations' } },
    { refuse: { path: '/v1/embeddings', count: 1 }, delay: { ms: 1, path: '/v1/embeddings' } },
  ]);
  await expect(client.moderations.create({ input: 'hi' })).rejects.toThrow(InternalServerError);
  const embed = () => client.embeddings.create({ model: 'text-embedding-3-small', input: 'hi' });
  await expect(embed()).rejects.toThrow(APIConnectionError);
  expect((await embed()).data).toHaveLength(1);
  const answer = await client.chat.completions.create({
    model: 'gpt-4o-mini',
    messages: [{ role: 'user', content: 'count to 2' }],
  });
  expect(answer.choices[0]?.message.content).toBe('1, 2');
});
