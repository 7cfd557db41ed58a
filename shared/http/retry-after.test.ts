import { describe, expect, it } from 'vitest';
import { parseRetryAfter, readToldWait } from './retry-after.ts';

describe('Retry-After', () => {
  const now = Date.parse('2026-11-23T12:00:00Z');
  it.each([
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after': 'Mon, 23 Nov 2026 12:00:30 GMT' }, 30_000],
    [{ 'retry-after': 'Mon, 23 Nov 2026 11:00:00 GMT' }, 0],
    [{ 'retry-after-ms': '250', 'retry-after': '7' }, 250],
    [{ 'retry-after-ms': 'soon', 'retry-after': '7' }, 7_000],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '-1 day' }, undefined],
    [{ 'retry-after': '86400' }, 86_400_000],
    [{ 'retry-after': '1796070' }, undefined],
    [{ 'retry-after': 'Wed, 21 Oct 2099 07:28:00 GMT' }, undefined],
    [{ 'retry-after-ms': '999999999' }, undefined],
    [{}, undefined],
  ])('%j is %s ms', (headers, expected) => {
    expect(parseRetryAfter(new Headers(headers as Record<string, string>), now)).toBe(expected);
  });
});

describe('a wait that a sentence tells', () => {
  it.each([
    ['You exceeded your current quota. Please retry in 34.074824224s.', 34_075],
    ['Limit 30000, Used 29000. Please try again in 6s. Visit https://example.com', 6_000],
    ['Please try again in 350ms.', 350],
    ['Please try again in 1m2.5s.', 62_500],
    ['Please try again in 1h2m3s', 3_723_000],
    ['Please retry after 20 seconds. If you need more', 20_000],
    ['Try again after 1 minute, 5 secs', 65_000],
    ['Please try again in 2 months.', undefined],
    ['Please try again in 999999h.', undefined],
    ['Please try again in a moment.', undefined],
    ['Slow down: 20 seconds', undefined],
    ['', undefined],
  ])('%j is %s ms', (message, expected) => {
    expect(readToldWait(message)).toBe(expected);
  });
});
