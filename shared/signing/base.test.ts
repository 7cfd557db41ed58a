/** Our own writing and reading of the one profile, held against the general library. */
import fc from 'fast-check';
import { createSignature, verifySignature } from 'http-message-sig';
import { describe, expect, it } from 'vitest';
import { readOwnSignature } from './base.ts';
import { loadSecretKey } from './key.ts';
import { COVERED_COMPONENTS } from './profile.ts';
import { createRequestSigner } from './sign.ts';

const SECRET = 'current-secret-current-secret-current';
const NOW = 1_800_000_000_000;
const signer = createRequestSigner({ secret: SECRET, name: 'bff', now: () => NOW });

/** URLs of every kind that a signer could meet: ports, odd paths, empty and strange queries, letters beyond ASCII. */
const urls = fc
  .record({
    origin: fc.constantFrom('https://llm.libra.internal', 'http://127.0.0.1:8789', 'https://EXAMPLE.com:443'),
    path: fc.array(fc.oneof(fc.webSegment(), fc.string({ unit: 'grapheme' })), { maxLength: 4 }),
    query: fc.option(fc.oneof(fc.webQueryParameters(), fc.string({ unit: 'grapheme' })), { nil: undefined }),
  })
  .map(({ origin, path, query }) => {
    const clean = (text: string) => text.toWellFormed().replaceAll('#', '');
    return `${origin}/${path.map(clean).join('/')}${query === undefined ? '' : `?${clean(query)}`}`;
  })
  .filter((url) => URL.canParse(url));

const inits = fc.record({
  method: fc.constantFrom('POST' as const, 'GET' as const),
  contentType: fc.constantFrom('application/json', 'application/json; charset=utf-8', 'text/plain'),
  text: fc.string({ unit: 'grapheme' }).map((text) => text.toWellFormed()),
});

function sign(
  url: string,
  { method, contentType, text }: { method: 'POST' | 'GET'; contentType: string; text: string },
) {
  const body = method === 'GET' ? '' : text;
  return signer.sign(url, { method, body, headers: { 'content-type': contentType } });
}

describe('a signature of our signer', () => {
  it('is byte for byte what the library writes for the same request and parameters', async () => {
    const key = await loadSecretKey(SECRET);
    await fc.assert(
      fc.asyncProperty(urls, inits, async (url, init) => {
        const signed = await sign(url, init);
        const input = signed.headers.get('signature-input') ?? '';
        const signature = signed.headers.get('signature') ?? '';
        const { created, expires, nonce, keyId } = readOwnSignature(input, signature)?.values ?? {};
        const parameters = { created, expires, nonce, keyid: keyId, alg: 'hmac-sha256', tag: 'libra' };
        const fields = await createSignature(signed, {
          label: 'libra',
          components: COVERED_COMPONENTS,
          parameters: parameters as never,
          signer: key,
        });
        expect({ input, signature }).toEqual({ input: fields.signatureInput, signature: fields.signature });
      }),
    );
  });

  it('is accepted by the library', async () => {
    const key = await loadSecretKey(SECRET);
    await fc.assert(
      fc.asyncProperty(urls, inits, async (url, init) => {
        const policy = {
          algorithms: ['hmac-sha256'],
          requiredComponents: [],
          requiredParameters: [],
          clockSkew: Number.MAX_SAFE_INTEGER,
        };
        await verifySignature(await sign(url, init), {
          label: 'libra',
          policy,
          resolveVerifier: () => key,
        } as never);
      }),
    );
  });
});

describe('the reader of our own form', () => {
  it('takes nothing else for it, however small the difference', async () => {
    const signed = await sign('https://llm.libra.internal/', {
      method: 'POST',
      contentType: 'text/plain',
      text: '',
    });
    const input = signed.headers.get('signature-input') ?? '';
    const signature = signed.headers.get('signature') ?? '';
    expect(readOwnSignature(input, signature)).not.toBeNull();
    fc.assert(
      fc.property(fc.nat(input.length), fc.string({ minLength: 1, maxLength: 3 }), (at, inserted) => {
        const changed = input.slice(0, at) + inserted + input.slice(at);
        const read = readOwnSignature(changed, signature);
        // What it does take is taken as it stands: the parameters are a part of what is signed.
        expect(read === null || `libra=${read.parameters}` === changed).toBe(true);
      }),
    );
    for (const other of [
      `${input}, sig2=()`,
      input.replace(' "@path"', ''),
      input.replace('libra=', 'libra= '),
      '',
    ]) {
      expect(readOwnSignature(other, signature)).toBeNull();
    }
    for (const other of [signature.replace('=:', '='), `${signature}, sig2=:AA==:`, 'libra=:AA==:', '']) {
      expect(readOwnSignature(input, other)).toBeNull();
    }
  });
});
