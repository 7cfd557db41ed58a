import { describe, expect, it, vi } from 'vitest';
import { createUploadGate } from '../../../shared/http/upload-gate.ts';
import { createRequestSigner } from '../../../shared/signing/sign.ts';
import { createRequestVerifier } from '../../../shared/signing/verify.ts';
import { authenticateLate } from './late-body.ts';

const SECRET = 'a secret that is long enough to be one';
const URL = 'https://bff.libra.internal/v1/audio/speech';
const ABOUT = { characters: 200 };
const bytes = (text: string) => new TextEncoder().encode(text);

const deps = (maxUploads = 10) => ({
  verifier: createRequestVerifier({ secrets: [SECRET], accept: ['bot', 'voice'] }),
  uploads: createUploadGate({ maxUploads }),
  isWithinPublicLimit: async () => true,
});

async function open(secret = SECRET) {
  const late = await createRequestSigner({ secret, name: 'voice' }).open(URL, { about: ABOUT });
  return { request: late.request, tell: (text: string) => late.tell(bytes(text)) };
}

/** The same request, whose body somebody has got hold of. */
async function withBody(request: Request, change: (body: Uint8Array) => Uint8Array): Promise<Request> {
  const body = change(new Uint8Array(await new Response(request.body).arrayBuffer()));
  return new Request(URL, { method: 'POST', headers: request.headers, body });
}

describe('a request whose rest comes later', () => {
  it('says who calls and what it is about before the rest has come', async () => {
    const { request, tell } = await open();
    const read = await authenticateLate(request, deps());
    if (!read.ok) throw new Error(read.reason);
    expect(read).toMatchObject({ identity: { kind: 'bot', signer: 'voice' }, late: { about: ABOUT } });
    const rest = read.late.rest();
    await tell('그래요.');
    expect(new TextDecoder().decode((await rest) ?? undefined)).toBe('그래요.');
  });

  it('is nobody’s without the secret', async () => {
    const { request } = await open('another secret that is long enough too');
    expect(await authenticateLate(request, deps())).toMatchObject({ ok: false, reason: 'key_unknown' });
  });

  it.each<[string, (body: Uint8Array) => Uint8Array]>([
    [
      'its last byte is another',
      (body) => body.map((byte, at) => (at === body.length - 1 ? byte ^ 1 : byte)),
    ],
    ['another word stands in it', (body) => body.map((byte, at) => (at === 20 ? byte ^ 1 : byte))],
    ['its seal is missing', (body) => body.subarray(0, -32)],
    ['it is cut off', (body) => body.subarray(0, -1)],
  ])('is not believed when %s', async (_what, change) => {
    const { request, tell } = await open();
    void tell('Yes.');
    const read = await authenticateLate(await withBody(request, change), deps());
    if (!read.ok) throw new Error(read.reason);
    expect(await read.late.rest()).toBeNull();
  });

  it('is refused where it is about something else than was signed', async () => {
    const { request, tell } = await open();
    void tell('Yes.');
    const other = await withBody(request, (body) => body.map((byte, at) => (at === 15 ? 57 : byte)));
    expect(await authenticateLate(other, deps())).toMatchObject({ ok: false, reason: 'digest_mismatch' });
  });

  it.each([
    ['too much', 'x'.repeat(20_000)],
    ['a line that does not end', null],
  ])('is not read beyond its bound: %s', async (_what, text) => {
    const { request, tell } = await open();
    if (text === null) {
      void tell('');
      const endless = await withBody(request, () => bytes('x'.repeat(50_000)));
      expect(await authenticateLate(endless, deps())).toMatchObject({ ok: false });
      return;
    }
    const read = await authenticateLate(request, deps());
    if (!read.ok) throw new Error(read.reason);
    void tell(text);
    expect(await read.late.rest()).toBeNull();
  });

  it('may be as long as the longest text that is spoken', async () => {
    const { request, tell } = await open();
    const read = await authenticateLate(request, deps());
    if (!read.ok) throw new Error(read.reason);
    const rest = read.late.rest();
    await tell('x'.repeat(16_384));
    expect((await rest)?.byteLength).toBe(16_384);
  });

  it('is not read at all beyond the limit of its address', async () => {
    const { request } = await open();
    const limited = { ...deps(), isWithinPublicLimit: async () => false };
    expect(await authenticateLate(request, limited)).toMatchObject({ ok: false });
    expect(request.bodyUsed).toBe(false);
  });

  it.each<[string, (body: Uint8Array) => Uint8Array]>([
    ['says nothing of what it is about', () => bytes('no end')],
    ['is about something else than was signed', (body) => body.map((byte, at) => (at === 15 ? 57 : byte))],
  ])('leaves its place to others, and is cancelled, when it %s', async (_what, change) => {
    const own = deps(1);
    const { request, tell } = await open();
    void tell('Yes.');
    const other = await withBody(request, change);
    expect(await authenticateLate(other, own)).toMatchObject({ ok: false });
    expect(await authenticateLate((await open()).request, own)).toMatchObject({ ok: true });
  });

  it('is read no further than a line may be long, however it is sent, and its sender is told', async () => {
    let sent = 0;
    let isCancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        controller.enqueue(bytes('x'.repeat(1_024)));
        if (sent === 100) controller.close();
      },
      cancel() {
        isCancelled = true;
      },
    });
    const { request } = await open();
    const init = { method: 'POST', headers: request.headers, body: endless, duplex: 'half' };
    expect(await authenticateLate(new Request(URL, init as RequestInit), deps())).toMatchObject({
      ok: false,
    });
    expect(sent).toBeLessThan(10);
    expect(isCancelled).toBe(true);
  });

  it('has five seconds to say what it is about', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const own = deps(1);
      const { request } = await open();
      const silent = new ReadableStream<Uint8Array>();
      const init = { method: 'POST', headers: request.headers, body: silent, duplex: 'half' };
      const reading = authenticateLate(new Request(URL, init as RequestInit), own);
      while (vi.getTimerCount() === 0) await new Promise((resolve) => setImmediate(resolve));
      await vi.advanceTimersByTimeAsync(5_000);
      expect(await reading).toMatchObject({ ok: false });
      expect(await authenticateLate((await open()).request, own)).toMatchObject({ ok: true });
    } finally {
      vi.useRealTimers();
    }
  });

  it('is not waited for for ever, and leaves its place to others', async () => {
    vi.useFakeTimers();
    try {
      const own = deps(1);
      const read = await authenticateLate((await open()).request, own);
      if (!read.ok) throw new Error(read.reason);
      const rest = read.late.rest();
      expect(await authenticateLate((await open()).request, own)).toMatchObject({ code: 'overloaded' });
      await vi.advanceTimersByTimeAsync(60_000);
      expect(await rest).toBeNull();
      expect(await authenticateLate((await open()).request, own)).toMatchObject({ ok: true });
    } finally {
      vi.useRealTimers();
    }
  });
});
