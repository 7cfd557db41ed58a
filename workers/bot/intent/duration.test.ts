import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_MUTE_SECONDS, parseDuration } from './duration.ts';

describe('parseDuration', () => {
  it.each([
    ['30', 30],
    ['030', 30],
    ['1', 1],
    ['86400', 86_400],
    ['5m', 300],
    ['5 m', 300],
    ['90s', 90],
    ['10 SEC', 10],
    ['2 hrs', 7_200],
    ['1d', 86_400],
    ['1h30m', 5_400],
    ['1h 30m 15s', 5_415],
    ['1 hour, 30 minutes', 5_400],
    ['1 hour and 30 minutes', 5_400],
    ['1.5h', 5_400],
    ['0.5 min', 30],
    ['5-minute', 300],
    ['half a minute', 30],
    ['half an hour', 1_800],
    ['the next hour', 3_600],
    ['half hour', 1_800],
    ['a quarter of an hour', 900],
    ['a minute', 60],
    ['an hour', 3_600],
    ['an hour and a half', 5_400],
    ['one and a half hours', 5_400],
    ['two minutes', 120],
    ['twenty five seconds', 25],
    ['forty-five minutes', 2_700],
    ['a couple of minutes', 120],
    ['a few minutes', 180],
    ['thirty', 30],
    ['a moment', 60],
    ['a while', 300],
    ['for 5 minutes', 300],
    ['for about ten minutes', 600],
    ['the next 10 minutes', 600],
    ['30초', 30],
    ['30 초', 30],
    ['5분', 300],
    ['5분만', 300],
    ['5분간', 300],
    ['5분 동안', 300],
    ['5분 동안만', 300],
    ['한 5분 정도', 300],
    ['딱 1분만', 60],
    ['2시간', 7_200],
    ['24시간', 86_400],
    ['1시간 반', 5_400],
    ['한시간반', 5_400],
    ['1시간 30분', 5_400],
    ['1분30초만', 90],
    ['0.5분', 30],
    ['삼십 초', 30],
    ['삼십초', 30],
    ['십일분', 660],
    ['백이십 초', 120],
    ['오 분', 300],
    ['두 시간', 7_200],
    ['두시간', 7_200],
    ['스물네 시간', 86_400],
    ['열다섯 분', 900],
    ['반 시간', 1_800],
    ['반시간', 1_800],
    ['몇 분', 180],
    ['한두 시간', 7_200],
    ['하루', 86_400],
    ['일일', 86_400],
    ['삼십', 30],
    ['잠깐', 60],
    ['잠깐만', 60],
    ['잠시 동안', 60],
    ['한동안', 300],
    ['  5   분  ', 300],
    ['５분', 300],
    ['１２초', 12],
    ['5분'.normalize('NFD'), 300],
    ['1 hour 30분', 5_400],
  ])('reads %j as %i seconds', (text, seconds) => {
    expect(parseDuration(text)).toEqual({ ok: true, seconds });
  });

  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['0', 'zero'],
    ['-0', 'zero'],
    ['0초', 'zero'],
    ['0h 0m', 'zero'],
    ['zero', 'zero'],
    ['영 초', 'zero'],
    ['-1', 'negative'],
    ['- 5', 'negative'],
    ['−5분', 'negative'],
    ['–5m', 'negative'],
    ['minus two minutes', 'negative'],
    ['마이너스 5분', 'negative'],
    ['86401', 'too_long'],
    ['1000000000', 'too_long'],
    ['99999999999999999999999999999999999999999999', 'too_long'],
    ['24시간 1초', 'too_long'],
    ['25 hours', 'too_long'],
    ['2 days', 'too_long'],
    ['이틀', 'too_long'],
    ['일주일', 'too_long'],
    ['1주', 'too_long'],
    ['3개월', 'too_long'],
    ['forever', 'too_long'],
    ['영원히', 'too_long'],
    ['abc', 'malformed'],
    ['1e9', 'malformed'],
    ['0x10', 'malformed'],
    ['Infinity', 'malformed'],
    ['NaN', 'malformed'],
    ['1,000', 'malformed'],
    ['1,5h', 'malformed'],
    ['5 mice', 'malformed'],
    ['5분 5분', 'malformed'],
    ['30m 1h', 'malformed'],
    ['1:30', 'malformed'],
    ['minute', 'malformed'],
    ['분', 'malformed'],
    ['반', 'malformed'],
    ['a', 'malformed'],
    ['몇', 'malformed'],
    ['5분 뒤', 'malformed'],
    ['until 3pm', 'malformed'],
    ['٣٠', 'malformed'],
    ['--5', 'malformed'],
    ['5분\0', 'malformed'],
    ['\uD800', 'malformed'],
    ['1'.repeat(61), 'malformed'],
  ])('refuses %j as %s', (text, reason) => {
    expect(parseDuration(text)).toEqual({ ok: false, reason });
  });

  it('never throws, and never grants more than the bound', () => {
    const piece = fc.constantFrom(
      ...'0 1 9 30 . , - − half a an and minute hour s m h 초 분 시간 반 일 주 십 백 한 두 몇 동안 만 for \u{1F600} \uD800'.split(
        ' ',
      ),
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.oneof(piece, fc.constant(' '))).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(text, (written) => {
        const duration = parseDuration(written);
        if (duration.ok) {
          expect(Number.isInteger(duration.seconds)).toBe(true);
          expect(duration.seconds).toBeGreaterThanOrEqual(1);
          expect(duration.seconds).toBeLessThanOrEqual(MAX_MUTE_SECONDS);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('reads what it would be written as, in either language', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: MAX_MUTE_SECONDS }), (seconds) => {
        const [hours, minutes, rest] = [
          Math.floor(seconds / 3600),
          Math.floor((seconds % 3600) / 60),
          seconds % 60,
        ];
        const parts = (names: readonly [string, string, string]) =>
          [hours, minutes, rest]
            .flatMap((count, unit) => (count === 0 ? [] : [`${count}${names[unit]}`]))
            .join(' ');
        const expected = { ok: true, seconds };
        expect(parseDuration(String(seconds))).toEqual(expected);
        expect(parseDuration(parts(['시간', '분', '초']))).toEqual(expected);
        expect(parseDuration(parts([' hours', ' minutes', ' seconds']))).toEqual(expected);
        expect(parseDuration(parts(['h', 'm', 's']).replaceAll(' ', ''))).toEqual(expected);
      }),
    );
  });
});
