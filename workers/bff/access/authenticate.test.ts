import { describe, expect, it } from 'vitest';
import { createUploadGate } from '../../../shared/http/upload-gate.ts';
import { createRequestSigner } from '../../../shared/signing/sign.ts';
import { createRequestVerifier } from '../../../shared/signing/verify.ts';
import { createApiKey } from './api-key.ts';
import { type AuthenticationDeps, authenticate } from './authenticate.ts';

const SECRET = 'a secret that is long enough to be one';
const URL = 'https://bff.example/v1/chat/completions';
const NOW = Date.UTC(2026, 10, 23);
const verifier = createRequestVerifier({ secrets: [SECRET], accept: 'bot' });

/** A request of which nothing may be read; `lookups` counts what the database is asked. */
async function authenticateUnread(headers: HeadersInit, deps: Partial<AuthenticationDeps> = {}) {
  let pulls = 0;
  let lookups = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull() {
        pulls += 1;
        return new Promise<void>(() => {});
      },
    },
    { highWaterMark: 0 },
  );
  const request = new Request(URL, { method: 'POST', headers, body, duplex: 'half' } as RequestInit);
  const result = await authenticate(request, {
    verifier,
    findApiKey: async () => {
      lookups += 1;
      return { kind: 'unknown' };
    },
    isWithinPublicLimit: async () => true,
    now: () => NOW,
    maxBodyBytes: 1_000,
    uploads: createUploadGate(),
    ...deps,
  });
  expect(pulls).toBe(0);
  return { result, lookups };
}

async function signedHeaders(change: Record<string, string | null> = {}): Promise<Headers> {
  const signed = await createRequestSigner({ secret: SECRET, name: 'bot' }).sign(URL, { body: '{}' });
  const headers = new Headers(signed.headers);
  for (const [name, value] of Object.entries(change)) {
    if (value === null) headers.delete(name);
    else headers.set(name, value);
  }
  return headers;
}

describe('a request that cannot be authentic is refused before a byte of its body is read', () => {
  it.each<[string, Record<string, string>, string]>([
    ['nothing', {}, 'credentials_missing'],
    ['a `signature-input` of one letter', { 'signature-input': 'x' }, 'signature_missing'],
    ['two headers of one letter', { 'signature-input': 'x', signature: 'x' }, 'signature_malformed'],
    ['a password', { authorization: 'Basic eDp4' }, 'credentials_missing'],
    ['a key of another form', { authorization: 'Bearer lb-short' }, 'api_key_malformed'],
    [
      'an invented key, by its checksum',
      { authorization: `Bearer lb-${'x'.repeat(49)}` },
      'api_key_malformed',
    ],
  ])('%s', async (_, headers, reason) => {
    const { result, lookups } = await authenticateUnread(headers);
    expect(result).toMatchObject({ ok: false, code: 'unauthorized', reason });
    expect(lookups).toBe(0);
  });

  it.each<[string, Record<string, string | null>, string]>([
    ['a digest that was not signed', { 'content-digest': 'sha-256=:AAAA:' }, 'signature_mismatch'],
    ['another content type', { 'content-type': 'text/plain' }, 'signature_mismatch'],
    ['no content type', { 'content-type': null }, 'signature_malformed'],
    ['no digest', { 'content-digest': null }, 'signature_malformed'],
    ['no signature', { signature: null }, 'signature_missing'],
  ])('a signature with %s', async (_, change, reason) => {
    const { result } = await authenticateUnread(await signedHeaders(change));
    expect(result).toMatchObject({ ok: false, code: 'unauthorized', reason });
  });

  it('a signature of somebody who does not know the secret', async () => {
    const stranger = createRequestSigner({ secret: 'x'.repeat(40), name: 'bot' });
    const { headers } = await stranger.sign(URL, { body: '{}' });
    expect((await authenticateUnread(headers)).result).toMatchObject({ reason: 'key_unknown' });
  });

  it('a key with a body that says that it is too large, without asking the database', async () => {
    const headers = { authorization: `Bearer ${createApiKey()}`, 'content-length': '1001' };
    const { result, lookups } = await authenticateUnread(headers);
    expect(result).toMatchObject({ ok: false, code: 'body_too_large' });
    expect(lookups).toBe(0);
  });

  it('a key that nobody knows', async () => {
    const { result } = await authenticateUnread({ authorization: `Bearer ${createApiKey()}` });
    expect(result).toMatchObject({ ok: false, code: 'unauthorized', reason: 'api_key_unknown' });
  });

  it('a key, or a secret of it, that has ended, also when the directory still remembers it', async () => {
    const key = (endsAtMs: number) => ({ id: 1, callsPerMin: 1, settings: {}, endsAtMs });
    const { result } = await authenticateUnread(
      { authorization: `Bearer ${createApiKey()}` },
      { findApiKey: async () => ({ kind: 'found', key: key(NOW) }) },
    );
    expect(result).toMatchObject({ ok: false, code: 'key_expired', reason: 'api_key_expired' });
  });

  it('one more guess of an address that has guessed often', async () => {
    const { result } = await authenticateUnread(
      { authorization: `Bearer lb-${'x'.repeat(43)}` },
      { findApiKey: async (_, form) => (form === 'unchecked' ? null : { kind: 'unknown' }) },
    );
    expect(result).toMatchObject({ ok: false, code: 'rate_limited', reason: 'key_lookup_limit' });
  });

  it('an address that asks too often', async () => {
    const { result } = await authenticateUnread(await signedHeaders(), {
      isWithinPublicLimit: async () => false,
    });
    expect(result).toMatchObject({ ok: false, code: 'rate_limited' });
  });
});
