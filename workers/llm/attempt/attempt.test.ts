import { describe, expect, it } from 'vitest';
import { createPace } from '../../../shared/sse/pace.ts';
import { createHand } from '../../../tests/hand-clock.ts';
import type { OpenResult, Provider, ProviderRequest } from '../provider/provider.ts';
import { runAttempt } from './attempt.ts';
import { Stopped } from './stop.ts';

const LIMITS = { firstTokenMs: 20_000, idleMs: 10_000 };
const REQUEST: ProviderRequest = {
  model: 'm',
  messages: [],
  stream: true,
  stream_options: { include_usage: true },
};

const PACE = createPace(
  () => 0,
  () => 0,
);

function setUp(open?: (signal: AbortSignal) => Promise<OpenResult>, request = REQUEST, limits = LIMITS) {
  const hand = createHand();
  const life = new AbortController();
  const wire = {
    cancelled: false,
    controller: undefined as ReadableStreamDefaultController<Uint8Array> | undefined,
  };
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      wire.controller = controller;
    },
    cancel() {
      wire.cancelled = true;
    },
  });
  let signalSeen: AbortSignal | undefined;
  const provider: Provider = {
    open(_request, signal) {
      signalSeen = signal;
      return open?.(signal) ?? Promise.resolve({ ok: true, body });
    },
  };
  const texts: string[] = [];
  const finished = runAttempt(
    { provider, clock: hand.clock, pace: PACE },
    {
      request,
      limits,
      life: life.signal,
      emit: async (frames) => {
        for (const { chunk } of frames) texts.push(chunk.choices[0]?.text ?? '');
      },
    },
  );
  const encoder = new TextEncoder();
  const send = (text: string) => wire.controller?.enqueue(encoder.encode(text));
  const delta = (value: object, finish: string | null = null) =>
    send(`data: ${JSON.stringify({ choices: [{ index: 0, delta: value, finish_reason: finish }] })}\n\n`);
  return { ...hand, life, wire, texts, finished, send, delta, signal: () => signalSeen };
}

