import { describe, expect, it } from 'vitest';
import { toLocale } from './caller.ts';

describe('toLocale', () => {
  it.each([
    ['ko', 'ko'],
    ['ko-KR', 'ko'],
    ['en-US', 'en'],
    ['en-GB', 'en'],
    ['ja', 'en'],
    ['kok', 'en'],
    ['KO', 'en'],
    ['', 'en'],
    ['nonsense', 'en'],
    [undefined, 'en'],
  ])('answers %j in %s', (discord, locale) => {
    expect(toLocale(discord)).toBe(locale);
  });
});
