import { describe, expect, it } from 'vitest';
import { createNonceBook } from './nonce-book.ts';

const NOW = 1_000_000;
const GRACE_MS = 60_000;

describe('the nonce book', () => {
  it('lets each nonce be spent once', () => {
    const book = createNonceBook(10);
    expect(book.has('a')).toBe(false);
    expect(book.spend('a', NOW + 1, NOW)).toBe('spent');
    expect(book.has('a')).toBe(true);
    expect(book.spend('a', NOW + 1, NOW)).toBe('replayed');
    expect(book.spend('a', NOW + 1)).toBe('replayed');
    expect(book.spend('b', NOW + 1)).toBe('spent');
  });

  it('keeps a nonce for a minute longer than its signature is good, for clocks that differ', () => {
    const book = createNonceBook(10);
    book.spend('a', NOW);
    expect(book.dropExpired(NOW + GRACE_MS)).toEqual([]);
    expect(book.spend('a', NOW, NOW + GRACE_MS)).toBe('replayed');
    expect(book.dropExpired(NOW + GRACE_MS + 1)).toEqual(['a']);
    expect(book.size()).toBe(0);
  });

  it('says when there will be something to drop, whatever the order of spending', () => {
    const book = createNonceBook(10);
    expect(book.nextExpiryMs()).toBeUndefined();
    book.spend('late', NOW + 9_000);
    book.spend('early', NOW);
    expect(book.nextExpiryMs()).toBe(NOW + GRACE_MS);
  });

  it('knows what was restored from storage', () => {
    const book = createNonceBook(10);
    book.restore('a', NOW);
    expect(book.spend('a', NOW)).toBe('replayed');
  });

  it('refuses new nonces when full, rather than drop live ones', () => {
    const book = createNonceBook(2);
    book.spend('a', NOW, NOW);
    book.spend('b', NOW + 1, NOW);
    expect(book.spend('c', NOW, NOW)).toBe('full');
    expect(book.spend('a', NOW, NOW)).toBe('replayed');
  });

  it('drops what has expired when full and given the time', () => {
    const book = createNonceBook(2);
    const later = NOW + GRACE_MS + 1;
    book.spend('a', NOW, NOW);
    book.spend('b', NOW, NOW);
    expect(book.spend('c', later + 1)).toBe('full');
    expect(book.spend('c', later + 1, later)).toBe('spent');
    expect(book.spend('d', later + 1, later)).toBe('spent');
    expect(book.spend('e', later + 1, later)).toBe('full');
  });
});
