import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTextUpload, readUpload } from './upload.ts';
import { createUploadGate, FREE_UPLOAD_BYTES, type UploadGate } from './upload-gate.ts';

const LIMITS = { maxBytes: 100_000, deadlineMs: 60_000 };

/** `hang`: nothing more comes. */
function streamed(parts: readonly (Uint8Array | Error | 'hang')[], headers: Record<string, string> = {}) {
  const rest = [...parts];
  const seen = { pulls: 0, isCancelled: false };
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        seen.pulls += 1;
        const next = rest.shift();
        if (next === 'hang') return new Promise<void>(() => {});
        if (next instanceof Error) controller.error(next);
        else if (next === undefined) controller.close();
        else controller.enqueue(next);
      },
      cancel() {
        seen.isCancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  const request = new Request('http://x/', { method: 'POST', body, headers, duplex: 'half' } as RequestInit);
  return { request, seen };
}

const bytes = (length: number, value = 7) => new Uint8Array(length).fill(value);

/** Time that passes only when something waits for it. */
function instantClock() {
  let nowMs = 0;
  return {
    now: () => nowMs,
    setTimer(callback: () => void, ms: number) {
      const handle = setTimeout(() => {
        nowMs += ms;
        callback();
      }, 5);
      return () => clearTimeout(handle);
    },
  };
}

const countOpen = (gate: UploadGate, most: number) => {
  let free = 0;
  while (free < most && gate.open() !== null) free += 1;
  return most - free;
};

describe('the body of a request', () => {
  it('arrives whole, in whatever parts it comes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 30_000 }), { maxLength: 6 }), async (parts) => {
        const whole = parts.flatMap((part) => [...part]);
        const { request } = streamed(parts);
        const read = await readUpload(request, { ...LIMITS, maxBytes: 200_000 }, createUploadGate());
        expect(read.ok && Buffer.from(read.body).equals(Buffer.from(whole))).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  it.each([{}, { 'content-length': '8' }])(
    'is read as text, with U+FFFD for what is no UTF-8: %j',
    async (headers) => {
      const parts = [new TextEncoder().encode('{"가'), Uint8Array.of(0xff), new TextEncoder().encode('"}')];
      const read = await readTextUpload(streamed(parts, headers).request, LIMITS, createUploadGate());
      expect(read).toEqual({ ok: true, body: '{"가\ufffd"}' });
    },
  );

  it.each([{}, { 'content-length': '1000' }])(
    'read as text is given up within the deadline: %j',
    async (headers) => {
      const { request } = streamed([bytes(5), 'hang'], headers);
      const read = await readTextUpload(request, LIMITS, createUploadGate(), instantClock());
      expect(read).toEqual({ ok: false, refusal: 'too_slow' });
    },
  );

  it('holds no more room than it declares to need', async () => {
    const gate = createUploadGate({ maxSharedBytes: 40_000 - FREE_UPLOAD_BYTES });
    const parts = [bytes(20_000), bytes(20_000)];
    const { request } = streamed(parts, { 'content-length': '40000' });
    expect(await readUpload(request, LIMITS, gate)).toMatchObject({ ok: true });
  });

  it.each([{}, { 'content-length': '3' }])('may be exactly as long as is allowed: %j', async (headers) => {
    const limits = { ...LIMITS, maxBytes: 3 };
    const read = await readUpload(streamed([bytes(3)], headers).request, limits, createUploadGate());
    expect(read).toEqual({ ok: true, body: bytes(3) });
    const longer = await readUpload(
      streamed([bytes(3), bytes(1)], headers).request,
      limits,
      createUploadGate(),
    );
    expect(longer).toEqual({ ok: false, refusal: 'too_large' });
  });

  it('is not read when it says that it is too large', async () => {
    const { request, seen } = streamed([bytes(1)], { 'content-length': '100001' });
    expect(await readUpload(request, LIMITS, createUploadGate())).toEqual({
      ok: false,
      refusal: 'too_large',
    });
    expect(seen.pulls).toBe(0);
  });

  it.each([{}, { 'content-length': '1000' }, { 'content-length': '90000' }])(
    'that stops after 5 bytes is given up within the deadline: %j',
    async (headers) => {
      const { request } = streamed([bytes(5), 'hang'], headers);
      const read = await readUpload(request, LIMITS, createUploadGate(), instantClock());
      expect(read).toEqual({ ok: false, refusal: 'too_slow' });
    },
  );

  it('that trickles in is given up at the deadline, and the sender is told', async () => {
    const clock = instantClock();
    const trickle = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          await new Promise<void>((resolve) => void clock.setTimer(resolve, 900));
          controller.enqueue(bytes(1));
        },
      },
      { highWaterMark: 0 },
    );
    const request = new Request('http://x/', {
      method: 'POST',
      body: trickle,
      duplex: 'half',
    } as RequestInit);
    const limits = { ...LIMITS, deadlineMs: 3_000, idleMs: 1_000 };
    expect(await readUpload(request, limits, createUploadGate(), clock)).toEqual({
      ok: false,
      refusal: 'too_slow',
    });
  });

  it.each([{}, { 'content-length': '5' }])('that breaks off is said to be broken: %j', async (headers) => {
    const { request } = streamed([bytes(1), new Error('reset')], headers);
    expect(await readUpload(request, LIMITS, createUploadGate())).toEqual({ ok: false, refusal: 'broken' });
  });

  it('is refused when there is no room for it, and gives its own back however it ends', async () => {
    const gate = createUploadGate({ maxSharedBytes: 1_000, maxUploads: 2 });
    const large = await readUpload(streamed([bytes(FREE_UPLOAD_BYTES), bytes(60_000)]).request, LIMITS, gate);
    expect(large).toEqual({ ok: false, refusal: 'crowded' });
    const small = await readUpload(streamed([bytes(FREE_UPLOAD_BYTES)]).request, LIMITS, gate);
    expect(small.ok).toBe(true);
    for (const parts of [[bytes(1), new Error('reset')], [bytes(100_001)], [bytes(5), 'hang' as const]]) {
      await readUpload(streamed(parts).request, LIMITS, gate, instantClock());
    }
    expect(countOpen(gate, 2)).toBe(0);
    expect(await readUpload(streamed([bytes(1)]).request, LIMITS, gate)).toEqual({
      ok: false,
      refusal: 'crowded',
    });
  });
});
