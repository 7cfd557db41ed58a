import { describe, expect, it } from 'vitest';
import { calculate } from './calculate.ts';

/** A Sunday, 21:00 in Seoul. */
const NOW = { nowMs: Date.UTC(2026, 10, 29, 12), zone: 'Asia/Seoul' };

function resultOf(expression: string): string {
  const result = calculate(expression, NOW);
  return result.ok ? result.result : `✗ ${result.at}: ${result.problem}`;
}

describe('what people ask in English', () => {
  it.each([
    ['0.1 + 0.2', '= 0.3'],
    ['1.10 * 3', '= 3.3'],
    ['15% of 80', '= 12'],
    ['200 + 10%', '= 220'],
    ['80 - 25%', '= 60'],
    ['10% + 5%', '= 0.15'],
    ['10 % 3', '= 1'],
    ['-7 mod 3', '= 2'],
    ['2 + 3 * 4', '= 14'],
    ['2(3 + 4)', '= 14'],
    ['-2^2', '= -4'],
    ['2^3^2', '= 512'],
    ['2 ** -3', '= 0.125'],
    ['10 - 4 - 3', '= 3'],
    ['1/3 + 1/6', '= 0.5'],
    ['1/3', '≈ 0.33333333333333333333 (1/3)'],
    ['1,234,567 × 2', '= 2469134'],
    ['max(1,234)', '= 234'],
    ['round(10/3, 2)', '= 3.33'],
    ['floor(-2.5) + ceil(2.1)', '= 0'],
    ['sqrt(16) + √9', '= 7'],
    ['sqrt(2)', '≈ 1.4142135623731'],
    ['sin(30°)', '≈ 0.5'],
    ['cos(pi/2)', '≈ 0'],
    ['ln(e)', '≈ 1'],
    ['log(8, 2)', '≈ 3'],
    ['20!', '= 2432902008176640000'],
    ['combinations(49, 6)', '= 13983816'],
    ['gcd(12, 18) * lcm(4, 6)', '= 72'],
    ['1.05^10 * 1000', '= 1628.89462677744140625'],
    // A loan of thirty years.
    ['3e8*(0.04/12)*(1+0.04/12)^360/((1+0.04/12)^360-1)', '≈ 1432245.88639638'],
    ['0.5^1100', '≈ 7.3621518290228626754e-332'],
    ['0xff + 0b101', '= 260'],
    ['255 in hex', '= 0xff'],
    ['0.125 in fraction', '= 1/8'],
    ['1/8 in percent', '= 12.5%'],
    ['6.02e23 / 2', '= 301000000000000000000000'],
  ])('%s %s', (expression, result) => {
    expect(resultOf(expression)).toBe(result);
  });
});

describe('units', () => {
  it.each([
    ['5 ft 11 in in cm', '= 180.34 cm'],
    ['12 in in cm', '= 30.48 cm'],
    ['100 °F in °C', '≈ 37.777777777777777778 (340/9) °C'],
    ['-40 °F in C', '= -40 °C'],
    ['100 degrees Fahrenheit in K', '≈ 310.92777777777777778 (55967/180) K'],
    ['300 K in °C', '= 26.85 °C'],
    ['26.2 miles in km', '= 42.1648128 km'],
    ['150 lb in kg', '= 68.0388555 kg'],
    ['2 cups in mL', '= 473.176473 mL'],
    ['8 fl oz in mL', '= 236.5882365 mL'],
    ['1 gallon in liters', '= 3.785411784 L'],
    ['1 acre in m²', '= 4046.8564224 m²'],
    ['5 sq ft in m2', '= 0.4645152 m²'],
    ['3 m * 2 m', '= 6 m^2'],
    ['100 km / 2 h in km/h', '= 50 km/h'],
    ['72 km/h in m/s', '= 20 m/s'],
    ['60 mph in km/h', '= 96.56064 km/h'],
    ['9.8 m/s^2 * 3 s', '= 29.4 m/s'],
    ['3 GB in MiB', '= 2861.02294921875 MiB'],
    ['100 MB / (8 Mbit/s)', '= 100 s'],
    ['1 day in minutes', '= 1440 minute'],
    ['round(3.7 km)', '= 4 km'],
  ])('%s %s', (expression, result) => {
    expect(resultOf(expression)).toBe(result);
  });
});

