/** Faults that carry what is sent: a refusal (`reject`), a stream (`script`), and the requests that they strike (`when`). */
import OpenAI, { BadRequestError } from 'openai';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ScriptStep } from './faults.ts';
import { type OpenAiStandIn, startOpenAiStandIn } from './server.ts';

let standIn: OpenAiStandIn;

beforeAll(async () => {
  standIn = await startOpenAiStandIn({ pace: 'instant' });
});
afterAll(() => standIn.close());
afterEach(() => {
  standIn.setFaults({});
  standIn.forgetRequests();
});

function post(change: object = {}, signal?: AbortSignal): Promise<Response> {
  return fetch(`${standIn.url}/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${standIn.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'gpt-4o-mini',
      messages: [{ role: 'user', content: 'count to 2' }],
      stream: true,
      ...change,
    }),
    ...(signal === undefined ? {} : { signal }),
  });
}

const chunk = (content: string, finishReason: string | null = null) => ({
  object: 'chat.completion.chunk',
  choices: [{ index: 0, delta: { content }, finish_reason: finishReason }],
});

describe('reject', () => {
  it.each([
    ['an HTML page', 502, '<html>502 Bad Gateway</html>', 'text/html'],
    ['FastAPI', 422, { detail: [{ loc: ['body', 'stream_options'], msg: 'Extra inputs' }] }, undefined],
    ['vLLM', 400, { object: 'error', message: 'too long', type: 'BadRequestError', code: 400 }, undefined],
    ['an error that is a string', 400, { error: 'model not found' }, undefined],
    ['JSON where a stream was asked for', 200, { choices: [] }, undefined],
    ['no JSON value but null', 500, null, undefined],
  ])('answers exactly the status and body: %s', async (_name, status, body, contentType) => {
    standIn.setFaults({ reject: { status, body, ...(contentType === undefined ? {} : { contentType }) } });
    const answer = await post();
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe(contentType ?? 'application/json');
    const text = await answer.text();
    expect(typeof body === 'string' ? text : JSON.parse(text)).toEqual(body);
    expect(standIn.requests()[0]).toMatchObject({ status, outcome: 'finished', faults: ['reject'] });
  });

  it('sends its own headers once, and no body or content type where none is given', async () => {
    const headers = { 'Retry-After': '7', 'X-Request-Id': 'req_of_the_test' };
    standIn.setFaults({ reject: { status: 429, headers } });
    const answer = await post();
    expect(answer.headers.get('retry-after')).toBe('7');
    expect(answer.headers.get('x-request-id')).toBe('req_of_the_test');
    expect(answer.headers.has('content-type')).toBe(false);
    expect(await answer.text()).toBe('');
    standIn.setFaults({ reject: { status: 500, body: '{}', contentType: null } });
    expect((await post()).headers.has('content-type')).toBe(false);
  });

  it('strikes before the key and the body are looked at', async () => {
    standIn.setFaults({
      reject: { status: 400, body: { error: { message: 'Your credit balance is too low' } } },
    });
    const client = new OpenAI({ baseURL: standIn.url, apiKey: 'sk-of-somebody-else', maxRetries: 0 });
    await expect(client.models.list()).rejects.toThrow(BadRequestError);
  });
});

describe('script', () => {
  const play = (steps: ScriptStep[]) => standIn.setFaults({ script: { steps } });

  it('streams exactly what is listed, and ends cleanly without [DONE]', async () => {
    play([
      { data: { choices: null } },
      { data: '' },
      { comment: 'OPENROUTER PROCESSING' },
      { waitMs: 1 },
      { data: chunk('안녕') },
      { data: 'two\nlines' },
      { raw: 'data: {"choices"' },
      { raw: ':[]}\r\n\r\n' },
      { data: null },
    ]);
    const answer = await post();
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(await answer.text()).toBe(
      'data: {"choices":null}\n\ndata: \n\n: OPENROUTER PROCESSING\n\n' +
        `data: ${JSON.stringify(chunk('안녕'))}\n\ndata: two\ndata: lines\n\n` +
        'data: {"choices":[]}\r\n\r\ndata: null\n\n',
    );
    expect(standIn.requests()[0]).toMatchObject({ outcome: 'finished', tokensSent: 5, faults: ['script'] });
  });

  it('is whole for the client when it says so', async () => {
    play([{ data: chunk('Madrid is', '') }, { data: chunk(' in Spain.', 'stop') }, { data: '[DONE]' }]);
    const client = new OpenAI({ baseURL: standIn.url, apiKey: standIn.apiKey, maxRetries: 0 });
    const events = await client.chat.completions.create({
      model: 'gpt-4o-mini',
      messages: [{ role: 'user', content: 'hi' }],
      stream: true,
    });
    const heard = [];
    for await (const { choices } of events)
      heard.push([choices[0]?.delta.content, choices[0]?.finish_reason]);
    expect(heard).toEqual([
      ['Madrid is', ''],
      [' in Spain.', 'stop'],
    ]);
  });

  it('closes the connection under the answer after what came before has arrived', async () => {
    play([{ data: chunk('Madrid is', '') }, { close: 'reset' }]);
    const reader = (await post()).body?.getReader();
    const first = await reader?.read();
    expect(new TextDecoder().decode(first?.value)).toContain('Madrid is');
    await expect(reader?.read()).rejects.toThrow('terminated');
    expect(standIn.requests()[0]).toMatchObject({ outcome: 'cut', tokensSent: 1 });
  });

  it('closes cleanly when told to', async () => {
    play([{ data: chunk('Madrid is') }, { close: 'clean' }]);
    expect(await (await post()).text()).toContain('Madrid is');
    expect(standIn.requests()[0]).toMatchObject({ outcome: 'finished' });
  });

  it('ends when the client leaves during a wait', async () => {
    play([{ data: chunk('x') }, { waitMs: 600_000 }, { data: chunk('y') }]);
    const leave = new AbortController();
    const answer = await post({}, leave.signal);
    const reading = answer.text().catch(() => 'left');
    leave.abort();
    expect(await reading).toBe('left');
    await expect.poll(() => standIn.connections()).toMatchObject({ open: 0, closedByClient: 1 });
    expect(standIn.requests()[0]?.tokensSent).toBe(1);
  });

  it('has the content type that it names, or none', async () => {
    standIn.setFaults({ script: { steps: [{ data: '[DONE]' }], contentType: null } });
    expect((await post()).headers.has('content-type')).toBe(false);
    standIn.setFaults({ script: { steps: [], contentType: 'text/plain' } });
    expect((await post()).headers.get('content-type')).toBe('text/plain');
  });

  it('arrives in pieces together with shred', async () => {
    standIn.setFaults({ script: { steps: [{ data: '<think>음</think>서울' }] }, shred: { bytes: 1 } });
    expect(await (await post()).text()).toBe('data: <think>음</think>서울\n\n');
  });

  it('refuses an answer in one body clearly', async () => {
    play([{ data: '[DONE]' }]);
    const answer = await post({ stream: false });
    expect(answer.status).toBe(501);
    expect(await answer.json()).toMatchObject({ error: { code: 'script_needs_stream' } });
  });
});

describe('when', () => {
  it('refuses a field until it is gone', async () => {
    standIn.setFaults({
      reject: { status: 422, body: { detail: 'stream_options' }, when: { has: ['stream_options'] } },
    });
    expect((await post({ stream_options: { include_usage: true } })).status).toBe(422);
    expect((await post()).status).toBe(200);
  });

  it('refuses a prompt above a window, and answers a shorter one', async () => {
    standIn.setFaults({
      reject: {
        status: 400,
        body: { error: { code: 400, message: 'exceeds', type: 'exceed_context_size_error' } },
        when: { promptTokensOver: 1_024 },
      },
    });
    const messages = [{ role: 'user', content: '가'.repeat(4_000) }];
    expect((await post({ messages })).status).toBe(400);
    expect((await post()).status).toBe(200);
  });
});

describe('setting faults', () => {
  it('throws for a malformed one instead of arming it', () => {
    expect(() => standIn.setFaults({ reject: { status: 42 } })).toThrow('reject.status must be from 200');
  });
});
