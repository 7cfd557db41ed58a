import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DecodeOptions, decodeSse, decodeSseBatches, SseTooLargeError } from './decode.ts';
import type { Pace } from './pace.ts';

describe('decodeSse: bytes', () => {
  it('yields the data of each event, [DONE] included', async () => {
    expect(await decodeAll(['data: {"a":1}\n\ndata: [DONE]\n\n'])).toEqual(['{"a":1}', '[DONE]']);
  });

  it('gives the same events however the bytes are cut in two', async () => {
    const bytes = utf8(EVERYTHING);
    for (let cut = 0; cut <= bytes.length; cut++) {
      const seen = await decodeAll([bytes.subarray(0, cut), bytes.subarray(cut)]);
      expect(seen, `cut at byte ${cut}`).toEqual(EVERYTHING_DECODED);
    }
  });

  it('gives the same events when every byte is a chunk of its own', async () => {
    expect(await decodeAll(Array.from(utf8(EVERYTHING), (byte) => Uint8Array.of(byte)))).toEqual(
      EVERYTHING_DECODED,
    );
  });

  it('gives the same events for any text at any set of cuts', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 5 }),
        fc.constantFrom('\n', '\r', '\r\n'),
        fc.array(fc.nat(400), { maxLength: 12 }),
        async (texts, lineEnd, cuts) => {
          const frames = texts.map((each) => each.replace(/[\r\n]/g, ' ').toWellFormed());
          const bytes = utf8(frames.map((each) => `: c${lineEnd}data: ${each}${lineEnd}${lineEnd}`).join(''));
          expect(await decodeAll(cutAt(bytes, cuts))).toEqual(frames);
        },
      ),
    );
  });

  it('never hangs or fails on bytes that are no event stream', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 6 }), async (chunks) => {
        expect(await decodeAll(chunks)).toBeInstanceOf(Array);
      }),
    );
  });

  it('gives a body that is one JSON object as one event, however it is cut', async () => {
    const bytes = utf8('\uFEFF\n {\n  "text": "가"\n}\n');
    for (let cut = 0; cut <= bytes.length; cut++) {
      expect(await decodeAll([bytes.subarray(0, cut), bytes.subarray(cut)])).toEqual([
        '{\n  "text": "가"\n}',
      ]);
    }
    await expect(decodeAll(['{', 'x'.repeat(100)], { maxFrameChars: 100 })).rejects.toThrow(SseTooLargeError);
  });

  it('replaces malformed UTF-8 and goes on', async () => {
    const chunk = Uint8Array.of(...utf8('data: '), 0xff, ...utf8('b\n\ndata: c\n\n'));
    expect(await decodeAll([chunk])).toEqual(['\uFFFDb', 'c']);
  });

  it('drops exactly one byte order mark, also when it is cut', async () => {
    const bytes = Uint8Array.of(0xef, 0xbb, 0xbf, ...utf8('data: a\n\n'));
    for (let cut = 0; cut <= 3; cut++) {
      expect(await decodeAll([bytes.subarray(0, cut), bytes.subarray(cut)])).toEqual(['a']);
    }
    expect(await decodeAll(['\uFEFF\uFEFFdata: a\n\ndata: b\n\n'])).toEqual(['b']);
  });

  it('drops an event that the end of the stream cuts off', async () => {
    expect(await decodeAll(['data: a\n\ndata: {"half'])).toEqual(['a']);
    expect(await decodeAll(['data: a\n\ndata: b\n'])).toEqual(['a']);
    expect(await decodeAll(['data: a\n\n', utf8('data: 한').subarray(0, 7)])).toEqual(['a']);
  });

  it('joins data lines with LF and ignores names, ids and unknown fields', async () => {
    expect(await decodeAll(['event: x\nid: 1\nretry: 5\ndata: a\ndata: b\nwhat: ever\n\n'])).toEqual([
      'a\nb',
    ]);
  });

  it('takes an empty stream and empty chunks', async () => {
    expect(await decodeAll([])).toEqual([]);
    expect(await decodeAll(['', 'data: a', '', '\n\n', ''])).toEqual(['a']);
  });

  it('reports comments, which are not data', async () => {
    let comments = 0;
    const seen = await decodeAll([': open\n\n: heartbeat\n\ndata: a\n\n:\n\n'], {
      onComment: () => comments++,
    });
    expect({ seen, comments }).toEqual({ seen: ['a'], comments: 3 });
  });
});

