/**
 * The llm Worker as it ships, in workerd, in front of the OpenAI stand-in: what its callers see and what it leaves behind.
 */
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type OpenAiStandIn, startOpenAiStandIn } from '../../dev/openai/server.ts';
import { splitCatalogue } from '../../shared/catalogue/read.ts';
import { parseAnswerEnd } from '../../shared/chat/relay.ts';
import { parseThinkingWait } from '../../shared/chat/thinking-wait.ts';
import {
  ANSWERED_BY_HEADER,
  FALLBACK_HEADER,
  formatPassthroughHead,
  type PassthroughHead,
} from '../../shared/contract/passthrough.ts';
import { createRequestSigner } from '../../shared/signing/sign.ts';
import { decodeSse } from '../../shared/sse/decode.ts';
import { createLlmWorkers, type LlmWorker, type LlmWorkers } from '../../tests/llm-workers.ts';
import type { ReplayGuardRpc } from './access/rpc.ts';
import type { CircuitBreakerRpc } from './circuit/rpc.ts';

const SECRET = 'a-secret-for-the-tests-of-the-llm-worker';
const PREVIOUS = 'the-secret-that-was-used-before-this-one';
const ORIGIN = 'https://llm.libra.internal';
const CHAT = '/v1/chat/completions';
const signer = createRequestSigner({ secret: SECRET, name: 'bff' });

let workers: LlmWorkers;
let provider: OpenAiStandIn;
/** Taken by the first request of a test, unless it asks for other settings before. */
let worker: LlmWorker | undefined;
let logs: Record<string, unknown>[];

beforeAll(async () => {
  const bundle = await build({
    entryPoints: [join(import.meta.dirname, 'index.ts')],
    bundle: true,
    write: false,
    // Each runtime is given it a dozen times over.
    minify: true,
    format: 'esm',
    target: 'es2024',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['cloudflare:workers'],
  });
  workers = createLlmWorkers(bundle.outputFiles[0]?.text ?? '', (name, line) => {
    if (name === worker?.name) logs.push(JSON.parse(line) as Record<string, unknown>);
  });
  provider = await startOpenAiStandIn({ pace: 'instant' });
});

beforeEach(() => {
  logs = [];
  worker = undefined;
  provider.setFaults({});
  provider.forgetRequests();
});

afterAll(async () => {
  await workers.close();
  await provider.close();
});

/** Long enough for two calls that hang, short enough for many rows. Only where nothing healthy has to be faster. */
const HASTY = { LLM_TIMEOUT_SEC: '1', LLM_IDLE_TIMEOUT_SEC: '1' };
/** For rows in which the first model hangs: its second is over soon, and the fallback has as long as a busy machine needs. */
const HASTY_FIRST = 'the first model has a second';
const PATIENT = 'everybody is patient';
/** It is restarted: nobody else's. */
const OF_ITS_OWN = { LLM_OPEN_CIRCUIT_SEC: '599' };

/** Patient, unless a test says otherwise: a busy machine is slow, and what is waited for comes. */
function variables(overrides: Record<string, string>): Record<string, string> {
  return {
    WORKER_SHARED_SECRET: SECRET,
    WORKER_SHARED_SECRET_PREVIOUS: PREVIOUS,
    OPENAI_API_KEY: provider.apiKey,
    OPENAI_BASE_URL: provider.url,
    DEFAULT_LLM_MODEL: 'gpt-4o-mini',
    FALLBACK_LLM_MODEL: 'gpt-4.1-nano',
    LLM_OPENAI_MODELS: 'yes',
    LLM_TIMEOUT_SEC: '60',
    LLM_IDLE_TIMEOUT_SEC: '60',
    LLM_OPEN_CIRCUIT_SEC: '600',
    SSE_HEARTBEAT_SEC: '1',
    ...overrides,
  };
}

const STAND_IN = 'stand-in';

/** The chain that the variables make, written as a catalogue. */
function withHastyFirst(): Record<string, string> {
  const [first, fallback] = ['gpt-4o-mini', 'gpt-4.1-nano'];
  return splitCatalogue({
    default: 'chat',
    providers: [{ name: STAND_IN, base_url: provider.url, key: 'OPENAI_API_KEY' }],
    models: [
      { name: first, provider: STAND_IN, first_token_sec: 1 },
      { name: fallback, provider: STAND_IN },
    ],
    aliases: [{ name: 'chat', chain: [{ target: first }, { target: fallback }] }],
  });
}

