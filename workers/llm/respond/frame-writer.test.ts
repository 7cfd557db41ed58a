import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { decodeSse } from '../../../shared/sse/decode.ts';
import { encodeData } from '../../../shared/sse/encode.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import { createFrameWriter } from './frame-writer.ts';

describe('a frame writer', () => {
  it('writes each frame as it is, then ends, adding no [DONE] of its own', async () => {
    const { writer, text } = open();
    const reading = text();
    await writer.write(encodeData('{"a":1}'));
    await writer.write(encodeData('{"b":2}'));
    await writer.close();
    expect(await reading).toBe('data: {"a":1}\n\ndata: {"b":2}\n\n');
  });

  it('writes one heartbeat for each silent interval, and loses no frame over it', async () => {
    const { writer, hand, read } = open();
    for (let beat = 0; beat < 3; beat += 1) {
      hand.advance(60_000);
      expect(await read()).toBe(': heartbeat\n\n');
      await settle();
    }
    void writer.write(encodeData('late'));
    expect(await read()).toBe('data: late\n\n');
    void writer.close();
    expect(await read()).toBe('');
    expect(hand.timers()).toBe(0);
  });

  it('starts the silence anew with every frame, on one and the same timer', async () => {
    const { writer, hand, read } = open({ heartbeatMs: 15_000 });
    hand.advance(10_000);
    void writer.write(encodeData('a'));
    expect(await read()).toBe('data: a\n\n');
    await settle();
    hand.advance(5_000);
    expect(hand.delays()).toEqual([15_000, 10_000]);
    hand.advance(10_000);
    expect(await read()).toBe(': heartbeat\n\n');
  });

  it('writes no heartbeat while the reader takes nothing', async () => {
    const { writer, hand, read } = open();
    void writer.write(encodeData('a'));
    await settle();
    hand.advance(60_000);
    hand.advance(60_000);
    expect(await read()).toBe('data: a\n\n');
    await settle();
    void writer.write(encodeData('b'));
    expect(await read()).toBe('data: b\n\n');
  });

  it('never lets a heartbeat into a frame, whenever timers fire', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constant(undefined)), { maxLength: 12 }),
        async (steps) => {
          const { writer, hand, readable } = open();
          const reading = collect(decodeSse(readable));
          const sent: string[] = [];
          for (const step of steps) {
            if (step === undefined) hand.advance(60_000);
            else {
              const data = step.replace(/[\r\n]/g, ' ').toWellFormed();
              sent.push(data);
              void writer.write(encodeData(data));
            }
            await settle();
          }
          await writer.close();
          expect(await reading).toEqual(sent);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('takes no further frame until the reader has room', async () => {
    const { writer, read } = open();
    let taken = 0;
    void (async () => {
      for (;;) {
        await writer.write(encodeData('x'.repeat(16_384)));
        taken += 1;
      }
    })();
    await settle();
    expect(taken).toBe(0);
    for (let index = 0; index < 5; index += 1) await read();
    await settle();
    expect(taken).toBeLessThanOrEqual(5);
  });

  it('rejects a write when the reader has gone, and says so at the next heartbeat', async () => {
    const { writer, hand, reader, onGone } = open();
    await reader.cancel('gone');
    await expect(writer.write(encodeData('a'))).rejects.toBe('gone');
    const silent = open();
    await silent.reader.cancel('gone');
    silent.hand.advance(60_000);
    await settle();
    expect(silent.onGone).toHaveBeenCalledOnce();
    expect(onGone).not.toHaveBeenCalled();
    await writer.close();
    expect(hand.timers()).toBe(0);
  });

  it('rejects a write that nobody has read when it is aborted', async () => {
    const { writer, hand } = open();
    const written = writer.write(encodeData('a'));
    writer.abort('over');
    await expect(written).rejects.toBe('over');
    expect(hand.timers()).toBe(0);
  });
});

function open({ heartbeatMs = 60_000 } = {}) {
  const hand = createHand();
  const onGone = vi.fn();
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = createFrameWriter(writable, { clock: hand.clock, heartbeatMs, onGone });
  let locked: ReadableStreamDefaultReader<Uint8Array> | undefined;
  const reader = () => {
    locked ??= readable.getReader();
    return locked;
  };
  const decoder = new TextDecoder();
  const read = async () => decoder.decode((await reader().read()).value);
  return {
    writer,
    hand,
    onGone,
    readable,
    read,
    get reader() {
      return reader();
    },
    async text() {
      let all = '';
      for (let next = await read(); next !== ''; next = await read()) all += next;
      return all;
    },
  };
}

/** A clock whose hand the test moves; what is due then fires once. */
function createHand() {
  const running = new Set<{ atMs: number; callback: () => void }>();
  const delays: number[] = [];
  let nowMs = 0;
  const clock: Clock = {
    now: () => nowMs,
    setTimer(callback, ms) {
      const timer = { atMs: nowMs + ms, callback };
      delays.push(ms);
      running.add(timer);
      return () => running.delete(timer);
    },
  };
  return {
    clock,
    advance(ms: number) {
      nowMs += ms;
      for (const timer of [...running].filter(({ atMs }) => atMs <= nowMs)) {
        running.delete(timer);
        timer.callback();
      }
    },
    timers: () => running.size,
    delays: () => delays,
  };
}

async function collect(frames: AsyncIterable<string>): Promise<string[]> {
  const seen: string[] = [];
  for await (const data of frames) seen.push(data);
  return seen;
}

function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
