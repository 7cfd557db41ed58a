import { describe, expect, it } from 'vitest';
import { createNonceBook } from './nonce-book.ts';

describe('the book of spent nonces', () => {
  it('lets a nonce through once', () => {
    const book = createNonceBook();
    expect(book.spend('a', 1000, 0)).toBe('fresh');
    expect(book.spend('a', 1000, 1000)).toBe('replayed');
    expect(book.spend('b', 1000, 0)).toBe('fresh');
  });

  it('is full rather than forgetful while what it holds still counts', () => {
    const book = createNonceBook(2);
    book.spend('a', 1000, 0);
    book.spend('b', 1000, 0);
    expect(book.spend('c', 1000, 0)).toBe('full');
    expect(book.spend('a', 1000, 0)).toBe('replayed');
  });

  it('forgets what has expired', () => {
    const book = createNonceBook(2);
    book.spend('a', 1000, 0);
    book.spend('b', 1000, 0);
    expect(book.spend('c', 3000, 1001)).toBe('fresh');
    expect(book.spend('d', 3000, 1001)).toBe('fresh');
    expect(book.spend('e', 3000, 1001)).toBe('full');
  });
});
