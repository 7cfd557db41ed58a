import fc from 'fast-check';
import { createSignature } from 'http-message-sig';
import { describe, expect, it } from 'vitest';
import { createContentDigest } from './digest.ts';
import { loadSecretKey } from './key.ts';
import { COVERED_COMPONENTS, MAX_DRIFT_SEC } from './profile.ts';
import { createRequestSigner } from './sign.ts';
import { createRequestVerifier } from './verify.ts';

const SECRET = 'current-secret-current-secret-current';
const PREVIOUS = 'previous-secret-previous-secret-prev';
const URL = 'https://llm.libra.internal/v1/chat/completions?trial=1';
const BODY = '{"messages":[{"role":"user","content":"안녕 🐈"}]}';
const NOW = 1_800_000_000_000;
const CREATED = NOW / 1000;

const bytes = (text: string) => new TextEncoder().encode(text);
const signer = createRequestSigner({ secret: SECRET, name: 'bff', now: () => NOW });
const verifierAt = (now: number) =>
  createRequestVerifier({ secrets: [SECRET], accept: 'bff', now: () => now });
const verifier = verifierAt(NOW);

/** The signed request with one thing changed after signing. */
async function tampered(change: {
  url?: string;
  method?: string;
  headers?: Record<string, string | null>;
}): Promise<Request> {
  const signed = await signer.sign(URL, { body: BODY });
  const headers = new Headers(signed.headers);
  for (const [name, value] of Object.entries(change.headers ?? {})) {
    if (value === null) headers.delete(name);
    else headers.set(name, value);
  }
  return new Request(change.url ?? URL, { method: change.method ?? 'POST', headers, body: BODY });
}

/** The signed request with its `signature-input` rewritten, as a forger without the secret would. */
async function withInput(rewrite: (input: string) => string): Promise<Request> {
  const signed = await signer.sign(URL, { body: BODY });
  const input = signed.headers.get('signature-input') ?? '';
  expect(rewrite(input)).not.toBe(input);
  signed.headers.set('signature-input', rewrite(input));
  return signed;
}

/** A request that somebody who knows the secret signed in a form of his own. */
async function signedAs(
  parameters: Record<string, string | number | undefined>,
  components: readonly string[] = COVERED_COMPONENTS,
): Promise<Request> {
  const key = await loadSecretKey(SECRET);
  const headers = {
    'content-type': 'application/json',
    'content-digest': await createContentDigest(bytes(BODY)),
  };
  const request = new Request(URL, { method: 'POST', headers, body: BODY });
  const fields = await createSignature(request, {
    label: 'libra',
    components,
    parameters: {
      created: CREATED,
      expires: CREATED + MAX_DRIFT_SEC,
      nonce: 'AAAAAAAAAAAAAAAAAAAAAA',
      keyid: `bff.${key.fingerprint}`,
      alg: 'hmac-sha256',
      tag: 'libra',
      ...parameters,
    },
    signer: key,
  });
  request.headers.set('signature-input', fields.signatureInput);
  request.headers.set('signature', fields.signature);
  return request;
}

async function reasonOf(request: Request, body = BODY, now = NOW): Promise<string> {
  const verdict = await verifierAt(now).verify(request, bytes(body));
  return verdict.ok ? 'accepted' : verdict.reason;
}

