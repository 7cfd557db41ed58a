import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type DialectServer, startDialectServer } from '../../dev/openai/dialects/server.ts';
import { ask, somebody } from '../signed-calls.ts';
import { startTestStack, type TestStack } from '../use-stack.ts';

/** A server of the operator's own, configured by three variables: nothing is known of it but what they say. */
let server: DialectServer;
let stack: TestStack;

beforeAll(async () => {
  server = await startDialectServer(() => 'ollama');
  stack = await startTestStack({
    bundles: inject('bundles'),
    vars: {
      llm: {
        // As people write it: with a slash at its end.
        OPENAI_BASE_URL: `${server.urlOf('ollama')}/`,
        OPENAI_API_KEY: 'ollama',
        DEFAULT_LLM_MODEL: 'llama3:8b',
        FALLBACK_LLM_MODEL: '',
        LLM_OPENAI_MODELS: 'auto',
      },
      bff: { ANSWER_CACHE_SEC: '0', LLM_USER_MICRO_USD_PER_DAY: '1' },
    },
  });
});
afterAll(async () => {
  await stack?.close();
  await server?.close();
});

const client = { headers: () => ({ authorization: `Bearer ${stack.keys.apiKey}` }) };

describe('a server that serves one model', () => {
  it('has that model alone in the list, with no name of OpenAI', async () => {
    const response = await fetch(`${stack.urls.bff}/v1/models`, { headers: client.headers() });
    expect(await response.json()).toEqual({
      object: 'list',
      data: [
        { id: 'llama3:8b', object: 'model', created: 0, owned_by: new URL(server.urlOf('ollama')).host },
      ],
    });
  });

  it('costs no budget of money, however much it answers', async () => {
    const caller = somebody();
    for (let times = 0; times < 4; times += 1) {
      const reply = await ask(stack, caller, '안녕?');
      expect(reply).toMatchObject({ status: 200, content: '네, 알겠어요.' });
      expect(reply.libra).toMatchObject({ cost_micro_usd: 0, model: 'llama3:8b' });
    }
    await expect
      .poll(() => stack.logs.filter(({ event }) => event === 'price.unknown'))
      .toMatchObject([{ model: 'llama3:8b' }]);
  });

  it('is asked for no other', async () => {
    const calls = server.seen('ollama').calls;
    const response = await fetch(`${stack.urls.bff}/v1/chat/completions`, {
      method: 'POST',
      headers: { ...client.headers(), 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'gpt-4o-mini', messages: [{ role: 'user', content: '안녕' }] }),
    });
    expect(response.status).toBe(404);
    expect(server.seen('ollama').calls).toBe(calls);
  });
});
