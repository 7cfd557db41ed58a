import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { decodeSse } from '../../../shared/sse/decode.ts';
import { encodeData } from '../../../shared/sse/encode.ts';
import { type SetTimer, type StreamFramesOptions, streamFrames } from './stream-frames.ts';

describe('streamFrames', () => {
  it('sends a comment before the source has anything, so that headers are flushed', async () => {
    const reader = open(never()).getReader();
    expect(await readText(reader)).toBe(': open\n\n');
    await reader.cancel();
  });

  it('sends no such comment when there is a frame already', async () => {
    const text = await new Response(open(from(['a']), { hasFirst: true })).text();
    expect(text).toBe('data: a\n\n');
  });

  it('sends each frame as it is, then ends, adding no [DONE] of its own', async () => {
    expect(await new Response(open(from(['{"a":1}', '{"b":2}']))).text()).toBe(
      ': open\n\ndata: {"a":1}\n\ndata: {"b":2}\n\n',
    );
  });

  it('sends one heartbeat for each silent interval, and loses no frame over it', async () => {
    const timer = manualTimer();
    const source = pushable();
    const reader = open(source.iterable, { ...timer.options }).getReader();
    await readText(reader);
    for (let beat = 0; beat < 3; beat++) {
      const read = readText(reader);
      await settle();
      timer.beat();
      expect(await read).toBe(': heartbeat\n\n');
    }
    const read = readText(reader);
    source.push('late');
    expect(await read).toBe('data: late\n\n');
    source.end();
    expect((await reader.read()).done).toBe(true);
    expect(timer.active()).toBe(0);
  });

  it('starts the silence anew with every frame, on one and the same timer', async () => {
    const timer = manualTimer();
    const source = pushable();
    const reader = open(source.iterable, { heartbeatMs: 15_000, ...timer.options }).getReader();
    await readText(reader);
    timer.pass(10_000);
    source.push('a');
    await readText(reader);
    const read = readText(reader);
    await settle();
    timer.pass(5_000);
    timer.fire();
    expect(timer.delays()).toEqual([15_000, 10_000]);
    timer.pass(10_000);
    timer.fire();
    expect(await read).toBe(': heartbeat\n\n');
    await reader.cancel();
    expect(timer.active()).toBe(0);
  });

  it('sends no heartbeat while the client takes nothing', async () => {
    const timer = manualTimer();
    const source = pushable();
    const reader = open(source.iterable, timer.options).getReader();
    source.push('a');
    await settle();
    await settle();
    timer.beat();
    timer.beat();
    expect(await readText(reader)).toBe(': open\n\n');
    expect(await readText(reader)).toBe('data: a\n\n');
    await reader.cancel();
    expect(timer.active()).toBe(0);
  });

  it('never lets a heartbeat into a frame, whenever timers fire', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constant(undefined)), { maxLength: 12 }),
        async (steps) => {
          const timer = manualTimer();
          const source = pushable();
          const reading = collect(decodeSse(open(source.iterable, { ...timer.options })));
          const sent: string[] = [];
          for (const step of steps) {
            if (step === undefined) timer.beat();
            else {
              const data = step.replace(/[\r\n]/g, ' ').toWellFormed();
              sent.push(data);
              source.push(data);
            }
            await settle();
          }
          source.end();
          expect(await reading).toEqual(sent);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('asks the source for no more than the client takes', async () => {
    let produced = 0;
    async function* endless() {
      for (;;) {
        produced++;
        yield 'x'.repeat(16_384);
      }
    }
    const reader = open(endless()).getReader();
    await settle();
    expect(produced).toBe(0);
    for (let read = 0; read < 5; read++) await reader.read();
    await settle();
    expect(produced).toBeLessThanOrEqual(5);
    await reader.cancel();
  });

  it('does not hold a frame back for one that is not there yet', async () => {
    const source = pushable();
    const reader = open(source.iterable).getReader();
    await readText(reader);
    source.push('a');
    expect(await readText(reader)).toBe('data: a\n\n');
    source.push('b');
    expect(await readText(reader)).toBe('data: b\n\n');
    await reader.cancel();
  });

  it('tells onCancel and ends the source when the client leaves while a frame is awaited', async () => {
    const timer = manualTimer();
    const onCancel = vi.fn();
    const body = new ReadableStream<Uint8Array>({ cancel: (reason) => upstreamCancelled(reason) });
    const upstreamCancelled = vi.fn();
    const reader = open(decodeSse(body), { onCancel, ...timer.options }).getReader();
    await readText(reader);
    const waiting = reader.read();
    await settle();
    await reader.cancel('gone');
    expect(onCancel).toHaveBeenCalledExactlyOnceWith('gone');
    expect(upstreamCancelled).toHaveBeenCalledOnce();
    expect((await waiting).done).toBe(true);
    expect(timer.active()).toBe(0);
  });

  it('ends the source even when onCancel throws', async () => {
    const source = pushable();
    const reader = open(source.iterable, {
      onCancel() {
        throw new Error('bug');
      },
    }).getReader();
    await expect(reader.cancel()).rejects.toThrow('bug');
    expect(source.returned()).toBe(1);
  });

  it('does not tell onCancel when the stream ends by itself', async () => {
    const onCancel = vi.fn();
    await new Response(open(from(['a']), { onCancel })).text();
    expect(onCancel).not.toHaveBeenCalled();
  });

  it('survives a source that fails only after the client has left', async () => {
    let fail: (error: Error) => void = () => {};
    async function* source(): AsyncGenerator<string> {
      await new Promise((_resolve, reject) => {
        fail = reject;
      });
    }
    const reader = open(source()).getReader();
    await readText(reader);
    void reader.read();
    await settle();
    await reader.cancel();
    fail(new Error('too late to matter'));
    await settle();
  });

  it('ends without [DONE] when the source throws', async () => {
    expect(await new Response(open(failing())).text()).toBe(': open\n\ndata: a\n\n');
  });

  it('hands the error of a source to onError, whose frame is the last', async () => {
    const seen: unknown[] = [];
    const stream = open(failing(), {
      onError(error) {
        seen.push(error);
        return encodeData('{"error":{"code":"internal"}}');
      },
    });
    expect(await new Response(stream).text()).toBe(
      ': open\n\ndata: a\n\ndata: {"error":{"code":"internal"}}\n\n',
    );
    expect(seen).toEqual([new Error('bug')]);
  });

  it('works with the platform timer', async () => {
    const source = pushable();
    const reader = open(source.iterable, { heartbeatMs: 1 }).getReader();
    await readText(reader);
    expect(await readText(reader)).toBe(': heartbeat\n\n');
    await reader.cancel();
  });
});

