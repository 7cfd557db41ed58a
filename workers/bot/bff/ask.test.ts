import { afterEach, expect, it, vi } from 'vitest';
import type { AnswerOutcome } from '../../../shared/chat/read-answer.ts';
import { createRequestSigner } from '../../../shared/signing/sign.ts';
import { ask } from './ask.ts';

const question = {
  interactionId: '300000000000000001',
  caller: { user_id: '2', guild_id: null, channel_id: '4', locale: 'ko' as const },
  prompt: '안녕?',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
};
const signer = createRequestSigner({ secret: 's'.repeat(32), name: 'bot' });

async function run(
  fetch: (request: Request) => Promise<Response>,
  signal: AbortSignal = new AbortController().signal,
): Promise<AnswerOutcome & { text: string }> {
  const answer = ask(question, { timeoutMs: 60_000, signal }, { fetch, signer });
  let text = '';
  for (;;) {
    const step = await answer.next();
    if (step.done === true) return { text, ...step.value };
    if (step.value.kind === 'text') text += step.value.text;
  }
}

afterEach(() => {
  vi.useRealTimers();
});

function stream(...parts: string[]): Response {
  return new Response(parts.join(''), { headers: { 'content-type': 'text/event-stream' } });
}
const stop = 'data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\n';
const hello = 'data: {"choices":[{"delta":{"content":"안녕"}}]}\n\n';

it('sends one signed request under the interaction’s idempotency key', async () => {
  let sent: Request | undefined;
  let body = '';
  await run(async (request) => {
    sent = request;
    body = await request.clone().text();
    return stream(hello, 'data: [DONE]\n\n');
  });
  expect(sent?.url).toBe('https://bff.libra.internal/v1/chat/completions');
  expect(sent?.headers.get('idempotency-key')).toBe(question.interactionId);
  expect(sent?.headers.get('traceparent')).toBe(question.traceparent);
  expect(sent?.headers.get('signature-input')).toContain('keyid="bot.');
  expect(JSON.parse(body)).toEqual({
    stream: true,
    messages: [{ role: 'user', content: '안녕?' }],
    libra: { caller: question.caller, timeout_ms: 60_000, pace_ms: 500 },
  });
});

it('yields the text and returns the end', async () => {
  const result = await run(async () => stream(': hi\n\n', hello, stop, 'data: [DONE]\n\n'));
  expect(result).toMatchObject({ text: '안녕', end: { kind: 'whole' } });
});

it('fails as an early status says', async () => {
  const body = { error: { code: 'budget_user', libra: { resets_at: 99 } } };
  const result = await run(async () => Response.json(body, { status: 429 }));
  expect(result.end).toEqual({
    kind: 'failed',
    failure: { code: 'budget_user', evidence: { resets_at: 99 } },
  });
});

it.each<[string, () => Promise<Response>]>([
  ['refuses the connection', () => Promise.reject(new Error('refused'))],
  ['answers with a page', async () => new Response('<html>', { status: 502 })],
  ['ends without a word', async () => stream()],
])('calls a bff unreachable that %s', async (_, fetch) => {
  expect((await run(fetch)).end).toEqual({ kind: 'failed', failure: { code: 'upstream_unreachable' } });
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
    end: { kind: 'failed', failure: { code: 'provider_interrupted' } },
    about: {},
  });
});

it('tells of an answer that broke off whether it is remembered', async () => {
  const forgotten = 'data: {"choices":[],"libra":{"remembered":false}}\n\n';
  expect(await run(async () => stream(forgotten, hello))).toEqual({
    text: '안녕',
    end: { kind: 'failed', failure: { code: 'provider_interrupted' } },
    about: { remembered: false },
  });
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
    question,
    { timeoutMs: 60_000, signal: stop.signal },
    { fetch: async () => new Response(body), signer },
  );
  expect((await answer.next()).value).toEqual({ kind: 'text', text: '안녕' });
  const next = answer.next();
  stop.abort();
  expect(await next).toEqual({ done: true, value: { end: { kind: 'stopped' }, about: {} } });
  expect(cancelled).toBe(true);
});

it('calls a frame beyond the bound garbled', async () => {
  const huge = `data: ${'x'.repeat(2_000_000)}\n\n`;
  expect((await run(async () => stream(huge))).end).toEqual({
    kind: 'failed',
    failure: { code: 'provider_garbled' },
  });
});

it.each([
  ['nothing at all comes for a minute', '', 'upstream_unreachable'],
  ['only heartbeats come until the deadline', ': hi\n\n', 'deadline_exceeded'],
])('gives up when %s, and leaves no timer behind', async (_, heartbeat, code) => {
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
    question,
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
  expect((await ended).value).toEqual({ end: { kind: 'failed', failure: { code } }, about: {} });
  expect(vi.getTimerCount()).toBe(0);
});
