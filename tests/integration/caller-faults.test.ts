import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import OpenAI from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { Caller } from '../../shared/contract/caller.ts';
import { ask, somebody } from '../signed-calls.ts';
import { startTestStack, type TestStack } from '../use-stack.ts';

/** A request at fault: who hears of it, and what a conversation does that has outgrown the model. */
interface Asked {
  messages: { role: string; content: string }[];
  max_tokens?: number;
}
interface Refusal {
  status: number;
  error: Record<string, unknown>;
}

let provider: Server;
let stack: TestStack;
const asked: Asked[] = [];
let judge: (request: Asked) => Refusal | null = () => null;
/** Before a refusal. */
let delayMs = 0;

const answer = (content: string, finish: string | null) =>
  `data: ${JSON.stringify({
    id: 'c',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'm',
    choices: [{ index: 0, delta: { content }, finish_reason: finish }],
  })}\n\n`;

beforeAll(async () => {
  provider = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    const call = JSON.parse(body) as Asked;
    asked.push(call);
    const refusal = judge(call);
    if (refusal !== null) {
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      response.writeHead(refusal.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: refusal.error }));
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(`${answer('네, 알겠어요.', null)}${answer('', 'stop')}data: [DONE]\n\n`);
  });
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
  const { port } = provider.address() as AddressInfo;
  stack = await startTestStack({
    bundles: inject('bundles'),
    vars: {
      // Nothing is known of its windows, so no model is larger than another.
      llm: { OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1`, LLM_OPENAI_MODELS: 'no' },
      bff: { ANSWER_CACHE_SEC: '0' },
    },
  });
});
afterAll(async () => {
  await stack?.close();
  await new Promise((resolve) => provider.close(resolve));
});
beforeEach(() => {
  asked.length = 0;
  judge = () => null;
  delayMs = 0;
});

const unsupported: Refusal = {
  status: 400,
  error: {
    message: "Unsupported parameter: 'max_tokens' is not supported with this model.",
    type: 'invalid_request_error',
    param: 'max_tokens',
    code: 'unsupported_parameter',
  },
};

describe('a request that the provider refuses for its contents', () => {
  it.each([false, true])(
    'tells an API client code, param and message, in one call (stream: %s)',
    async (stream) => {
      judge = () => unsupported;
      // With the client's own retries: the header keeps it from them.
      const client = new OpenAI({
        baseURL: `${stack.urls.bff}/v1`,
        apiKey: stack.keys.apiKey,
        maxRetries: 2,
      });
      const refusal = client.chat.completions.create({
        model: 'gpt-4o-mini',
        messages: [{ role: 'user', content: '안녕' }],
        max_tokens: 5,
        stream,
      });
      await expect(refusal).rejects.toMatchObject({
        status: 400,
        code: 'unsupported_parameter',
        param: 'max_tokens',
        message: expect.stringContaining('not supported with this model'),
      });
      expect(asked).toHaveLength(1);
    },
  );

  it('tells an API client of a request that is too large for the minute', async () => {
    judge = () => ({ status: 429, error: { type: 'tokens', message: 'Request too large' } });
    const response = await fetch(`${stack.urls.bff}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${stack.keys.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ messages: [{ role: 'user', content: '안녕' }] }),
    });
    expect(response.status).toBe(413);
    expect(response.headers.get('x-should-retry')).toBe('false');
    expect(await response.json()).toMatchObject({ error: { code: 'request_too_large' } });
  });

  it('is Libra’s own fault when a person asked, and an error in the log that names the field', async () => {
    judge = () => unsupported;
    const reply = await ask(stack, somebody(), '안녕');
    expect(reply).toMatchObject({ status: 502, code: 'provider_rejected' });
    expect(reply.text).not.toContain('max_tokens');
    const line = stack.logs.find(({ event }) => event === 'llm.request_rejected');
    expect(line).toMatchObject({ level: 'error', code: 'unsupported_parameter', param: 'max_tokens' });
  });
});

describe('a conversation that has outgrown the model', () => {
  const said = ({ messages }: Asked) => messages.filter(({ role }) => role !== 'system');
  const fits = (count: number) => (request: Asked) =>
    said(request).length <= count
      ? null
      : {
          status: 400,
          error: {
            code: 400,
            type: 'exceed_context_size_error',
            message: 'the request exceeds the available context size',
          },
        };
  const ledgerOf = async (caller: Caller) =>
    (await stack.standIns.neon?.query(
      `SELECT outcome, cost_micro_usd::int AS cost FROM usage_events
       WHERE outcome <> 'running' AND user_id = $1 ORDER BY created_at`,
      [caller.user_id],
    )) ?? [];

  async function converse(caller: Caller, turns: number): Promise<void> {
    for (let turn = 1; turn <= turns; turn += 1) {
      await ask(stack, caller, `이야기 ${turn}`);
      await expect.poll(async () => (await ledgerOf(caller)).length).toBe(turn);
    }
  }

  it('is answered with half of it, as one call of the ledger', async () => {
    const caller = somebody();
    await converse(caller, 4);
    asked.length = 0;
    judge = fits(5);
    const reply = await ask(stack, caller, '그 다음은?');
    expect(reply).toMatchObject({ status: 200, content: '네, 알겠어요.' });
    expect(asked.map((call) => said(call).length)).toEqual([9, 5]);
    expect(asked.map((call) => said(call).at(-1)?.content)).toEqual(['그 다음은?', '그 다음은?']);
    await expect.poll(async () => (await ledgerOf(caller)).length).toBe(5);
    expect((await ledgerOf(caller)).every(({ outcome }) => outcome === 'ok')).toBe(true);
  });

  it('is answered with half of it in a stream that has begun, which tells nothing of the first try', async () => {
    const caller = somebody();
    await converse(caller, 2);
    judge = fits(3);
    delayMs = 1_700;
    const { status, text } = await ask(stack, caller, '그 다음은?', { stream: true });
    expect(status).toBe(200);
    expect(text).toContain('알겠어요');
    expect(text).not.toContain('error');
    expect(text.trimEnd().endsWith('data: [DONE]')).toBe(true);
  });

  it('is told so when half is still too much, and holds it against nobody', async () => {
    const caller = somebody();
    await converse(caller, 2);
    asked.length = 0;
    judge = fits(0);
    for (let time = 0; time < 6; time += 1) {
      const reply = await ask(stack, caller, '그 다음은?');
      expect(reply).toMatchObject({ status: 400, code: 'context_length_exceeded' });
    }
    expect(asked).toHaveLength(12);
    await expect.poll(async () => (await ledgerOf(caller)).length).toBe(8);
    expect((await ledgerOf(caller)).at(-1)).toEqual({ outcome: 'context_length_exceeded', cost: 0 });
    judge = () => null;
    expect((await ask(stack, somebody(), '안녕')).status).toBe(200);
  });
});