function chatBody(extra: Record<string, unknown> = {}): string {
  return JSON.stringify({
    messages: [{ role: 'user', content: '1부터 5까지 세어줘' }],
    stream: true,
    ...extra,
  });
}

async function send(request: Request): Promise<Response> {
  const { method, headers, url } = request;
  const { name, miniflare } = await running();
  const init = {
    method,
    headers: [...headers, ['x-llm', name] as [string, string]],
    ...(method === 'GET' ? {} : { body: await request.text() }),
  };
  return (await miniflare.dispatchFetch(url, init)) as unknown as Response;
}

async function call(
  extra: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Promise<Response> {
  return send(await signer.sign(ORIGIN + CHAT, { body: chatBody(extra), headers }));
}

async function post(path: string, body: unknown): Promise<Response> {
  return send(await signer.sign(ORIGIN + path, { body: JSON.stringify(body) }));
}

interface Read {
  text: string;
  frames: Record<string, unknown>[];
  /** The end of a whole answer; null when it did not come. */
  end: { usage: unknown } | null;
  error?: string;
}

async function read(response: Response): Promise<Read> {
  const result: Read = { text: '', frames: [], end: null };
  const onComment = (text: string) => {
    result.end = parseAnswerEnd(text) ?? result.end;
  };
  for await (const data of decodeSse(response.body as ReadableStream<Uint8Array>, { onComment })) {
    const frame = JSON.parse(data);
    result.frames.push(frame);
    result.text += frame.choices?.[0]?.delta?.content ?? '';
    if (frame.error !== undefined) result.error = frame.error.code;
  }
  return result;
}

async function errorCode(response: Response): Promise<string> {
  return ((await response.json()) as { error: { code: string } }).error.code;
}

/** Waits for what happens after the response, or after a time. */
async function eventually(check: () => boolean | Promise<boolean>): Promise<void> {
  await expect.poll(check).toBe(true);
}

const events = () => logs.map((line) => line.event);
const callsOf = (model: string) => provider.requests().filter((request) => request.model === model).length;

describe('an answer', () => {
  it('is streamed with the name of the model; the usage comes with the end', async () => {
    const response = await call({}, { traceparent: `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01` });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const { text, frames, end } = await read(response);
    expect(text).toBe('1, 2, 3, 4, 5');
    expect(end).toMatchObject({ usage: { completion_tokens: expect.any(Number) } });
    expect(frames[0]).toMatchObject({ libra: { model: 'gpt-4o-mini', fallback: false } });
    expect(frames.filter((frame) => 'libra' in frame)).toHaveLength(1);
    await eventually(() => events().includes('provider.finished'));
    expect(new Set(logs.map((line) => line.traceId))).toEqual(new Set(['ab'.repeat(16)]));
    expect(JSON.stringify(logs)).not.toContain('세어줘');
  });

  it('ends with a comment that holds the usage, and leaves [DONE] to its caller', async () => {
    const text = await (await call()).text();
    expect(text).toMatch(/: libra-end \{"usage":\{[^\n]*"completion_tokens":\d+[^\n]*\}\}\n\n$/);
    expect(text.split('libra-end')[0]).not.toMatch(/"usage":\{|\[DONE\]/);
    provider.setFaults({ errorChunk: { afterTokens: 2 } });
    const failed = await (await call()).text();
    expect(failed).toContain('"code":"provider_interrupted"');
    expect(failed).not.toMatch(/libra-end|\[DONE\]/);
  });

  it('comes from the model asked for; Libra’s own fields stay here', async () => {
    await read(await call({ model: 'gpt-4o', temperature: 0.5, libra: { timeout_ms: 5_000 } }));
    expect(provider.requests()[0]?.body).toEqual({
      model: 'gpt-4o',
      messages: [{ role: 'user', content: '1부터 5까지 세어줘' }],
      temperature: 0.5,
      stream: true,
      stream_options: { include_usage: true },
    });
  });

  it('keeps its text whole when the provider’s bytes come one by one', async () => {
    provider.setFaults({ shred: { bytes: 1 } });
    const { text, end } = await read(
      // Few bytes, since each of them travels alone.
      await call({ messages: [{ role: 'user', content: '따라 해: 안녕 👋🏽' }] }),
    );
    expect(text).toContain('안녕 👋🏽');
    expect(text).not.toContain('\ufffd');
    expect(end).not.toBeNull();
  });
});

describe('who may call', () => {
  it('nobody without a signature, and nobody who signs as the bot or with another secret', async () => {
    const body = chatBody();
    const unsigned = new Request(ORIGIN + CHAT, { method: 'POST', body });
    const asBot = await createRequestSigner({ secret: SECRET, name: 'bot' }).sign(ORIGIN + CHAT, { body });
    const other = await createRequestSigner({ secret: 'x'.repeat(40), name: 'bff' }).sign(ORIGIN + CHAT, {
      body,
    });
    for (const request of [unsigned, asBot, other]) {
      const response = await send(request);
      expect(response.status).toBe(401);
      expect(await errorCode(response)).toBe('unauthorized');
    }
    await eventually(() => logs.length === 3);
    expect(logs.map((line) => line.reason)).toEqual(['signature_missing', 'signer_refused', 'key_unknown']);
    expect(provider.requests()).toHaveLength(0);
  });

  it('who still signs with the previous secret', async () => {
    const previous = createRequestSigner({ secret: PREVIOUS, name: 'bff' });
    const response = await send(await previous.sign(ORIGIN + CHAT, { body: chatBody() }));
    expect((await read(response)).end).not.toBeNull();
  });

  it('a signed request goes through once, also after a restart of the object that remembers it', async () => {
    await useWorker(OF_ITS_OWN);
    const request = await signer.sign(ORIGIN + CHAT, { body: chatBody() });
    expect((await read(await send(request.clone()))).end).not.toBeNull();
    expect((await send(request.clone())).status).toBe(401);
    await restartWith({});
    expect((await send(request)).status).toBe(401);
    expect(provider.requests()).toHaveLength(1);
    await eventually(() => logs.some((line) => line.reason === 'nonce_replayed'));
  });

  it('a changed body does not', async () => {
    const { url, headers, method } = await signer.sign(ORIGIN + CHAT, { body: chatBody() });
    const response = await send(new Request(url, { method, headers, body: chatBody({ model: 'gpt-4o' }) }));
    expect(response.status).toBe(401);
    await eventually(() => logs.some((line) => line.reason === 'digest_mismatch'));
  });
});

describe('a request that is not one', () => {
  it('gets an error in OpenAI’s shape', async () => {
    const at = async (request: Request | Promise<Request>) => {
      const response = await send(await request);
      return [response.status, await errorCode(response)];
    };
    expect(await at(new Request(`${ORIGIN}/nope`))).toEqual([404, 'not_found']);
    expect(await at(signer.sign(ORIGIN + CHAT, { body: 'no json' }))).toEqual([400, 'invalid_request']);
    expect(await at(signer.sign(ORIGIN + CHAT, { body: '{"messages":[]}' }))).toEqual([
      400,
      'invalid_request',
    ]);
    // A body over the bound is refused unread, while its sender may still be writing: upload.test.ts has that case.
    const unsigned = new Request(ORIGIN + CHAT, { method: 'POST', body: '{"messages":[]}' });
    expect(await at(unsigned)).toEqual([401, 'unauthorized']);
  });

  it('is answered with 500 and one line that names the variables when the configuration is wrong', async () => {
    await useWorker({ WORKER_SHARED_SECRET: 'short', LLM_TIMEOUT_SEC: 'soon' });
    const response = await send(new Request(`${ORIGIN}/health`));
    expect(response.status).toBe(500);
    await eventually(() => logs.length > 0);
    expect(logs[0]).toMatchObject({ event: 'config.invalid' });
    expect(logs[0]?.problems).toMatch(/WORKER_SHARED_SECRET.*LLM_TIMEOUT_SEC/);
    expect(JSON.stringify(logs)).not.toContain('short"');
  });

  it('health needs no signature', async () => {
    const response = await send(new Request(`${ORIGIN}/health`));
    expect(await response.json()).toEqual({ status: 'ok', version: 'dev' });
  });
});

describe('before the first token', () => {
  it.each([
    ['refuses', { refuse: {} }, 2, PATIENT],
    ['answers 500', { status: { status: 500 } }, 2, PATIENT],
    ['limits for a long time', { status: { status: 429, retryAfterSec: 30 } }, 1, PATIENT],
    ['limits without saying how long', { status: { status: 429 } }, 1, PATIENT],
    ['refuses the key', { status: { status: 401 } }, 1, PATIENT],
    ['hangs before its headers', { hangBeforeHeaders: {} }, 1, HASTY_FIRST],
    ['hangs after its headers', { hangAfterHeaders: {} }, 1, HASTY_FIRST],
    ['sends only comments', { drip: {} }, 1, HASTY_FIRST],
    ['sends garbage at once', { garbage: { afterTokens: 0 } }, 1, PATIENT],
    ['sends an error at once', { errorChunk: { afterTokens: 0 } }, 1, PATIENT],
    ['sends ten megabytes at once', { hugeChunk: {} }, 1, PATIENT],
  ] as const)('a provider that %s is replaced by the fallback', async (_name, fault, firstCalls, limits) => {
    if (limits === HASTY_FIRST) await useWorker(withHastyFirst(), 3);
    const name = Object.keys(fault)[0] as keyof typeof fault;
    provider.setFaults({ [name]: { ...(fault[name] as object), model: 'gpt-4o-mini' } });
    const { text, frames, end, error } = await read(await call());
    expect({ text, isWhole: end !== null, error }).toEqual({
      text: '1, 2, 3, 4, 5',
      isWhole: true,
      error: undefined,
    });
    expect(frames[0]).toMatchObject({
      libra: {
        model: 'gpt-4.1-nano',
        provider: limits === HASTY_FIRST ? STAND_IN : new URL(provider.url).host,
        fallback: true,
      },
    });
    expect(callsOf('gpt-4o-mini')).toBe(firstCalls);
    expect(callsOf('gpt-4.1-nano')).toBe(1);
    await eventually(() => provider.connections().open === 0);
  });

  it('a short pause that the provider asks for is kept', async () => {
    provider.setFaults({ status: { status: 429, retryAfterSec: 1, count: 1 } });
    const { end, frames } = await read(await call());
    expect(end).not.toBeNull();
    expect(frames[0]).toMatchObject({ libra: { model: 'gpt-4o-mini', fallback: false } });
    expect(callsOf('gpt-4o-mini')).toBe(2);
  });

  it.each([
    ['500', { status: { status: 500 } }, 503, 'provider_unavailable'],
    ['400', { status: { status: 400 } }, 400, 'invalid_request'],
    ['401', { status: { status: 401 } }, 502, 'provider_rejected'],
    ['garbage', { garbage: { afterTokens: 0 } }, 502, 'provider_garbled'],
  ] as const)('when nobody answers (%s), the status says so', async (_name, faults, status, code) => {
    // With the retries of two models it might not be known before the stream has to begin.
    await useWorker({ FALLBACK_LLM_MODEL: '' }, 6);
    provider.setFaults(faults);
    const response = await call();
    expect([response.status, await errorCode(response)]).toEqual([status, code]);
  });

  it.each(['application/json', 'text/event-stream'])(
    'a whole answer in the place of a stream becomes one: %s',
    async (contentType) => {
      const message = { role: 'assistant', content: 'Seoul.' };
      const choices = [{ index: 0, message, finish_reason: 'stop' }];
      const usage = { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 };
      const whole = { id: 'c', object: 'chat.completion', created: 1, model: 'gpt-4o-mini', choices, usage };
      const body = JSON.stringify(whole, null, 2);
      provider.setFaults({ reject: { status: 200, contentType, body } });
      const { text, frames, end } = await read(await call());
      expect(text).toBe('Seoul.');
      expect(end).toEqual({ usage });
      expect(frames).toEqual([
        expect.objectContaining({
          object: 'chat.completion.chunk',
          choices: [{ index: 0, delta: message, finish_reason: 'stop' }],
        }),
      ]);
    },
  );

  it('tells when to come back, in the header too', async () => {
    await useWorker({ FALLBACK_LLM_MODEL: '' }, 6);
    provider.setFaults({ status: { status: 429, retryAfterSec: 30 } });
    const response = await call();
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('30');
    expect(await errorCode(response)).toBe('provider_rate_limited');
  });

  it('a request that is at fault itself is not sent to anybody else', async () => {
    provider.setFaults({ status: { status: 400 } });
    await call();
    expect(provider.requests()).toHaveLength(1);
  });

  it('what fails after the early status is an error frame without [DONE], with heartbeats before it', async () => {
    await useWorker(HASTY);
    provider.setFaults({ hangBeforeHeaders: {} });
    const response = await call();
    expect(response.status).toBe(200);
    const wire = await response.text();
    expect(wire).toContain(': heartbeat\n\n');
    expect(wire).toContain('"code":"provider_timeout"');
    expect(wire).not.toContain('[DONE]');
  });

  it('tells its caller of a model that may be thinking, and of one that has been refused', async () => {
    await useWorker({ ...HASTY, LLM_REASONING_MODELS: 'gpt-*', LLM_REASONING_TIMEOUT_SEC: '2' });
    provider.setFaults([
      { hangAfterHeaders: { model: 'gpt-4o-mini' } },
      { status: { status: 400, model: 'gpt-4.1-nano' } },
    ]);
    const comments: string[] = [];
    const { body } = await call({});
    if (body === null) throw new Error('there is no body');
    for await (const _ of decodeSse(body as never, { onComment: (text) => comments.push(text) }));
    const waits = comments.map(parseThinkingWait).filter((wait) => wait !== undefined);
    expect(waits).toMatchObject([{ model: 'gpt-4o-mini' }, { model: 'gpt-4.1-nano' }, null]);
    expect(waits[0]?.waitedMs).toBeGreaterThanOrEqual(900);
  });

  it('gives up in time to report when the caller has little', async () => {
    provider.setFaults({ hangBeforeHeaders: {} });
    const response = await call({ libra: { timeout_ms: 600 } });
    expect([response.status, await errorCode(response)]).toEqual([504, 'deadline_exceeded']);
    await eventually(() => provider.connections().open === 0);
  });
});

describe('after the first token', () => {
  it.each([
    ['closes in the middle of a frame', { closeMidFrame: {} }, 'provider_interrupted'],
    ['ends as if it were complete', { closeMidFrame: { clean: true } }, 'provider_interrupted'],
    ['closes in the middle of a character', { closeMidCharacter: {} }, 'provider_interrupted'],
    ['stalls', { stall: {} }, 'provider_stalled'],
    ['sends an error', { errorChunk: {} }, 'provider_interrupted'],
    ['sends garbage', { garbage: {} }, 'provider_garbled'],
  ] as const)(
    'a provider that %s leaves its text and an error, and nobody else is asked',
    async (_name, faults, code) => {
      if (code === 'provider_stalled') await useWorker({ LLM_IDLE_TIMEOUT_SEC: '1' });
      provider.setFaults(faults);
      const { text, end, error } = await read(await call());
      expect('1, 2, 3, 4, 5'.startsWith(text) && text !== '').toBe(true);
      expect({ isWhole: end !== null, error }).toEqual({ isWhole: false, error: code });
      expect(provider.requests()).toHaveLength(1);
      await eventually(() => provider.connections().open === 0);
    },
  );

  it('an answer that said that it was finished is whole, whatever is missing after it', async () => {
    provider.setFaults({ noDone: {}, noUsage: {} });
    const { text, end, error } = await read(await call());
    expect({ text, isWhole: end !== null, error }).toEqual({
      text: '1, 2, 3, 4, 5',
      isWhole: true,
      error: undefined,
    });
    await eventually(() => logs.some((line) => line.usageMissing === true));
  });

  it('an empty answer is an answer', async () => {
    provider.setFaults({ empty: {} });
    const { text, end } = await read(await call());
    expect({ text, isWhole: end !== null }).toEqual({ text: '', isWhole: true });
  });
});

/** A call whose caller leaves on `leave`. */
async function callToLeave(extra: Record<string, unknown> = {}) {
  const request = await signer.sign(ORIGIN + CHAT, { body: chatBody(extra) });
  request.headers.set('x-may-leave', 'true');
  const end = send(request).then((response) => response.text());
  return {
    async leave() {
      await send(new Request(`${ORIGIN}/leave`, { method: 'POST' }));
      return end;
    },
  };
}

describe('a caller that cancels', () => {
  it.each([
    ['before the headers', { hangBeforeHeaders: {} }, 0],
    ['before the first token', { hangAfterHeaders: {} }, 0],
    ['in the middle of a stream', { stall: { afterTokens: 3 } }, 3],
  ])('%s closes the provider’s connection', async (_name, faults, tokens) => {
    provider.setFaults(faults);
    const { leave } = await callToLeave();
    await eventually(() => provider.requests().some(({ tokensSent }) => tokensSent === tokens));
    expect(await leave()).toBe('left');
    await eventually(() => provider.connections().closedByClient === 1);
    expect(provider.connections().open).toBe(0);
    await eventually(() => events().includes('provider.cancelled'));
    expect(events()).not.toContain('provider.failed');
  });
});

describe('the circuit', () => {
  const circuit = async (model: string) => {
    const { circuits } = (await (await post('/v1/circuits', {})).json()) as {
      circuits: { target: string; state: string; transitions: unknown[] }[];
    };
    return circuits.find(({ target }) => target.endsWith(`/${model}`));
  };

  it('opens after five failures in a row, and lets nothing out', async () => {
    provider.setFaults({ status: { status: 500 } });
    for (let calls = 0; calls < 3; calls += 1) await (await call()).text();
    await eventually(() => logs.filter((line) => line.event === 'circuit.opened').length === 2);

    provider.setFaults({});
    provider.forgetRequests();
    const refused = await call();
    expect([refused.status, await errorCode(refused)]).toEqual([503, 'circuit_open']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(provider.requests()).toHaveLength(0);
    for (const model of ['gpt-4o-mini', 'gpt-4.1-nano'])
      expect(await circuit(model)).toMatchObject({ state: 'open' });
  });

  it('closes by itself, after a probe that succeeds', async () => {
    await useWorker({ LLM_OPEN_CIRCUIT_SEC: '1', FALLBACK_LLM_MODEL: '' });
    provider.setFaults({ status: { status: 500 } });
    for (let calls = 0; calls < 3; calls += 1) await (await call()).text();
    await eventually(() => events().includes('circuit.opened'));

    provider.setFaults({});
    await eventually(async () => (await read(await call())).end !== null);
    await eventually(() => events().includes('circuit.closed'));
    expect(events()).toContain('circuit.half_opened');
    expect(await circuit('gpt-4o-mini')).toMatchObject({ state: 'closed' });
  });

  it('is not impressed by clients who leave or by requests that are refused', async () => {
    provider.setFaults({ status: { status: 400 } });
    for (let calls = 0; calls < 8; calls += 1) await (await call()).text();
    expect(await circuit('gpt-4o-mini')).toMatchObject({ state: 'closed', consecutive_failures: 0 });
  });

  it('gives its slot back when the probe’s client leaves', async () => {
    const target = `${new URL(provider.url).host}/gpt-4o-mini`;
    provider.setFaults({
      status: { status: 429, retryAfterSec: 1, model: 'gpt-4o-mini', count: 1 },
      stall: {},
    });
    await useWorker({ FALLBACK_LLM_MODEL: '' }, 6);
    const { leave } = await callToLeave();
    // The limit opens the circuit; the retry after it is the probe, and its stream stalls until the client leaves.
    await eventually(() => provider.requests().some(({ tokensSent }) => tokensSent > 0));
    expect(await leave()).toBe('left');
    await eventually(() => events().includes('provider.cancelled'));
    provider.setFaults({});
    await eventually(async () => (await read(await call())).end !== null);
    await eventually(async () => (await circuit('gpt-4o-mini'))?.state === 'closed');
    expect(await circuit('gpt-4o-mini')).toMatchObject({ target });
  });

  it('that a limit has opened is closed by the first token after it, not by the end of that answer', async () => {
    provider.setFaults({ status: { status: 429, retryAfterSec: 1, count: 1 }, stall: { count: 2 } });
    await useWorker({ FALLBACK_LLM_MODEL: '' }, 6);
    const { leave } = await callToLeave();
    await eventually(() => provider.requests().some(({ tokensSent }) => tokensSent > 0));
    await eventually(async () => (await read(await call())).end !== null);
    expect(provider.connections().open).toBe(1);
    await leave();
  });

  it('is held open and closed by an operator, and every isolate hears of it with its next request', async () => {
    const target = `${new URL(provider.url).host}/gpt-4o-mini`;
    const nextAnswer = async () => (await read(await call())).frames[0]?.libra;
    expect(await nextAnswer()).toMatchObject({ fallback: false });
    expect((await post('/v1/circuits', { target, force: 'open' })).status).toBe(200);
    await eventually(() => events().includes('circuit.opened'));
    // The announcement is on its way to the guards, and an isolate hears of it with the request after that.
    await expect.poll(nextAnswer).toMatchObject({ model: 'gpt-4.1-nano', fallback: true });
    const status = (await (await post('/v1/status', {})).json()) as Record<string, unknown>;
    expect(status).toMatchObject({ default_model: 'gpt-4o-mini', circuits: [{ target, state: 'open' }, {}] });

    await post('/v1/circuits', { target, force: 'auto' });
    await expect.poll(nextAnswer).toMatchObject({ model: 'gpt-4o-mini', fallback: false });
    expect((await post('/v1/circuits', { target, force: 'ajar' })).status).toBe(400);
    const elsewhere = await post('/v1/circuits', { target: 'api.elsewhere.test/gpt-4o-mini', force: 'open' });
    expect(elsewhere.status).toBe(400);
    expect(await elsewhere.json()).toMatchObject({ error: { code: 'invalid_request', param: 'target' } });
  });
});

describe('a passthrough call', () => {
  const FIRST = 'text-embedding-3-small';
  const SECOND = 'text-embedding-3-large';
  const MODELS = [FIRST, SECOND];

  const withModels = async (ofFirst: { first_token_sec?: number } = {}) => {
    const embeds = { provider: STAND_IN, kind: 'embedding', refuses: ['user'] };
    const catalogue = {
      default: 'gpt-4o-mini',
      providers: [{ name: STAND_IN, base_url: provider.url, key: 'OPENAI_API_KEY' }],
      models: [
        { name: 'gpt-4o-mini', provider: STAND_IN },
        { ...embeds, name: FIRST, ...ofFirst },
        { ...embeds, name: SECOND },
      ],
      aliases: [{ name: 'embed', chain: MODELS.map((target) => ({ target })) }],
    };
    await useWorker(splitCatalogue(catalogue), Object.keys(ofFirst).length === 0 ? 12 : 1);
  };
  const embed = async (head: Partial<PassthroughHead> = {}, body: object = { input: 'x' }) => {
    const query = formatPassthroughHead({
      model: 'embed',
      timeoutMs: 60_000,
      answers: 'json',
      fields: [],
      ...head,
    });
    return send(await signer.sign(`${ORIGIN}/v1/embeddings${query}`, { body: JSON.stringify(body) }));
  };
  const answeredBy = (response: Response) => response.headers.get(ANSWERED_BY_HEADER);

  it('is answered by the first target, and asked as it came but for the model', async () => {
    await withModels();
    const response = await embed({}, { input: ['x'], dimensions: 4 });
    expect([response.status, answeredBy(response)]).toEqual([200, FIRST]);
    expect(await response.json()).toMatchObject({ data: [{ index: 0 }], usage: {} });
    expect(provider.requests()[0]?.body).toEqual({ model: FIRST, input: ['x'], dimensions: 4 });
    expect(events()).toContain('provider.finished');
  });

  it.each([
    ['answers 500', { status: { status: 500 } }, 2],
    ['limits', { status: { status: 429, retryAfterSec: 30 } }, 1],
    ['refuses the key', { status: { status: 401 } }, 1],
    ['sends a page', { reject: { status: 200, body: '<html>', contentType: 'text/html' } }, 1],
    [
      'sends an error as if all were well',
      { reject: { status: 200, body: '{"error":"Overloaded"}', contentType: 'application/json' } },
      1,
    ],
    [
      'sends half of its JSON',
      { reject: { status: 200, body: '{"data', contentType: 'application/json' } },
      1,
    ],
  ])('moves on from a target that %s', async (_name, faults, calls) => {
    await withModels();
    const [fault, how] = Object.entries(faults)[0] ?? ['', {}];
    provider.setFaults({ [fault]: { ...how, model: FIRST } });
    const response = await embed();
    expect([response.status, answeredBy(response)]).toEqual([200, SECOND]);
    expect(response.headers.get(FALLBACK_HEADER)).toBe('1');
    expect([callsOf(FIRST), callsOf(SECOND)]).toEqual([calls, 1]);
  });

  it('moves on from one that hangs, and closes its connection', async () => {
    await withModels({ first_token_sec: 1 });
    provider.setFaults({ hangBeforeHeaders: { model: FIRST } });
    expect(answeredBy(await embed())).toBe(SECOND);
    await eventually(() => provider.connections().open === 0);
  });

  it('opens the circuit of a target that keeps failing', async () => {
    await withModels();
    provider.setFaults({ status: { status: 500, model: FIRST } });
    for (let calls = 0; calls < 3; calls += 1) await (await embed()).text();
    await eventually(() => events().includes('circuit.opened'));
    provider.forgetRequests();
    expect(answeredBy(await embed())).toBe(SECOND);
    expect(callsOf(FIRST)).toBe(0);
    const alone = await embed({ model: FIRST });
    expect([alone.status, await errorCode(alone)]).toEqual([503, 'circuit_open']);
  });

  it.each<[string, Partial<PassthroughHead>, number, string, string | null]>([
    ['a model that chats', { model: 'gpt-4o-mini' }, 404, 'model_not_found', 'model'],
    ['a model that is not there', { model: 'embed-99' }, 404, 'model_not_found', 'model'],
    [
      'a field that every target refuses',
      { fields: ['input', 'user'] },
      400,
      'unsupported_parameter',
      'user',
    ],
    ['no time', { timeoutMs: 0 }, 400, 'invalid_request', null],
  ])('with %s is refused without a call', async (_name, head, status, code, param) => {
    await withModels();
    const response = await embed(head);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { code, param } });
    expect(provider.requests()).toHaveLength(0);
  });

  it('whose query was changed on the way is not answered', async () => {
    await withModels();
    const query = formatPassthroughHead({ model: 'embed', timeoutMs: 60_000, answers: 'json', fields: [] });
    const signed = await signer.sign(`${ORIGIN}/v1/embeddings${query}`, { body: '{"input":"x"}' });
    const url = signed.url.replace('model=embed', `model=${SECOND}`);
    const { status } = await send(new Request(url, signed));
    expect(status).toBe(401);
    expect(provider.requests()).toHaveLength(0);
  });
});

describe('the Durable Objects', () => {
  const objects = async (binding: string) => {
    const { name, miniflare } = await running();
    return miniflare.getDurableObjectNamespace(binding, name);
  };
  const guard = async (name: string) => {
    const namespace = await objects('REPLAY_GUARD');
    return namespace.get(namespace.idFromName(name)) as unknown as ReplayGuardRpc;
  };
  const breaker = async (name: string) => {
    const namespace = await objects('CIRCUIT_BREAKER');
    return namespace.get(namespace.idFromName(name)) as unknown as CircuitBreakerRpc;
  };

  it('of 1,000 simultaneous uses of one nonce, exactly one goes through', async () => {
    const outcomes = (await (await send(new Request(`${ORIGIN}/spend`))).json()) as string[];
    expect(outcomes.filter((outcome) => outcome === 'spent')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'replayed')).toHaveLength(999);
  });

  it('forgets expired nonces by its alarm, in memory and in storage', async () => {
    const object = await guard('nonces-1');
    const longAgo = Date.now() - 600_000;
    await object.spend('expired', longAgo);
    await object.spend('alive', Date.now() + 600_000);
    await eventually(async () => (await object.spend('expired', Date.now() + 600_000)).outcome === 'spent');
    expect((await object.spend('alive', Date.now() + 600_000)).outcome).toBe('replayed');
  });

  it('lets one probe at a time out of a circuit that is half open, and an open circuit survives a restart', async () => {
    await useWorker({ LLM_OPEN_CIRCUIT_SEC: '1' });
    const failure = { outcome: { kind: 'failure' as const }, successesBefore: 0 };
    for (let failures = 0; failures < 5; failures += 1) await (await breaker('p/m')).settle(failure);
    expect((await (await breaker('p/m')).inspect()).state).toBe('open');
    await restartWith({ LLM_OPEN_CIRCUIT_SEC: '1' });
    expect((await (await breaker('p/m')).inspect()).state).toBe('open');
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const object = await breaker('p/m');
    const admissions = await Promise.all(Array.from({ length: 50 }, () => object.admit()));
    expect(admissions.filter(({ admission }) => admission.admitted)).toHaveLength(1);
  });
});

async function running(): Promise<LlmWorker> {
  worker ??= await workers.take(variables({}), 36);
  return worker;
}

/** For the rest of the test. `tests`: how many want the same. */
async function useWorker(overrides: Record<string, string>, tests = 1): Promise<void> {
  worker = await workers.take(variables(overrides), tests);
}

/** On the same storage. */
async function restartWith(overrides: Record<string, string>): Promise<void> {
  worker = await workers.restart(variables(overrides));
}
