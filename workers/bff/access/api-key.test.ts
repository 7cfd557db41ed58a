import { describe, expect, it } from 'vitest';
import { createApiKey, hashApiKey, isApiKeyShaped } from './api-key.ts';
import { createApiKeyDirectory } from './api-key-directory.ts';

describe('an API key', () => {
  it('has one form and never the same value', () => {
    const keys = Array.from({ length: 50 }, createApiKey);
    expect(keys.every(isApiKeyShaped)).toBe(true);
    expect(new Set(keys).size).toBe(50);
  });

  it.each(['', 'lb-', 'sk-abc', `lb-${'a'.repeat(42)}`, `lb-${'a'.repeat(44)}`, `lb-${'a'.repeat(42)}/`])(
    'is not %j',
    (text) => expect(isApiKeyShaped(text)).toBe(false),
  );

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
    expect(await directory.look('h', find)).toEqual({ kind: 'found', key: 'alice' });
    nowMs = 29_999;
    expect(await directory.look('h', find)).toEqual({ kind: 'found', key: 'alice' });
    nowMs = 30_000;
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