describe('what people ask in Korean', () => {
  it.each([
    ['30평을 m²로', '≈ 99.173553719008264463 (12000/121) m²'],
    ['84 제곱미터는 몇 평', '= 25.41 평'],
    ['600g은 몇 근', '= 1 근'],
    ['3근 in kg', '= 1.8 kg'],
    ['금 10돈을 그램으로', '✗ 0: "금" is not understood'],
    ['10돈을 그램으로', '= 37.5 g'],
    ['11리를 킬로미터로', '= 4.32 km'],
    ['섭씨 30도는 화씨로 몇 도', '= 86 °F'],
    ['섭씨 -5도를 화씨로', '= 23 °F'],
    ['3억 5천만 * 2', '= 700000000'],
    ['1.5억 나누기 12', '= 12500000'],
    ['3만 5천 더하기 200', '= 35200'],
    ['80의 15퍼센트', '= 12'],
    ['3분의 2', '≈ 0.66666666666666666667 (2/3)'],
    ['90의 3분의 2', '= 60'],
    ['100분의 5 * 300', '= 15'],
    ['10만분의 1', '= 0.00001'],
    ['0분의 1', '✗ 0: division by zero'],
    ['30분의 20%', '= 6 minute'],
    ['루트 16', '= 4'],
    ['5 곱하기 (3 빼기 1)', '= 10'],
    // A particle is no inch.
    ['3 더하기 4는?', '= 7'],
    ['12 곱하기 3은 얼마?', '= 36'],
    ['10이 몇', '= 10'],
    ['0.5를 fraction', '= 1/2'],
    ['1시간 30분 + 45분 in 분', '= 135 minute'],
    ['2026년 3월 1일은 무슨 요일?', '= Sunday'],
    ['2026-01-01부터 2026-03-01까지', '= 59 day'],
    ['오늘부터 100일 후', '= 2027-03-09 (Tuesday)'],
    ['2026-12-25에서 3주 전', '= 2026-12-04 (Friday)'],
    ['3시간 후', '= 2026-11-30 00:00 Asia/Seoul (UTC+09:00, Monday)'],
    ['1시간 30분 전', '= 2026-11-29 19:30 Asia/Seoul (UTC+09:00, Sunday)'],
    ['3일 후', '= 2026-12-02 (Wednesday)'],
    ['모레', '= 2026-12-01 (Tuesday)'],
    ['글피 - 그저께', '= 5 day'],
    ['정오 - 자정', '= 12 h'],
    ['오전 0시 30분', '= 2026-11-29 00:30 Asia/Seoul (UTC+09:00, Sunday)'],
    ['오후 3시 30분 서울을 뉴욕으로', '= 2026-11-29 01:30 America/New_York (UTC-05:00, Sunday)'],
  ])('%s %s', (expression, result) => {
    expect(resultOf(expression)).toBe(result);
  });
});

