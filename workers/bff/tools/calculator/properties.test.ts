import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calculate } from './calculate.ts';
import { parseDay } from './calendar.ts';
import { parseExpression } from './parse.ts';
import { printExpression } from './print.ts';
import type { Rational } from './rational.ts';
import type { Node } from './syntax.ts';
import { unitOf } from './units.ts';
import { createWork, MAX_STEPS } from './work.ts';

const NOW = { nowMs: Date.UTC(2026, 10, 29, 12), zone: 'Asia/Seoul' };

const WORDS =
  '1 2 0.5 1e300 9999999999 3억 5천만 1,000 + - * / ^ % ! ( ) , in to of mod sqrt( max( round( sin( factorial( lcm( ² pi e ' +
  'km m/s m^3 평 근 °C °F 섭씨 도 GB ft in day month year 2026-03-01 0001-01-01 9999-12-31 15:00 Asia/Seoul UTC+9 now today ' +
  '부터 까지 후 전 은 를 로 요일 weekday between and from since ago 0xffff 1/3 hex fraction 450! 2^2000 7^1300 \u0000 🙂 \ud800';
const soup = fc
  .array(fc.constantFrom(...WORDS.split(' ')), { maxLength: 250 })
  .chain((words) => fc.constantFrom('', ' ').map((space) => words.join(space)));

/** More than the bound by what one step may cost: it is counted before it is made. */
const STEPS = MAX_STEPS * 1.5;

describe('calculate', () => {
  it('never throws, and ends within its steps, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(soup, fc.string({ unit: 'binary', maxLength: 300 })), (text) => {
        const work = createWork();
        expect(typeof calculate(text, NOW, work).ok).toBe('boolean');
        expect(work.spent).toBeLessThan(STEPS);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ['sums of large fractions', Array(60).fill('1/(7^1300)').join('+')],
    [
      'sums of fractions without a common divisor',
      Array.from({ length: 100 }, (_, n) => `1/(2^999+${n})`)
        .join('+')
        .slice(0, 999),
    ],
    ['powers', Array(100).fill('2^2000').join('*')],
    ['factorials', Array(200).fill('450!').join('+')],
    ['least common multiples', 'lcm(7^1300,lcm(2^2000,3^2000))+'.repeat(30).slice(0, 990)],
    ['time zones', 'now in Asia/Seoul '.repeat(55)],
    ['roots', 'sqrt(7^1300)+'.repeat(75)],
    ['digits', '9'.repeat(1000)],
    ['commas', '1,'.repeat(500)],
  ])('ends within its steps: %s', (_, text) => {
    const work = createWork();
    calculate(text, NOW, work);
    expect(work.spent).toBeLessThan(STEPS);
  });

  it('agrees with BigInt on whole numbers', () => {
    const { tree } = fc.letrec<{ tree: [string, bigint] }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        fc.bigInt(0n, 10n ** 12n).map((n): [string, bigint] => [`${n}`, n]),
        fc
          .tuple(tie('tree'), fc.constantFrom('+', '-', '*'), tie('tree'))
          .map(([[left, a], operator, [right, b]]): [string, bigint] => [
            `(${left} ${operator} ${right})`,
            operator === '+' ? a + b : operator === '-' ? a - b : a * b,
          ]),
      ),
    }));
    fc.assert(
      fc.property(tree, ([text, value]) => {
        fc.pre(text.length <= 1_000 && `${value}`.length < 150);
        expect(calculate(text, NOW)).toMatchObject({ ok: true, result: `= ${value}` });
      }),
    );
  });

  it('adds decimals as they are written on paper', () => {
    const cents = fc.integer({ min: 0, max: 10_000_000 });
    fc.assert(
      fc.property(cents, cents, (a, b) => {
        const text = (value: number) => `${Math.floor(value / 100)}.${String(value % 100).padStart(2, '0')}`;
        const expected = text(a + b).replace(/\.?0+$/, '');
        expect(calculate(`${text(a)} + ${text(b)}`, NOW)).toMatchObject({
          result: `= ${expected === '' ? '0' : expected}`,
        });
      }),
    );
  });

  it('converts a unit and back to the same', () => {
    const pair = fc.constantFrom(
      ['km', 'mi'],
      ['kg', '근'],
      ['m²', '평'],
      ['L', 'cup'],
      ['°C', '°F'],
      ['h', 'week'],
      ['GB', 'MiB'],
    );
    fc.assert(
      fc.property(pair, fc.integer({ min: 0, max: 1_000_000 }), ([from, to], amount) => {
        expect(calculate(`${amount} ${from} in ${to} in ${from}`, NOW)).toMatchObject({
          result: `= ${amount} ${from}`,
        });
      }),
    );
  });

  it('counts days as Date does', () => {
    const day = fc.integer({ min: -700_000, max: 2_900_000 });
    const iso = (value: number) => new Date(value * 86_400_000).toISOString().slice(0, 10);
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 30_000 }), (start, days) => {
        const result = calculate(`${iso(start)} + ${days} days`, NOW);
        expect(result).toMatchObject({ ok: true });
        if (result.ok) expect(result.result).toContain(iso(start + days));
        expect(calculate(`days between ${iso(start)} and ${iso(start + days)}`, NOW)).toMatchObject({
          result: `= ${days} day`,
        });
      }),
    );
  });
});

