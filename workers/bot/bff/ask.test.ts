import { afterEach, expect, it, vi } from 'vitest';
import { createRequestSigner } from '../../../shared/signing/sign.ts';
import type { AnswerEnd } from './answer.ts';
import { ask } from './ask.ts';

const job = {
  interactionId: '300000000000000001',
  token: 'secret-token',
  caller: { user_id: '2', guild_id: null, channel_id: '4', locale: 'ko' as const },
  prompt: '안녕?',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  receivedAtMs: 0,
};
const signer = createRequestSigner({ secret: 's'.repeat(32), name: 'bot' });

async function run(
  fetch: (request: Request) => Promise<Response>,
  signal: AbortSignal = new AbortController().signal,
): Promise<{ text: string; end: AnswerEnd }> {
  const answer = ask(job, { timeoutMs: 60_000, signal }, { fetch, signer });
  let text = '';
  for (;;) {
    const step = await answer.next();
    if (step.done === true) return { text, end: step.value };
    text += step.value;
  }
}

afterEach(() => {
  vi.useRealTimers();
});

function stream(...parts: string[]): Response {
  return new Response(parts.join(''), { headers: { 'content-type': 'text/event-stream' } });
}
const hello = 'data: {"choices":[{"delta":{"content":"안녕"}}]}\n\n';

it('sends one signed request under the interaction’s idempotency key, without its token', async () => {
  let sent: Request | undefined;
  let body = '';
  await run(async (request) => {
    sent = request;
    body = await request.clone().text();
    return stream(hello, 'data: [DONE]\n\n');
  });
  expect(sent?.url).toBe('https://bff.libra.internal/v1/chat/completions');
  expect(sent?.headers.get('idempotency-key')).toBe(job.interactionId);
  expect(sent?.headers.get('traceparent')).toBe(job.traceparent);
  expect(sent?.headers.get('signature-input')).toContain('keyid="bot.');
  expect(JSON.parse(body)).toEqual({
    stream: true,
    messages: [{ role: 'user', content: '안녕?' }],
    libra: { caller: job.caller, timeout_ms: 60_000 },
  });
  expect(body).not.toContain(job.token);
});

it('yields the text and the end', async () => {
  const result = await run(async () => stream(': hi\n\n', hello, 'data: [DONE]\n\n'));
  expect(result).toMatchObject({ text: '안녕', end: { kind: 'complete' } });
});

it('takes an early status for what it says', async () => {
  const body = { error: { code: 'budget_user', libra: { resets_at: 99 } } };
  const result = await run(async () => Response.json(body, { status: 429 }));
  expect(result.end).toEqual({ kind: 'failed', code: 'budget_user', evidence: { resets_at: 99 }, facts: {} });
});

it.each<[string, () => Promise<Response>]>([
  ['refuses the connection', () => Promise.reject(new Error('refused'))],
  ['answers with a page', async () => new Response('<html>', { status: 502 })],
  ['ends without a word', async () => stream()],
])('calls a bff unreachable that %s', async (_, fetch) => {
  expect((await run(fetch)).end).toEqual({ kind: 'failed', code: 'upstream_unreachable', facts: {} });
});

it('calls an answer interrupted whose connection breaks in the middle', async () => {
  let pulls = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      pulls += 1;
      if (pulls === 1) controller.enqueue(new TextEncoder().encode(hello));
      else controller.error(new Error('cut'));
    },
  });
  expect(await run(async () => new Response(body))).toEqual({
    text: '안녕',
    end: { kind: 'failed', code: 'provider_interrupted', facts: {} },
  });
});

it('says of an answer that broke off what is known of it: whether there is anything to continue from', async () => {
  const forgotten = 'data: {"choices":[],"libra":{"remembered":false}}\n\n';
  const { end } = await run(async () => stream(forgotten, hello));
  expect(end).toEqual({ kind: 'failed', code: 'provider_interrupted', facts: { remembered: false } });
});

it('cancels the stream when it is stopped', async () => {
  const stop = new AbortController();
  let cancelled = false;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new TextEncoder().encode(hello)),
    cancel() {
      cancelled = true;
    },
  });
  const answer = ask(
    job,
    { timeoutMs: 60_000, signal: stop.signal },
    { fetch: async () => new Response(body), signer },
  );
  expect((await answer.next()).value).toBe('안녕');
  const next = answer.next();
  stop.abort();
  expect(await next).toEqual({ done: true, value: { kind: 'stopped', facts: {} } });
  expect(cancelled).toBe(true);
});

it('calls a frame beyond the bound garbled', async () => {
  const huge = `data: ${'x'.repeat(2_000_000)}\n\n`;
  expect((await run(async () => stream(huge))).end).toEqual({
    kind: 'failed',
    code: 'provider_garbled',
    facts: {},
  });
});

it.each<[string, string, object]>([
  ['nothing at all comes for a minute', '', { kind: 'failed', code: 'upstream_unreachable', facts: {} }],
  [
    'only heartbeats come until the deadline',
    ': hi\n\n',
    { kind: 'failed', code: 'deadline_exceeded', facts: {} },
  ],
])('gives up when %s, and leaves no timer behind', async (_, heartbeat, end) => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  let beat: ReturnType<typeof setInterval> | undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      if (heartbeat !== '')
        beat = setInterval(() => controller.enqueue(new TextEncoder().encode(heartbeat)), 10_000);
    },
    cancel: () => clearInterval(beat),
  });
  // Signing is the work of other threads, and takes what it takes: time passes only once it is done.
  const asked = Promise.withResolvers<void>();
  const answer = ask(
    { ...job },
    { timeoutMs: 120_000, signal: new AbortController().signal },
    {
      signer,
      async fetch() {
        asked.resolve();
        return new Response(body);
      },
    },
  );
  const ended = answer.next();
  await asked.promise;
  await vi.advanceTimersByTimeAsync(130_000);
  expect((await ended).value).toEqual(end);
  expect(vi.getTimerCount()).toBe(0);
});