describe('a signed request', () => {
  it('is accepted with its signer, key id, nonce and last moment', async () => {
    const { fingerprint } = await loadSecretKey(SECRET);
    const verdict = await verifier.verify(await signer.sign(URL, { body: BODY }), bytes(BODY));
    expect(verdict).toEqual({
      ok: true,
      signer: 'bff',
      keyId: `bff.${fingerprint}`,
      nonce: expect.stringMatching(/^[\w-]{22}$/),
      expiresAtMs: NOW + 300_000,
    });
  });

  it('carries the covered components and parameters of the profile and nothing else', async () => {
    const { fingerprint } = await loadSecretKey(SECRET);
    const { headers } = await signer.sign(URL, { body: BODY });
    expect(headers.get('signature-input')?.replace(/nonce="[\w-]{22}"/, 'nonce=""')).toBe(
      'libra=("@method" "@authority" "@path" "@query" "content-type" "content-digest")' +
        `;created=${CREATED};expires=${CREATED + 300};nonce="";keyid="bff.${fingerprint}";alg="hmac-sha256";tag="libra"`,
    );
  });

  it('never repeats a nonce', async () => {
    const requests = await Promise.all(Array.from({ length: 50 }, () => signer.sign(URL, { body: BODY })));
    const inputs = requests.map(
      (request) => /nonce="([^"]+)"/.exec(request.headers.get('signature-input') ?? '')?.[1],
    );
    expect(new Set(inputs).size).toBe(50);
  });

  it('keeps the headers, the body and the abort signal that it was given', async () => {
    const abort = new AbortController();
    const request = await signer.sign(URL, {
      body: BODY,
      headers: { 'idempotency-key': '42' },
      signal: abort.signal,
    });
    expect(request.headers.get('idempotency-key')).toBe('42');
    expect(await request.clone().text()).toBe(BODY);
    abort.abort();
    expect(request.signal.aborted).toBe(true);
  });

  it('may be a GET over an empty body', async () => {
    const request = await signer.sign(URL, { method: 'GET', body: '' });
    expect(await reasonOf(request, '')).toBe('accepted');
    await expect(signer.sign(URL, { method: 'GET', body: 'x' })).rejects.toThrow(TypeError);
  });

  it.each([
    ['https://llm.libra.internal', ''],
    ['https://llm.libra.internal/?', ''],
    ['https://LLM.libra.internal:443/a%20b/../c', 'x'],
    ['https://llm.libra.internal/v1?a=1&a=2', '\u0000\ud7ff'],
  ])('survives the normalisation of its URL: %s', async (url, body) => {
    expect(await reasonOf(await signer.sign(url, { body }), body)).toBe('accepted');
  });
});

describe('tampering with a covered component', () => {
  it.each([
    ['@method', { method: 'PUT' }],
    ['@authority', { url: URL.replace('llm.', 'bff.') }],
    ['@path', { url: URL.replace('/completions', '/completion') }],
    ['@query', { url: URL.replace('trial=1', 'trial=2') }],
    ['@query (dropped)', { url: URL.replace('?trial=1', '') }],
    ['content-type', { headers: { 'content-type': 'text/plain' } }],
    ['content-digest', { headers: { 'content-digest': 'sha-256=:AAAA:' } }],
  ])('%s is a mismatch', async (_name, change) => {
    expect(await reasonOf(await tampered(change))).toBe('signature_mismatch');
  });

  it('a covered header that is gone is malformed', async () => {
    expect(await reasonOf(await tampered({ headers: { 'content-digest': null } }))).toBe(
      'signature_malformed',
    );
  });

  it('the body is a digest mismatch, to the last byte', async () => {
    const request = await signer.sign(URL, { body: BODY });
    expect(await reasonOf(request, `${BODY} `)).toBe('digest_mismatch');
    expect(await reasonOf(request, BODY.slice(0, -1))).toBe('digest_mismatch');
    expect(await reasonOf(request, '')).toBe('digest_mismatch');
  });

  it('an exchanged body and digest is a mismatch', async () => {
    const other = '{"messages":[]}';
    const digest = await createContentDigest(bytes(other));
    const request = await tampered({ headers: { 'content-digest': digest } });
    expect(await reasonOf(request, other)).toBe('signature_mismatch');
  });

  it('an uncovered header may change on the way', async () => {
    expect(await reasonOf(await tampered({ headers: { 'cf-ray': 'abc' } }))).toBe('accepted');
  });
});