describe('printExpression', () => {
  it('prints what is read again as the same', () => {
    fc.assert(
      fc.property(nodes(), (node) => {
        const text = printExpression(node);
        expect(withoutPlaces(parseExpression(text, createWork(1e9))), text).toEqual(withoutPlaces(node));
      }),
      { numRuns: 1_000 },
    );
  });

  it('prints what was read so that it is read as the same', () => {
    fc.assert(
      fc.property(soup, (text) => {
        let node: Node;
        try {
          node = parseExpression(text, createWork());
        } catch {
          return;
        }
        const printed = printExpression(node);
        expect(withoutPlaces(parseExpression(printed, createWork(1e9))), printed).toEqual(
          withoutPlaces(node),
        );
      }),
      { numRuns: 1_000 },
    );
  });
});

function nodes(): fc.Arbitrary<Node> {
  const at = 0;
  const number = fc
    .tuple(fc.bigInt(0n, 10n ** 15n), fc.integer({ min: 0, max: 8 }))
    .map(([digits, decimals]) => reduced(digits, 10n ** BigInt(decimals)));
  const unit = (...symbols: string[]) => fc.constantFrom(...symbols.map((symbol) => unitOf(symbol)));
  const leaf: fc.Arbitrary<Node> = fc.oneof(
    number.map((value): Node => ({ type: 'number', value, at })),
    fc
      .tuple(number, unit('km', 'inch', '평', '°C', 'm²', 'minute', 'GB', 'K'))
      .map(([value, of]): Node => ({ type: 'quantity', parts: [{ value, unit: of }], at })),
    fc
      .array(fc.record({ value: number, unit: unit('ft', 'inch', 'm') }), { minLength: 2, maxLength: 3 })
      .map((parts): Node => ({ type: 'quantity', parts, at })),
    fc
      .constantFrom('pi', 'e', 'now', 'today')
      .map((name): Node => ({ type: 'constant', name: name as 'pi', at })),
    fc
      .integer({ min: parseDay(1, 1, 1) ?? 0, max: parseDay(9999, 12, 31) ?? 0 })
      .map((day): Node => ({ type: 'date', day, at })),
    fc
      .tuple(
        fc.option(fc.integer({ min: 0, max: 20_000 })),
        fc.integer({ min: 0, max: 86_399 }),
        fc.option(fc.constantFrom('Asia/Seoul', 'UTC')),
      )
      .map(([day, second, zone]): Node => ({ type: 'time', day, second, zone, at })),
  );
  return fc.letrec<{ node: Node }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc
        .tuple(fc.constantFrom('negate', 'percent', 'factorial', 'weekday'), tie('node'))
        .map(([type, value]): Node => ({ type: type as 'negate', value, at })),
      fc
        .tuple(fc.constantFrom('+', '-', '*', '/', 'mod', '^', 'of'), tie('node'), tie('node'))
        .map(
          ([operator, left, right]): Node => ({ type: 'binary', operator: operator as '+', left, right, at }),
        ),
      fc
        .array(tie('node'), { maxLength: 3 })
        .map((values): Node => ({ type: 'call', name: 'max', values, at })),
      fc
        .tuple(unit('day', 'week'), tie('node'), tie('node'))
        .map(([of, from, to]): Node => ({ type: 'between', unit: of, from, to, at })),
      fc
        .tuple(
          tie('node'),
          fc.oneof(
            unit('km', '°F').map((of) => ({ unit: of })),
            fc.constant({ zone: 'Asia/Seoul' }),
            fc.constant({ form: 'hex' as const }),
          ),
        )
        .map(([value, to]): Node => ({ type: 'convert', value, to, at })),
    ),
  })).node;
}

function reduced(numerator: bigint, denominator: bigint): Rational {
  let [a, b] = [numerator, denominator];
  while (b !== 0n) [a, b] = [b, a % b];
  return { numerator: numerator / a, denominator: denominator / a };
}

function withoutPlaces(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutPlaces);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).flatMap(([name, value]) => (name === 'at' ? [] : [[name, withoutPlaces(value)]])),
  );
}