function open(source: AsyncIterable<string>, options: Partial<StreamFramesOptions> = {}) {
  return streamFrames(encoded(source), { heartbeatMs: 60_000, onCancel() {}, ...options });
}

/** Each text as a frame. Not a generator: `return()` must reach the source while a `next()` waits. */
function encoded(source: AsyncIterable<string>): AsyncIterable<string> {
  const iterator = source[Symbol.asyncIterator]();
  return {
    [Symbol.asyncIterator]: () => ({
      ...(iterator.return === undefined ? {} : { return: () => iterator.return?.() as never }),
      async next() {
        const result = await iterator.next();
        return result.done === true ? result : { done: false, value: encodeData(result.value) };
      },
    }),
  };
}

async function* from(texts: readonly string[]) {
  yield* texts;
}

async function* failing() {
  yield 'a';
  throw new Error('bug');
}

/** A source that waits for ever. Not a generator: its `return()` must not wait either. */
function never(): AsyncIterable<string> {
  return { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) };
}

/** Answers each `next()` in turn, as a generator does: a frame given to a call whose result nobody reads is lost. */
function pushable() {
  const results: IteratorResult<string>[] = [];
  const waiting: ((result: IteratorResult<string>) => void)[] = [];
  let returned = 0;
  function give(result: IteratorResult<string>) {
    const taker = waiting.shift();
    if (taker === undefined) results.push(result);
    else taker(result);
  }
  const iterable: AsyncIterable<string> = {
    [Symbol.asyncIterator]: () => ({
      next() {
        const ready = results.shift();
        return ready === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(ready);
      },
      async return() {
        returned++;
        return { done: true, value: undefined };
      },
    }),
  };
  return {
    iterable,
    push: (value: string) => give({ done: false, value }),
    end: () => give({ done: true, value: undefined }),
    returned: () => returned,
  };
}

/** A clock whose hand the test moves, and timers that fire when it says so. */
function manualTimer() {
  const running = new Set<() => void>();
  const delays: number[] = [];
  let nowMs = 0;
  const setTimer: SetTimer = (callback, ms) => {
    delays.push(ms);
    running.add(callback);
    return () => running.delete(callback);
  };
  const fire = () => {
    const due = [...running];
    running.clear();
    for (const callback of due) callback();
  };
  return {
    options: { setTimer, now: () => nowMs },
    pass: (ms: number) => {
      nowMs += ms;
    },
    fire,
    /** More time than any interval here. */
    beat() {
      nowMs += 60_000;
      fire();
    },
    active: () => running.size,
    delays: () => delays,
  };
}

async function readText(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string> {
  return new TextDecoder().decode((await reader.read()).value);
}

async function collect(frames: AsyncIterable<string>): Promise<string[]> {
  const seen: string[] = [];
  for await (const data of frames) seen.push(data);
  return seen;
}

function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
