import { describe, expect, it } from 'vitest';
import { createNonceBook } from './nonce-book.ts';
import { GUARD_SHARDS, guardShard } from './shard.ts';

const NOW = 1_000_000;

describe('the book of nonces', () => {
  it('lets each nonce be spent once', () => {
    const book = createNonceBook();
    expect(book.spend('a', NOW + 1)).toBe('spent');
    expect(book.spend('a', NOW + 1)).toBe('replayed');
    expect(book.spend('b', NOW + 1)).toBe('spent');
  });

  it('remembers a nonce for a minute longer than its signature is good, for clocks that differ', () => {
    const book = createNonceBook();
    book.spend('a', NOW);
    expect(book.forgetExpired(NOW + 60_000)).toEqual([]);
    expect(book.spend('a', NOW)).toBe('replayed');
    expect(book.forgetExpired(NOW + 60_001)).toEqual(['a']);
    expect(book.size()).toBe(0);
  });

  it('says when there will be something to forget', () => {
    const book = createNonceBook();
    expect(book.nextForgetAtMs()).toBeUndefined();
    book.spend('late', NOW + 9_000);
    book.spend('early', NOW);
    expect(book.nextForgetAtMs()).toBe(NOW + 60_000);
  });

  it('knows what was stored before', () => {
    const book = createNonceBook();
    book.restore('a', NOW);
    expect(book.spend('a', NOW)).toBe('replayed');
  });

  it('when full, refuses new nonces rather than forget live ones', () => {
    const book = createNonceBook(2);
    book.spend('a', NOW);
    book.spend('b', NOW + 1);
    expect(book.spend('c', NOW)).toBe('full');
    expect(book.spend('a', NOW)).toBe('replayed');
    book.forgetExpired(NOW + 60_001);
    expect(book.spend('c', NOW)).toBe('spent');
  });
});

describe('the shard of a nonce', () => {
  it('is always the same, and one of those that exist', () => {
    const nonces = Array.from(
      'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
      (c) => `${c}xyz`,
    );
    const shards = nonces.map(guardShard);
    expect(nonces.map(guardShard)).toEqual(shards);
    for (const name of GUARD_SHARDS) expect(shards.filter((shard) => shard === name)).toHaveLength(8);
    expect(GUARD_SHARDS).toContain(guardShard(''));
  });
});
