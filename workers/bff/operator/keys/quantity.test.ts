import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_BUDGET } from '../../access/key-settings.ts';
import { formatCount, formatUsd, parseCount, parseEnd, parseSpan, parseUsd } from './quantity.ts';

const budget = fc.oneof(fc.integer({ min: 1, max: 10_000_000 }), fc.integer({ min: 1, max: MAX_BUDGET }));

describe('a count', () => {
  it('is read as it is printed', () => {
    fc.assert(
      fc.property(budget, (count) => {
        expect(parseCount(formatCount(count))).toBe(count);
      }),
    );
  });

  it.each([
    ['20k', 20_000],
    ['1.5M', 1_500_000],
    ['1.1m', 1_100_000],
    ['20_000', 20_000],
    ['7', 7],
  ])('may be %s', (text, count) => expect(parseCount(text)).toBe(count));

  it.each(['', '0', '-1', '1.5', '1.0001k', '1e6', 'k', '1kk', '0x10', '9999999m', '１０', ' 5'])(
    'is not %j',
    (text) => expect(() => parseCount(text)).toThrow(/no whole number/),
  );

  it('is a whole number within the bounds or refused, for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\d,._km]{1,20}$/)), (text) => {
        let count: number;
        try {
          count = parseCount(text);
        } catch {
          return;
        }
        expect(Number.isInteger(count) && count >= 1 && count <= MAX_BUDGET).toBe(true);
      }),
    );
  });
});

describe('money', () => {
  it('is read as it is printed, to the millionth', () => {
    fc.assert(
      fc.property(budget, (microUsd) => {
        expect(parseUsd(formatUsd(microUsd))).toBe(microUsd);
      }),
    );
  });

  it.each([
    ['2', 2_000_000, '$2.00'],
    ['2.5', 2_500_000, '$2.50'],
    ['$1,000.10', 1_000_100_000, '$1,000.10'],
    ['0.000001', 1, '$0.000001'],
    ['0.29', 290_000, '$0.29'],
  ])('may be %s', (text, microUsd, printed) => {
    expect(parseUsd(text)).toBe(microUsd);
    expect(formatUsd(microUsd)).toBe(printed);
  });

  it.each(['', '0', '-2', '.5', '2.', '0.0000001', '2€', 'free', '1e3', '1000001'])('is not %j', (text) =>
    expect(() => parseUsd(text)).toThrow(/no amount/),
  );
});

describe('a span', () => {
  it.each([
    ['90s', 90_000],
    ['30m', 1_800_000],
    ['24h', 86_400_000],
    ['7d', 604_800_000],
    ['0', 0],
  ])('may be %s', (text, ms) => expect(parseSpan(text)).toBe(ms));

  it.each(['', '1', '-1h', '0h', '1w', '1.5h', '99999d', 'h'])('is not %j', (text) =>
    expect(() => parseSpan(text)).toThrow(/no span/),
  );
});

describe('an end', () => {
  const now = Date.UTC(2026, 10, 29, 9);

  it.each([
    ['never', null],
    ['30d', '2026-12-29T09:00:00.000Z'],
    ['2027-01-31', '2027-01-31T00:00:00.000Z'],
    ['2027-01-31T09:00+09:00', '2027-01-31T00:00:00.000Z'],
    ['2028-02-29', '2028-02-29T00:00:00.000Z'],
  ])('may be %s', (text, end) => expect(parseEnd(text, now)).toBe(end));

  it.each([
    ['2026-11-29', /over already/],
    ['2026-11-29T08:59Z', /over already/],
    ['0', /over already/],
    ['2027-02-30', /not in the calendar/],
    ['2027-02-30T10:00Z', /not in the calendar/],
    ['2027-01-31T25:00Z', /not in the calendar/],
    ['2027-01-31T09:00', /no end/],
    ['tomorrow', /no end/],
    ['', /no end/],
  ])('is not %j', (text, fault) => expect(() => parseEnd(text, now)).toThrow(fault));
});
