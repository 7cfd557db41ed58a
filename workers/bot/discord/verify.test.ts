import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { readDiscordHead, verifyDiscordBody } from './verify.ts';

const encoder = new TextEncoder();
const TIMESTAMP = '1767225600';
const NOW_MS = 1_767_225_600_000;
let keys: CryptoKeyPair;
let publicKey: string;

beforeAll(async () => {
  keys = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair;
  publicKey = toHex((await crypto.subtle.exportKey('raw', keys.publicKey)) as ArrayBuffer);
});

async function sign(body: string, timestamp = TIMESTAMP): Promise<string> {
  return toHex(await crypto.subtle.sign('Ed25519', keys.privateKey, encoder.encode(timestamp + body)));
}

function verify(body: string, signature: string, timestamp = TIMESTAMP, nowMs = NOW_MS) {
  const headers = new Headers({ 'x-signature-ed25519': signature, 'x-signature-timestamp': timestamp });
  const head = readDiscordHead(headers, nowMs);
  return head.ok ? verifyDiscordBody(head, body, publicKey) : Promise.resolve(head);
}

describe('the signature of Discord', () => {
  it('accepts any signed body, and none that was altered or cut', async () => {
    const alteration = fc.constantFrom('none', 'body', 'timestamp', 'signature', 'cut');
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1 }), alteration, async (body, what) => {
        const signature = await sign(body);
        const altered = {
          none: [body, signature, TIMESTAMP],
          body: [`${body.startsWith('x') ? 'y' : 'x'}${body.slice(1)}`, signature, TIMESTAMP],
          timestamp: [body, signature, '1767225601'],
          signature: [body, signature.replace(/^./, (digit) => (digit === '0' ? '1' : '0')), TIMESTAMP],
          cut: [body.slice(1), signature, TIMESTAMP],
        }[what] as [string, string, string];
        expect(await verify(...altered)).toEqual(
          what === 'none' ? { ok: true } : { ok: false, reason: 'signature_wrong' },
        );
      }),
    );
  });

  it('refuses a body that was no UTF-8: what is read of it is not what was signed', async () => {
    const signed = Uint8Array.of(...encoder.encode(TIMESTAMP), 0x22, 0xff, 0x22);
    const signature = toHex(await crypto.subtle.sign('Ed25519', keys.privateKey, signed));
    const read = await new Response(Uint8Array.of(0x22, 0xff, 0x22)).text();
    expect(await verify(read, signature)).toEqual({ ok: false, reason: 'signature_wrong' });
  });

  it('accepts upper-case digits', async () => {
    const body = '{}';
    expect(await verify(body, (await sign(body)).toUpperCase())).toEqual({ ok: true });
  });

  it.each([
    ['z'.repeat(128), TIMESTAMP],
    ['0'.repeat(127), TIMESTAMP],
    ['0'.repeat(128), '1e9'],
    ['0'.repeat(128), ''],
  ])('refuses a signature %j at %j for its form', async (signature, timestamp) => {
    expect(await verify('{}', signature, timestamp)).toEqual({
      ok: false,
      reason: 'signature_malformed',
    });
  });

  it.each([
    [299_000, { ok: true }],
    [-299_000, { ok: true }],
    [301_000, { ok: false, reason: 'signature_stale' }],
    [-301_000, { ok: false, reason: 'signature_stale' }],
    [2 * 3_600_000, { ok: false, reason: 'signature_stale' }],
  ])('judges a signature by its age: %i ms', async (ageMs, verdict) => {
    const body = '{}';
    expect(await verify(body, await sign(body), TIMESTAMP, NOW_MS + ageMs)).toEqual(verdict);
  });

  it('tells an old time by the headers alone, before there is a body', () => {
    const headers = new Headers({
      'x-signature-ed25519': '0'.repeat(128),
      'x-signature-timestamp': TIMESTAMP,
    });
    expect(readDiscordHead(headers, 0)).toEqual({ ok: false, reason: 'signature_stale' });
  });

  it('refuses a request without a signature', async () => {
    expect(readDiscordHead(new Headers(), NOW_MS)).toEqual({
      ok: false,
      reason: 'signature_missing',
    });
  });
});

function toHex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
