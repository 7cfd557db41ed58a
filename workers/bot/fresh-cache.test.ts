import { expect, it } from 'vitest';
import { createFreshCache } from './fresh-cache.ts';

it('knows a value for a minute, for its server alone, and no more of them than it may', () => {
  let nowMs = 0;
  const cache = createFreshCache<string>(() => nowMs, 2);
  cache.keep('1', 'one');
  cache.keep(null, 'dm');
  expect([cache.find('1'), cache.find(null), cache.find('2')]).toEqual(['one', 'dm', undefined]);
  cache.keep('2', 'two');
  expect([cache.find('1'), cache.find('2')]).toEqual([undefined, 'two']);
  cache.drop('2');
  expect(cache.find('2')).toBeUndefined();
  nowMs = 60_000;
  expect(cache.find(null)).toBeUndefined();
});
