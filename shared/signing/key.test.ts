import { createSignature } from 'http-message-sig';
import { describe, expect, it } from 'vitest';
import { createHmac, loadSecretKey } from './key.ts';

describe('the HMAC given to http-message-sig', () => {
  it('reproduces the signature of RFC 9421 appendix B.2.5', async () => {
    // The RFC's test key is binary, so it is imported as such rather than as one of our text secrets.
    const secret = Uint8Array.from(
      atob('uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ=='),
      (char) => char.charCodeAt(0),
    );
    const algorithm = { name: 'HMAC', hash: 'SHA-256' };
    const hmac = createHmac(
      await crypto.subtle.importKey('raw', secret, algorithm, false, ['sign', 'verify']),
    );
    // As a descriptor, because fetch's own Request may not carry `Date`.
    const fields = await createSignature(
      {
        kind: 'request',
        method: 'POST',
        targetUri: 'https://example.com/foo?param=Value&Pet=dog',
        fields: [
          { name: 'date', value: 'Tue, 20 Apr 2021 02:07:55 GMT' },
          { name: 'content-type', value: 'application/json' },
        ],
      },
      {
        label: 'sig-b25',
        components: ['date', '@authority', 'content-type'],
        parameters: { created: 1618884473, keyid: 'test-shared-secret' },
        signer: hmac,
      },
    );
    expect(fields.signatureInput).toBe(
      'sig-b25=("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"',
    );
    expect(fields.signature).toBe('sig-b25=:pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=:');
  });

  it('names a secret by the first 8 hexadecimal digits of its SHA-256', async () => {
    // printf '%s' 'abcdefghijklmnopqrstuvwxyz012345' | sha256sum
    const key = await loadSecretKey('abcdefghijklmnopqrstuvwxyz012345');
    expect(key.fingerprint).toBe('653bb124');
    expect(await loadSecretKey('abcdefghijklmnopqrstuvwxyz012345')).toBe(key);
  });
});