describe('decodeSseBatches', () => {
  it('yields what one read brought as one batch', async () => {
    const batches = await collectBatches(decodeSseBatches(bodyOf(['data: a\n\ndata: b\n\n', 'data: c\n\n'])));
    expect(batches).toEqual([['a', 'b'], ['c']]);
  });

  it('lets the runtime collect as many bytes as the pace says', async () => {
    const asked: number[] = [];
    const pace: Pace = { nextMinBytes: () => 18, observe: (bytes) => asked.push(bytes) };
    const chunks = Array.from({ length: 5 }, (_, index) => `data: ${index}\n\n`);
    const batches = await collectBatches(decodeSseBatches(byteBodyOf(chunks), { pace }));
    expect(batches).toEqual([['0', '1'], ['2', '3'], ['4']]);
    expect(asked).toEqual([18, 18, 9]);
  });

  it('takes each chunk as it comes where the pace asks for one byte', async () => {
    const pace: Pace = { nextMinBytes: () => 1, observe: () => undefined };
    const batches = await collectBatches(
      decodeSseBatches(byteBodyOf(['data: a\n\n', 'data: b\n\n']), { pace }),
    );
    expect(batches).toEqual([['a'], ['b']]);
  });

  it('gives the same events at any pace, however the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(200), { maxLength: 12 }),
        fc.integer({ min: 1, max: 300 }),
        async (cuts, min) => {
          const pace: Pace = { nextMinBytes: () => min, observe: () => undefined };
          const body = byteBodyOf(cutAt(utf8(EVERYTHING), cuts));
          expect((await collectBatches(decodeSseBatches(body, { pace }))).flat()).toEqual(EVERYTHING_DECODED);
        },
      ),
    );
  });

  it('takes all there is in ever larger reads, and rests only then', async () => {
    const room: number[] = [];
    let left = 100_000;
    const body = new ReadableStream({
      type: 'bytes',
      pull(controller) {
        const { byobRequest } = controller;
        const view = byobRequest?.view as Uint8Array;
        room.push(view.byteLength);
        const length = Math.min(view.byteLength, left);
        left -= length;
        if (length === 0) controller.close();
        byobRequest?.respond(length);
      },
    }) as ReadableStream<Uint8Array>;
    const restedAt: number[] = [];
    const rest = async () => void restedAt.push(left);
    await collectBatches(decodeSseBatches(body, { rest }));
    expect(room).toEqual([16_384, 32_768, 65_536, 65_536]);
    expect(restedAt).toEqual([0]);
  });

  it('reads a stream of chunks where the pace can collect nothing', async () => {
    const pace: Pace = { nextMinBytes: () => 100, observe: () => undefined };
    expect(await decodeAll(['data: a\n\n', 'data: b\n\n'], { pace })).toEqual(['a', 'b']);
  });
});