describe('an attempt', () => {
  it('ends with usage, the time to the first token and nothing left running', async () => {
    const t = setUp();
    await t.advance(300);
    t.delta({ role: 'assistant', content: '' });
    await t.advance(200);
    t.delta({ content: '안녕' });
    await t.advance(100);
    t.delta({}, 'stop');
    t.send(
      'data: {"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}\n\ndata: [DONE]\n\n',
    );
    expect(await t.finished).toEqual({
      firstTokenMs: 500,
      durationMs: 600,
      finishReason: 'stop',
      usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
    });
    expect(t.texts).toEqual(['', '안녕', '', '']);
    expect(t.timers.size).toBe(0);
    expect(t.wire.cancelled).toBe(true);
    expect(t.signal()?.aborted).toBe(false);
  });

  it('aborts the call of an answer that is not whole', async () => {
    const t = setUp();
    await t.advance(0);
    t.delta({ content: '안녕' });
    t.wire.controller?.close();
    expect((await t.finished).failure).toEqual({ cause: 'interrupted' });
    expect(t.signal()?.aborted).toBe(true);
    expect(t.timers.size).toBe(0);
  });

  it('is stopped when no headers come in time, and the call is aborted', async () => {
    const t = setUp((signal) => {
      return new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve({ ok: false, failure: { cause: 'client_gone' } }));
      });
    });
    await t.advance(19_999);
    expect(t.signal()?.aborted).toBe(false);
    await t.advance(1);
    expect(await t.finished).toMatchObject({ failure: { cause: 'first_token_timeout' } });
  });

  it('is not kept alive before its first token by comments, roles or empty deltas', async () => {
    const t = setUp();
    for (let i = 0; i < 4; i += 1) {
      await t.advance(4_000);
      t.send(': ping\n\n');
      t.delta({ role: 'assistant', content: '' });
    }
    await t.advance(4_000);
    expect(await t.finished).toMatchObject({ failure: { cause: 'first_token_timeout' } });
    expect(t.wire.cancelled).toBe(true);
  });

  it('is not kept alive between tokens by them either', async () => {
    const t = setUp();
    t.delta({ content: 'a' });
    for (let i = 0; i < 3; i += 1) {
      await t.advance(3_000);
      t.delta({});
    }
    await t.advance(1_000);
    expect(await t.finished).toMatchObject({ failure: { cause: 'stalled' }, firstTokenMs: 0 });
    expect(t.wire.cancelled).toBe(true);
  });

  it('may think between its thoughts as long as before them, and not once it speaks', async () => {
    const t = setUp(undefined, REQUEST, { firstTokenMs: 90_000, idleMs: 10_000 });
    // In steps: a long one looks like a process that was frozen.
    const wait = async (steps: number) => {
      for (let step = 0; step < steps; step += 1) await t.advance(900);
    };
    t.delta({ reasoning_content: 'hm' });
    await wait(99);
    t.delta({ reasoning_content: 'so' });
    await wait(99);
    t.delta({ content: 'a', reasoning_content: 'b' });
    await wait(11);
    expect(t.wire.cancelled).toBe(false);
    await wait(1);
    expect((await t.finished).failure).toEqual({ cause: 'stalled' });
  });

  it('lives as long as tokens come', async () => {
    const t = setUp();
    for (let i = 0; i < 20; i += 1) {
      t.delta({ content: 'a' });
      await t.advance(9_999);
    }
    t.delta({}, 'stop');
    t.send('data: [DONE]\n\n');
    expect((await t.finished).failure).toBeUndefined();
  });

  it('does not blame the provider for a slow reader', async () => {
    const hand = createHand();
    const room = Promise.withResolvers<void>();
    let batches = 0;
    const finished = runAttempt(
      { provider: { open: async () => ({ ok: true, body: streamOf(2) }) }, clock: hand.clock, pace: PACE },
      {
        request: REQUEST,
        limits: LIMITS,
        life: new AbortController().signal,
        emit: async () => {
          batches += 1;
          if (batches === 1) await room.promise;
        },
      },
    );
    await hand.advance(60_000);
    expect(batches).toBe(1);
    room.resolve();
    await hand.advance(9_999);
    expect(batches).toBe(2);
    await hand.advance(1);
    expect((await finished).failure).toEqual({ cause: 'stalled' });
  });

  it('is whole once it said that it was finished, and does not wait long for what may follow', async () => {
    const t = setUp();
    t.delta({ content: 'a' });
    t.delta({}, 'length');
    await t.advance(5_000);
    const end = await t.finished;
    expect(end).toMatchObject({ finishReason: 'length' });
    expect(end.failure).toBeUndefined();
  });

  it('skips frames that say nothing, and keeps the usage beside them', async () => {
    const t = setUp();
    t.send('data: {"choices":null}\n\ndata: {"type":"ping"}\n\ndata: {}\n\n');
    t.delta({ content: 'a' });
    t.delta({}, 'stop');
    t.send(
      'data: {"choices":null,"usage":{"prompt_tokens":900,"completion_tokens":600}}\n\ndata: [DONE]\n\n',
    );
    const end = await t.finished;
    expect(end).toMatchObject({ finishReason: 'stop', usage: { total_tokens: 1500 } });
    expect(end.failure).toBeUndefined();
    expect(t.texts).toEqual(['a', '', '']);
  });

  it('is interrupted by a connection that ends behind an empty finish reason', async () => {
    const t = setUp();
    t.delta({ content: 'Madrid is' }, '');
    await t.settle();
    t.wire.controller?.close();
    expect(await t.finished).toMatchObject({ failure: { cause: 'interrupted' } });
  });

  it('waits through a pause behind an empty finish reason', async () => {
    const t = setUp();
    t.delta({ content: 'Madrid is' }, '');
    await t.advance(7_000);
    t.delta({ content: ' in Spain' }, '');
    t.delta({}, 'stop');
    t.send('data: [DONE]\n\n');
    expect((await t.finished).failure).toBeUndefined();
    expect(t.texts.join('')).toBe('Madrid is in Spain');
  });

  it('is interrupted by [DONE] without any finish reason', async () => {
    const t = setUp();
    t.delta({ content: 'Madrid is' });
    t.send('data: [DONE]\n\n');
    expect(await t.finished).toMatchObject({ failure: { cause: 'interrupted' } });
  });

  it('is cut at the bound that the provider ignores', async () => {
    const t = setUp(undefined, { ...REQUEST, max_completion_tokens: 3 });
    for (const word of ['a', 'b', 'c', 'd', 'e']) t.delta({ content: word });
    const end = await t.finished;
    expect(end).toMatchObject({ finishReason: 'length' });
    expect(end.failure).toBeUndefined();
    expect(t.texts.join('')).toBe('abc');
    expect(t.wire.cancelled).toBe(true);
  });

  it('is ended when the model repeats itself', async () => {
    const t = setUp();
    for (let index = 0; index < 300; index += 1) t.delta({ content: 'I will say hello to you. ' });
    expect(await t.finished).toMatchObject({ failure: { cause: 'repetitive' } });
    expect(t.texts.join('').length).toBeLessThan(6_000);
  });

  it('reads what arrived while the process was frozen before it judges the time', async () => {
    const t = setUp();
    await t.settle();
    const advanced = t.advance(25_000);
    t.delta({ content: 'there all the time' });
    await advanced;
    t.delta({}, 'stop');
    t.send('data: [DONE]\n\n');
    expect((await t.finished).failure).toBeUndefined();
  });

  it('has no more than a second of grace after it was frozen', async () => {
    const t = setUp();
    await t.advance(25_000);
    await t.advance(1_000);
    expect(await t.finished).toMatchObject({ failure: { cause: 'first_token_timeout' } });
  });

  it.each([
    ['[DONE] without an answer', 'data: [DONE]\n\n', 'garbled'],
    ['an end without an answer', '', 'interrupted'],
    ['an end in the middle of a frame', 'data: {"choices"', 'interrupted'],
    ['something else', 'data: <html>\n\n', 'garbled'],
    ['an error', 'data: {"error":{"message":"x"}}\n\n', 'server_error'],
    ['a frame without end', `data: ${'x'.repeat(1_200_000)}`, 'garbled'],
  ])('that sends %s has failed', async (_name, wire, cause) => {
    const t = setUp();
    t.send(wire);
    t.wire.controller?.close();
    expect(await t.finished).toMatchObject({ failure: { cause } });
  });

  it('whose connection breaks is interrupted', async () => {
    const t = setUp();
    t.delta({ content: 'a' });
    await t.settle();
    t.wire.controller?.error(new TypeError('terminated'));
    expect(await t.finished).toMatchObject({ failure: { cause: 'interrupted' } });
  });

  it.each(['client_gone', 'deadline'] as const)('ends with the request’s life (%s)', async (cause) => {
    const t = setUp();
    t.delta({ content: 'a' });
    await t.settle();
    t.life.abort(new Stopped(cause));
    expect(await t.finished).toMatchObject({ failure: { cause } });
    expect(t.wire.cancelled).toBe(true);
    expect(t.timers.size).toBe(0);
  });

  it('closes its connection when its reader goes in the middle', async () => {
    const hand = createHand();
    const life = new AbortController();
    let aborted: AbortSignal | undefined;
    const provider: Provider = {
      open: async (_request, signal) => {
        aborted = signal;
        return { ok: true, body: streamOf(5) };
      },
    };
    const end = await runAttempt(
      { provider, clock: hand.clock, pace: PACE },
      {
        request: REQUEST,
        limits: LIMITS,
        life: life.signal,
        emit: async () => {
          life.abort(new Stopped('client_gone'));
          throw new Error('the reader has gone');
        },
      },
    );
    expect(end.failure).toEqual({ cause: 'client_gone' });
    expect(aborted?.aborted).toBe(true);
    expect(hand.timers.size).toBe(0);
  });
});

function streamOf(chunks: number): ReadableStream<Uint8Array> {
  const frame = 'data: {"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":null}]}\n\n';
  return new ReadableStream({
    start(controller) {
      for (let i = 0; i < chunks; i += 1) controller.enqueue(new TextEncoder().encode(frame));
    },
  });
}