describe('tampering with a parameter', () => {
  it.each([
    ['created', (input: string) => input.replace(/created=\d+/, `created=${CREATED - 1}`)],
    ['expires', (input: string) => input.replace(/expires=\d+/, `expires=${CREATED + 301}`)],
    ['nonce', (input: string) => input.replace(/nonce="[^"]+"/, 'nonce="BBBBBBBBBBBBBBBBBBBBBB"')],
  ])('%s is a mismatch', async (_name, rewrite) => {
    expect(await reasonOf(await withInput(rewrite))).toBe('signature_mismatch');
  });

  it('keyid: of a signer who may not call here, of nobody, of a secret that is not live', async () => {
    const keyId = (value: string) => (input: string) => input.replace(/keyid="[^"]+"/, `keyid="${value}"`);
    expect(await reasonOf(await withInput((input) => input.replace('"bff.', '"bot.')))).toBe(
      'signer_refused',
    );
    expect(await reasonOf(await withInput(keyId('eve.00000000')))).toBe('signer_refused');
    expect(await reasonOf(await withInput(keyId('bff.ZZZZZZZZ')))).toBe('signer_refused');
    expect(await reasonOf(await withInput(keyId('bff.00000000')))).toBe('key_unknown');
  });

  it('alg: another one, none', async () => {
    expect(await reasonOf(await withInput((input) => input.replace('hmac-sha256', 'ed25519')))).toBe(
      'algorithm_refused',
    );
    expect(await reasonOf(await withInput((input) => input.replace(';alg="hmac-sha256"', '')))).toBe(
      'parameters_differ',
    );
  });

  it('tag: of another application', async () => {
    expect(await reasonOf(await withInput((input) => input.replace('tag="libra"', 'tag="other"')))).toBe(
      'tag_differs',
    );
  });

  it('the order of the parameters is a mismatch', async () => {
    const request = await withInput((input) => input.replace(/(;created=\d+)(;expires=\d+)/, '$2$1'));
    expect(await reasonOf(request)).toBe('signature_mismatch');
  });

  it('the label is malformed', async () => {
    expect(await reasonOf(await withInput((input) => input.replace('libra=', 'sig1=')))).toBe(
      'signature_malformed',
    );
  });
});

describe('a signature of another form, made with the secret', () => {
  it.each(['created', 'expires', 'nonce', 'keyid', 'alg', 'tag'])('without %s is refused', async (name) => {
    expect(await reasonOf(await signedAs({ [name]: undefined }))).toBe('parameters_differ');
  });

  it('with a parameter more is refused', async () => {
    expect(await reasonOf(await signedAs({ extra: 1 }))).toBe('parameters_differ');
  });

  it.each(COVERED_COMPONENTS)('that does not cover %s is refused', async (name) => {
    const rest = COVERED_COMPONENTS.filter((component) => component !== name);
    expect(await reasonOf(await signedAs({}, rest))).toBe('components_differ');
  });

  it('that covers more, or in another order, is refused', async () => {
    expect(await reasonOf(await signedAs({}, [...COVERED_COMPONENTS, '@scheme']))).toBe('components_differ');
    expect(await reasonOf(await signedAs({}, COVERED_COMPONENTS.toReversed()))).toBe('components_differ');
  });

  it('with a guessable nonce is refused', async () => {
    expect(await reasonOf(await signedAs({ nonce: '1' }))).toBe('parameters_differ');
  });

  it('that expires before it is made is refused', async () => {
    expect(await reasonOf(await signedAs({ expires: CREATED }))).toBe('parameters_differ');
  });
});

describe('time', () => {
  it('lets clocks differ by five minutes in either direction, and no more', async () => {
    const request = await signer.sign(URL, { body: BODY });
    expect(await reasonOf(request, BODY, NOW + 300_000)).toBe('accepted');
    expect(await reasonOf(request, BODY, NOW + 300_001)).toBe('created_too_old');
    expect(await reasonOf(request, BODY, NOW - 300_000)).toBe('accepted');
    expect(await reasonOf(request, BODY, NOW - 300_001)).toBe('created_in_future');
  });

  it('refuses after `expires`, however young the signature is', async () => {
    const request = await signedAs({ expires: CREATED + 10 });
    expect(await reasonOf(request, BODY, NOW + 10_000)).toBe('accepted');
    expect(await reasonOf(request, BODY, NOW + 10_001)).toBe('signature_expired');
  });

  it('does not let a late `expires` outlive the drift, nor its nonce be forgotten too soon', async () => {
    const request = await signedAs({ expires: CREATED + 86_400 });
    expect(await reasonOf(request, BODY, NOW + 300_001)).toBe('created_too_old');
    const verdict = await verifier.verify(request, bytes(BODY));
    expect(verdict).toMatchObject({ expiresAtMs: NOW + 300_000 });
  });
});

describe('rotation', () => {
  const rotating = createRequestVerifier({ secrets: [SECRET, PREVIOUS], accept: 'bff', now: () => NOW });
  const sign = (secret: string) =>
    createRequestSigner({ secret, name: 'bff', now: () => NOW }).sign(URL, { body: BODY });

  it('accepts the current and the previous secret while both live', async () => {
    expect(await rotating.verify(await sign(SECRET), bytes(BODY))).toMatchObject({ ok: true });
    expect(await rotating.verify(await sign(PREVIOUS), bytes(BODY))).toMatchObject({ ok: true });
  });

  it('refuses the previous one once it is retired, and any other', async () => {
    expect(await reasonOf(await sign(PREVIOUS))).toBe('key_unknown');
    const other = await sign('another-secret-another-secret-another');
    expect(await rotating.verify(other, bytes(BODY))).toEqual({ ok: false, reason: 'key_unknown' });
  });

  it('refuses a key id of a live secret over the HMAC of another', async () => {
    const { fingerprint } = await loadSecretKey(SECRET);
    const request = await sign('another-secret-another-secret-another');
    const input = request.headers.get('signature-input') ?? '';
    request.headers.set('signature-input', input.replace(/keyid="[^"]+"/, `keyid="bff.${fingerprint}"`));
    expect(await reasonOf(request)).toBe('signature_mismatch');
  });

  it('does not start with a secret of fewer than 32 characters', () => {
    const weak = 'x'.repeat(31);
    expect(() => createRequestSigner({ secret: weak, name: 'bot' })).toThrow(/at least 32/);
    expect(() => createRequestVerifier({ secrets: [SECRET, weak], accept: 'bot' })).toThrow(/at least 32/);
    expect(() => createRequestSigner({ secret: weak, name: 'bot' })).not.toThrow(weak);
  });
});

describe('malformed headers', () => {
  it.each([
    ['signature', 'signature_missing'],
    ['signature-input', 'signature_missing'],
  ])('without %s: %s', async (name, reason) => {
    expect(await reasonOf(await tampered({ headers: { [name]: null } }))).toBe(reason);
  });

  it.each([
    ['signature', ''],
    ['signature', 'libra=:not base64:'],
    ['signature', 'libra=:AAAA:, libra=:AAAA:'],
    ['signature', `libra=:${'A'.repeat(100_000)}:`],
    ['signature-input', 'libra=('],
    ['signature-input', 'libra=1'],
    ['signature-input', `libra=(${'"a" '.repeat(50_000)})`],
    ['signature-input', '\u00ff'],
  ])('%s: %j is refused', async (name, value) => {
    expect(await reasonOf(await tampered({ headers: { [name]: value } }))).toBe('signature_malformed');
  });

  it('a signature of another length is a mismatch', async () => {
    expect(await reasonOf(await tampered({ headers: { signature: 'libra=:AAAA:' } }))).toBe(
      'signature_mismatch',
    );
    expect(await reasonOf(await tampered({ headers: { signature: 'libra=::' } }))).toBe('signature_mismatch');
  });

  it('no header whatsoever makes it throw or say yes', async () => {
    const structured = fc
      .array(
        fc.constantFrom(
          'libra',
          '=',
          '(',
          ')',
          '"@method"',
          ';',
          'created',
          ':',
          'AA==',
          ',',
          '1',
          '?1',
          ' ',
          '"',
          '\\',
          '@',
          '%',
        ),
        {
          maxLength: 40,
        },
      )
      .map((parts) => parts.join(''));
    const latin1 = fc.string({
      unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)),
    });
    const value = fc.oneof(structured, latin1);
    await fc.assert(
      fc.asyncProperty(value, value, value, async (signature, input, digest) => {
        const headers = { signature, 'signature-input': input, 'content-digest': digest };
        const verdict = await verifier.verify(await tampered({ headers }), bytes(BODY));
        expect(verdict.ok).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('no single changed character of a real signature is accepted', async () => {
    const signed = await signer.sign(URL, { body: BODY });
    const headers = Object.fromEntries(signed.headers);
    const name = fc.constantFrom('signature', 'signature-input', 'content-digest', 'content-type');
    const char = fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code));
    await fc.assert(
      fc.asyncProperty(name, fc.nat(), char, async (header, at, replacement) => {
        const original = headers[header] ?? '';
        const index = at % original.length;
        const changed = original.slice(0, index) + replacement + original.slice(index + 1);
        fc.pre(changed !== original);
        const request = new Request(URL, {
          method: 'POST',
          headers: { ...headers, [header]: changed },
          body: BODY,
        });
        const verdict = await verifier.verify(request, bytes(BODY));
        // Base64 has unused bits before its padding: another spelling of the same bytes is the same signature.
        if (verdict.ok) expect(decodeBytes(changed)).toEqual(decodeBytes(original));
      }),
      { numRuns: 1_000 },
    );
  });
});

function decodeBytes(header: string): string {
  return atob(/:([^:]*):/.exec(header)?.[1] ?? '');
}