describe('decodeSse: bounds', () => {
  const options = { maxFrameChars: 100 };

  it('accepts data of exactly the bound and refuses one more, wherever the bytes are cut', async () => {
    for (const step of [1, 3, 7, 50, 99, 1000]) {
      const exact = utf8(`data: ${'x'.repeat(100)}\n\n`);
      expect(await decodeAll(every(exact, step), options)).toEqual(['x'.repeat(100)]);
      const over = utf8(`data: ${'x'.repeat(101)}\n\n`);
      await expect(decodeAll(every(over, step), options), `step ${step}`).rejects.toThrow(SseTooLargeError);
    }
  });

  it('bounds an event of many lines by its joined data', async () => {
    const lines = `${'data: 123456789\n'.repeat(10)}\n`;
    expect(await decodeAll([lines], { maxFrameChars: 99 })).toHaveLength(1);
    await expect(decodeAll([lines], { maxFrameChars: 98 })).rejects.toThrow(SseTooLargeError);
  });

  it('bounds a frame that never ends, and cancels the body', async () => {
    const body = trackedBody(async function* () {
      yield utf8('data: ');
      for (;;) yield utf8('x'.repeat(10));
    });
    await expect(collect(decodeSse(body.stream, options))).rejects.toThrow(SseTooLargeError);
    expect(body.cancelled()).toBe(true);
  });

  it('bounds a comment that never ends', async () => {
    const body = trackedBody(async function* () {
      for (;;) yield utf8(`:${'x'.repeat(10)}`);
    });
    const frames = decodeSse(body.stream, { ...options, onComment() {} });
    await expect(collect(frames)).rejects.toThrow(SseTooLargeError);
  });

  it('yields the whole frames that came before the one that is too large', async () => {
    const frames = decodeSse(
      bodyOf([`data: a\n\ndata: b\n\ndata: ${'x'.repeat(101)}\n\ndata: c\n\n`]),
      options,
    );
    expect((await frames.next()).value).toBe('a');
    expect((await frames.next()).value).toBe('b');
    await expect(frames.next()).rejects.toThrow(SseTooLargeError);
    expect((await frames.next()).done).toBe(true);
  });

  it('never puts content into the error', async () => {
    await expect(decodeAll([`data: ${'secret'.repeat(50)}\n\n`], options)).rejects.toThrow(
      /^[^s]*an event-stream frame is longer than 100 characters$/i,
    );
  });

  it('takes ten megabytes of frames in one chunk', async () => {
    const frame = `data: ${'x'.repeat(1000)}\n\n`;
    const seen = await decodeAll([frame.repeat(10_000)]);
    expect(seen).toHaveLength(10_000);
  });
});

describe('decodeSse: backpressure and cancellation', () => {
  it('reads no further than its consumer asks', async () => {
    let produced = 0;
    const body = trackedBody(async function* () {
      for (;;) {
        produced++;
        yield utf8('data: a\n\n');
      }
    });
    const frames = decodeSse(body.stream);
    await frames.next();
    await frames.next();
    await settle();
    // One chunk may wait in the stream's own queue and one be on its way there.
    expect(produced).toBeLessThanOrEqual(4);
    await frames.return();
  });

  it('cancels the body when the consumer leaves its loop', async () => {
    const body = trackedBody(async function* () {
      for (;;) yield utf8('data: a\n\n');
    });
    for await (const _data of decodeSse(body.stream)) break;
    expect(body.cancelled()).toBe(true);
  });

  it('cancels the body when return() comes while next() is waiting for bytes', async () => {
    const body = silentBody();
    const frames = decodeSse(body.stream);
    const waiting = frames.next();
    await settle();
    await frames.return();
    expect(body.cancelled()).toBe(true);
    expect((await waiting).done).toBe(true);
  });

  it('cancels the body when return() comes before the first next()', async () => {
    const body = silentBody();
    await decodeSse(body.stream).return();
    expect(body.cancelled()).toBe(true);
  });

  it('cancels the body when throw() comes, and rejects with that error', async () => {
    const body = silentBody();
    await expect(decodeSse(body.stream).throw(new Error('enough'))).rejects.toThrow('enough');
    expect(body.cancelled()).toBe(true);
  });

  it('cancels the body at the end of an await using block', async () => {
    const body = silentBody();
    {
      await using frames = decodeSse(body.stream);
      void frames;
    }
    expect(body.cancelled()).toBe(true);
  });

  it('rejects a waiting next() with the reason of the signal, and cancels the body', async () => {
    const body = silentBody();
    const abort = new AbortController();
    const waiting = collect(decodeSse(body.stream, { signal: abort.signal }));
    await settle();
    abort.abort(new Error('deadline'));
    await expect(waiting).rejects.toThrow('deadline');
    expect(body.cancelled()).toBe(true);
  });

  it('rejects when the signal was aborted before the first next()', async () => {
    const body = silentBody();
    const frames = decodeSse(body.stream, { signal: AbortSignal.abort(new Error('too late')) });
    await expect(frames.next()).rejects.toThrow('too late');
    expect(body.cancelled()).toBe(true);
  });

  it.each([
    ['already decoded', ['data: a\n\ndata: b\n\n']],
    ['still in the body', ['data: a\n\n', 'data: b\n\n']],
  ])('yields nothing after an abort: frames %s', async (_where, chunks) => {
    const abort = new AbortController();
    const frames = decodeSse(bodyOf(chunks), { signal: abort.signal });
    expect((await frames.next()).value).toBe('a');
    abort.abort(new Error('stop'));
    await expect(frames.next()).rejects.toThrow('stop');
  });

  it('leaves no listener on a signal that outlives the stream', async () => {
    const abort = new AbortController();
    let listeners = 0;
    const { signal } = abort;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners++;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners--;
      remove(...args);
    };
    await decodeAll(['data: a\n\n'], { signal });
    expect(listeners).toBe(0);
  });

  it("rejects with the body's own error", async () => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(utf8('data: a\n\n'));
      },
      pull() {
        throw new Error('connection lost');
      },
    });
    const frames = decodeSse(body);
    expect((await frames.next()).value).toBe('a');
    await expect(frames.next()).rejects.toThrow('connection lost');
  });

  it('ends cleanly where the runtime rejects the pending read of a cancelled body', async () => {
    let rejectRead: (reason: unknown) => void = () => {};
    const reader = {
      read: () =>
        new Promise((_resolve, reject) => {
          rejectRead = reject;
        }),
      cancel: async (reason: unknown) => rejectRead(reason),
    };
    const frames = decodeSse({ getReader: () => reader } as unknown as ReadableStream<Uint8Array>);
    const waiting = frames.next();
    await frames.return();
    expect((await waiting).done).toBe(true);
  });

  it('does not wait for a body that is slow to be cancelled', async () => {
    const body = new ReadableStream<Uint8Array>({ cancel: () => new Promise<void>(() => {}) });
    expect((await decodeSse(body).return()).done).toBe(true);
  });
});