describe('dates and times', () => {
  it.each([
    ['2026-03-01 + 90 days', '= 2026-05-30 (Saturday)'],
    ['2026-03-01 - 1 week', '= 2026-02-22 (Sunday)'],
    ['2026-01-31 + 1 month', '= 2026-02-28 (Saturday)'],
    // On these days the clocks are changed.
    [
      '2026-03-08 15:00 America/New_York + 1 month',
      '= 2026-04-08 15:00 America/New_York (UTC-04:00, Wednesday)',
    ],
    [
      '2026-11-01 12:00 America/New_York - 1 month',
      '= 2026-10-01 12:00 America/New_York (UTC-04:00, Thursday)',
    ],
    ['2026-10-31 12:00 America/New_York + 1 day', '= 2026-11-01 12:00 America/New_York (UTC-05:00, Sunday)'],
    [
      '2026-03-07 12:00 America/New_York + 1 week 2 hours',
      '= 2026-03-14 14:00 America/New_York (UTC-04:00, Saturday)',
    ],
    [
      '2026-11-01 12:00 America/New_York - 1 day',
      '= 2026-10-31 12:00 America/New_York (UTC-04:00, Saturday)',
    ],
    [
      '2026-10-31 12:00 America/New_York + 24 hours',
      '= 2026-11-01 11:00 America/New_York (UTC-05:00, Sunday)',
    ],
    ['2024-02-29 + 1 year', '= 2025-02-28 (Friday)'],
    ['2026-03-01 + 1 year 3 months', '= 2027-06-01 (Tuesday)'],
    ['2026-12-25 - 2026-11-29', '= 26 day'],
    ['days between 2024-02-01 and 2024-03-01', '= 29 day'],
    ['weeks from 2026-01-01 to 2026-01-15', '= 2 week'],
    ['days until 2026-12-25', '= 26 day'],
    ['weekday of 2000-01-01', '= Saturday'],
    ['90 days before 2026-11-29', '= 2026-08-31 (Monday)'],
    ['5 minutes ago', '= 2026-11-29 20:55 Asia/Seoul (UTC+09:00, Sunday)'],
    ['2 weeks ago', '= 2026-11-15 (Sunday)'],
    ['tomorrow', '= 2026-11-30 (Monday)'],
    ['noon UTC in Seoul', '= 2026-11-29 21:00 Asia/Seoul (UTC+09:00, Sunday)'],
    ['noon - midnight', '= 12 h'],
    ['9am in London in Seoul', '= 2026-11-29 18:00 Asia/Seoul (UTC+09:00, Sunday)'],
    ['2026-07-01 9am in America/New_York to KST', '= 2026-07-01 22:00 Asia/Seoul (UTC+09:00, Wednesday)'],
    ['(9am in London) in Seoul', '= 2026-11-29 09:00 Asia/Seoul (UTC+09:00, Sunday)'],
    ['9am in London', '= 2026-11-29 00:00 Europe/London (UTC+00:00, Sunday)'],
    ['9am UTC in London in Seoul', '= 2026-11-29 18:00 Asia/Seoul (UTC+09:00, Sunday)'],
    ['15:00 Asia/Seoul in America/New_York', '= 2026-11-29 01:00 America/New_York (UTC-05:00, Sunday)'],
    ['2026-07-01 9am PST in Seoul', '= 2026-07-02 01:00 Asia/Seoul (UTC+09:00, Thursday)'],
    ['now in Europe/London', '= 2026-11-29 12:00 Europe/London (UTC+00:00, Sunday)'],
    ['15:00 UTC+9 in UTC', '= 2026-11-29 06:00 UTC (UTC+00:00, Sunday)'],
    ['2026-03-08 02:30 America/New_York in UTC', '= 2026-03-08 07:30 UTC (UTC+00:00, Sunday)'],
    ['2026-11-01 01:30 America/New_York in UTC', '= 2026-11-01 05:30 UTC (UTC+00:00, Sunday)'],
    ['2026-03-01 22:00 + 3 hours', '= 2026-03-02 01:00 Asia/Seoul (UTC+09:00, Monday)'],
    ['17:30 - 9:00', '= 8.5 h'],
  ])('%s %s', (expression, result) => {
    expect(resultOf(expression)).toBe(result);
  });
});

describe('what has no result says why and where', () => {
  it.each([
    ['1 +', '✗ 3: the expression is not complete'],
    ['1 / 0', '✗ 2: division by zero'],
    ['foo + 1', '✗ 0: "foo" is not known'],
    ['1 in constructor', '✗ 5: "constructor" is not expected'],
    ['5 constructor m', '✗ 2: "constructor" is not expected'],
    ['2 + $5', '✗ 4: "$" is not understood'],
    ['1 kg + 1 m', '✗ 5: these units cannot be added up'],
    ['5 kg in m', '✗ 5: kg cannot be converted to m'],
    ['20 °C + 5 °C', '✗ 6: temperatures in °C and °F can only be converted; use K to calculate'],
    ['sqrt(-1)', '✗ 0: there is no such real number'],
    ['sqrt(1, 2)', '✗ 0: sqrt takes 1 values, not 2'],
    ['2026-02-30', '✗ 0: there is no day "2026-02-30"'],
    ['25:00', '✗ 0: there is no time "25:00"'],
    ['(1 + 2', '✗ 6: the expression is not complete'],
    ['1 2', '✗ 2: a number is not expected'],
    ['9^9^9', '✗ 1: the number gets too large'],
    ['1000!', '✗ 4: a factorial is of 0 to 450'],
    ['9999-12-31 + 1 day', '✗ 11: only the years 1 to 9999 are known'],
    [`${'('.repeat(50)}1${')'.repeat(50)}`, '✗ 41: more than 40 levels'],
    ['1'.repeat(1001), '✗ null: more than 1000 characters'],
    ['', '✗ 0: the expression is not complete'],
  ])('%s %s', (expression, problem) => {
    expect(resultOf(expression)).toBe(problem);
  });
});
