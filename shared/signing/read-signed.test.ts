import { describe, expect, it } from 'vitest';
import { createUploadGate } from '../http/upload-gate.ts';
import { readSigned } from './read-signed.ts';
import { createRequestSigner } from './sign.ts';
import { createRequestVerifier } from './verify.ts';

const SECRET = 'current-secret-current-secret-current';
const ADDRESS = 'https://voice.libra.internal/v1/talk/tokens';
const BODY = '{"libra":{}}';
const LIMITS = { maxBytes: 100 };

const signer = createRequestSigner({ secret: SECRET, name: 'bot' });
const verifier = createRequestVerifier({ secrets: [SECRET], accept: 'bot' });

/** What was signed, with another body in its place. */
async function signedWith(body: BodyInit): Promise<Request> {
  const { headers } = await signer.sign(ADDRESS, { body: BODY });
  return new Request(ADDRESS, { method: 'POST', headers, body, duplex: 'half' } as RequestInit);
}

/** Half of it, and then what `next` does. */
function halfBody(next: (controller: ReadableStreamDefaultController) => void): ReadableStream {
  const start = (controller: ReadableStreamDefaultController) => {
    controller.enqueue(new TextEncoder().encode(BODY.slice(0, 5)));
    next(controller);
  };
  return new ReadableStream({ start });
}

/** A deadline that is over at once. */
const clock = {
  now: Date.now,
  setTimer(callback: () => void) {
    const timer = setTimeout(callback, 5);
    return () => clearTimeout(timer);
  },
};

describe('a signed request', () => {
  it('is read with its nonce', async () => {
    const read = await readSigned(await signer.sign(ADDRESS, { body: BODY }), LIMITS, {
      verifier,
      uploads: createUploadGate(),
    });
    expect(read).toMatchObject({ ok: true, signer: 'bot', nonce: expect.stringMatching(/./) });
    expect(read.ok && new TextDecoder().decode(read.body)).toBe(BODY);
  });

  it.each([
    ['that stops is a 408', () => halfBody(() => {}), 'body_timeout', 'body_too_slow'],
    [
      'whose sender goes away is not said to be too large',
      () => halfBody((controller) => controller.error(new Error('reset'))),
      'invalid_request',
      'body_broken',
    ],
    ['that is too large is told so', () => 'x'.repeat(101), 'body_too_large', 'body_too_large'],
    ['that was not signed is refused', () => '{"libra":[]}', 'unauthorized', 'digest_mismatch'],
  ])('with a body %s', async (_, body, code, reason) => {
    const uploads = createUploadGate({ maxUploads: 1 });
    const read = await readSigned(await signedWith(body()), LIMITS, { verifier, uploads, clock });
    expect(read).toEqual({ ok: false, code, reason });
    expect(uploads.open()).not.toBeNull();
  });

  it('with a head of another is refused before its body is looked at', async () => {
    const request = new Request(ADDRESS, { method: 'POST', body: BODY });
    const read = await readSigned(request, LIMITS, { verifier, uploads: createUploadGate() });
    expect(read).toEqual({ ok: false, code: 'unauthorized', reason: 'signature_missing' });
    expect(request.bodyUsed).toBe(false);
  });
});