/** All line endings, comments, fields, multibyte text of two to four bytes, and a joined emoji. */
const EVERYTHING = [
  ': open\n\n',
  'data: {"t":"안녕, é 세상 👩🏽‍🚀"}\n\n',
  'data:no space\r\n\r\n',
  'event: x\rdata:  two spaces\rdata: second\r\r',
  'data\n\n',
  'id: 7\r\n\r\ndata: [DONE]\n\n',
].join('');
const EVERYTHING_DECODED = ['{"t":"안녕, é 세상 👩🏽‍🚀"}', 'no space', ' two spaces\nsecond', '', '[DONE]'];

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function bodyOf(chunks: readonly (string | Uint8Array)[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(typeof chunk === 'string' ? utf8(chunk) : chunk);
      controller.close();
    },
  });
}

/** A byte stream, as a network body is; each chunk arrives in a turn of its own. */
function byteBodyOf(chunks: readonly (string | Uint8Array)[]): ReadableStream<Uint8Array> {
  const left = chunks
    .map((chunk) => (typeof chunk === 'string' ? utf8(chunk) : chunk))
    .filter(({ length }) => length > 0);
  return new ReadableStream({
    type: 'bytes',
    async pull(controller) {
      await settle();
      const chunk = left.shift();
      if (chunk !== undefined) return controller.enqueue(chunk.slice() as Uint8Array<ArrayBuffer>);
      controller.close();
      controller.byobRequest?.respond(0);
    },
  }) as ReadableStream<Uint8Array>;
}

async function collectBatches(batches: AsyncIterable<string[]>): Promise<string[][]> {
  const seen: string[][] = [];
  for await (const batch of batches) seen.push(batch);
  return seen;
}

async function collect(frames: AsyncIterable<string>): Promise<string[]> {
  const seen: string[] = [];
  for await (const data of frames) seen.push(data);
  return seen;
}

function decodeAll(chunks: readonly (string | Uint8Array)[], options?: DecodeOptions): Promise<string[]> {
  return collect(decodeSse(bodyOf(chunks), options));
}

function trackedBody(produce: () => AsyncGenerator<Uint8Array>) {
  const chunks = produce();
  let isCancelled = false;
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
    cancel() {
      isCancelled = true;
    },
  });
  return { stream, cancelled: () => isCancelled };
}

/** A peer that sent its headers and then nothing. */
function silentBody() {
  let isCancelled = false;
  const stream = new ReadableStream<Uint8Array>({
    cancel() {
      isCancelled = true;
    },
  });
  return { stream, cancelled: () => isCancelled };
}

function every(bytes: Uint8Array, step: number): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; start += step) chunks.push(bytes.subarray(start, start + step));
  return chunks;
}

function cutAt(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const edges = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
  return edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge));
}

/** Lets everything that is already decided run to its end. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
