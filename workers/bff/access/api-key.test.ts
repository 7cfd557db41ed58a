import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createApiKey, formOfApiKey, hashApiKey } from './api-key.ts';
import { createApiKeyDirectory } from './api-key-directory.ts';
import { checksumOf } from './checksum.ts';

describe('an API key', () => {
  it('has one form and never the same value', () => {
    const keys = Array.from({ length: 50 }, createApiKey);
    expect(keys.every((key) => formOfApiKey(key) === 'checked')).toBe(true);
    expect(new Set(keys).size).toBe(50);
  });

  it.each(['', 'lb-', 'sk-abc', `lb-${'a'.repeat(42)}`, `lb-${'a'.repeat(44)}`, `lb-${'a'.repeat(42)}/`])(
    'is not %j',
    (text) => expect(formOfApiKey(text)).toBe('none'),
  );

  it('without a checksum is of the form that was made before', () => {
    expect(formOfApiKey(`lb-${'x'.repeat(43)}`)).toBe('unchecked');
  });

  it('is none once a character of it is another', () => {
    fc.assert(
      fc.property(fc.nat(48), fc.constantFrom('A', 'z', '-', '9'), (at, character) => {
        const key = createApiKey();
        const changed = key.slice(0, 3 + at) + character + key.slice(4 + at);
        expect(formOfApiKey(changed)).toBe(changed === key ? 'checked' : 'none');
      }),
    );
  });

  it('has the CRC-32 of the field', () => {
    expect(checksumOf('123456789')).toBe(Buffer.from('cbf43926', 'hex').toString('base64url'));
  });

  it('is stored as its SHA-256', async () => {
    expect(await hashApiKey('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});

describe('the directory of API keys', () => {
  it('looks a key up once in half a minute, then again', async () => {
    let nowMs = 0;
    let lookups = 0;
    const directory = createApiKeyDirectory<string>(() => nowMs);
    const find = async () => {
      lookups += 1;
      return lookups === 1 ? 'alice' : null;
    };
    expect(directory.knows('h')).toBe(false);
    expect(await directory.look('h', find)).toEqual({ kind: 'found', key: 'alice' });
    nowMs = 29_999;
    expect(directory.knows('h')).toBe(true);
    expect(await directory.look('h', find)).toEqual({ kind: 'found', key: 'alice' });
    nowMs = 30_000;
    expect(directory.knows('h')).toBe(false);
    expect(await directory.look('h', find)).toEqual({ kind: 'unknown' });
    expect(lookups).toBe(2);
  });

  it('goes on knowing a good key for five minutes while the database is out, and lets no other in', async () => {
    let nowMs = 0;
    const directory = createApiKeyDirectory<string>(() => nowMs);
    const fails = () => Promise.reject(new Error('down'));
    await directory.look('good', async () => 'alice');
    await directory.look('bad', async () => null);
    nowMs = 60_000;
    expect(await directory.look('good', fails)).toEqual({ kind: 'found', key: 'alice' });
    expect(await directory.look('bad', fails)).toEqual({ kind: 'unavailable' });
    expect(await directory.look('new', fails)).toEqual({ kind: 'unavailable' });
    nowMs = 5 * 60_000;
    expect(await directory.look('good', fails)).toEqual({ kind: 'unavailable' });
  });
});
