import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { citedIn, dropInvented, dropInventedSoFar } from './citations.ts';

describe('an answer with numbers', () => {
  it.each([
    ['휴가는 15일이에요 [1].', 2, '휴가는 15일이에요 [1].'],
    ['휴가는 15일이에요 [7].', 2, '휴가는 15일이에요.'],
    ['A [1, 9] B [3][2]', 2, 'A [1] B[2]'],
    ['[11] [12]', 3, ''],
    // An index, an array, a date: what cannot be the number of a passage is none.
    ['x[0] of [0, 1] on [11-30] and [1-9]', 3, 'x[0] of [0, 1] on [11-30] and [1-9]'],
    ['A [1-3] B [2~3] C [1–2, 3]', 3, 'A [1-3] B [2~3] C [1–2, 3]'],
    ['A 【1】 B 【9】 C ［２］ D ［９］ E [１, 9]', 2, 'A 【1】 B C ［２］ D E [1]'],
    ['【1】 개요\n【2】 설치', 1, '【1】 개요\n【2】 설치'],
    ['A 【1†source】 B 【9†L1-L4】', 1, 'A 【1†source】 B'],
    ['`list[9]` and ```\nx[8]\n``` but not [8]', 1, '`list[9]` and ```\nx[8]\n``` but not'],
    [
      '~~~js\na[9]\n~~~\n````md\nb[9]\n```\nc[9]\n````\n[9]',
      1,
      '~~~js\na[9]\n~~~\n````md\nb[9]\n```\nc[9]\n````\n',
    ],
    ['`` `a`[9] `` and [9]', 1, '`` `a`[9] `` and'],
    ['[9](https://example.com) is a link', 1, '[9](https://example.com) is a link'],
    ['[see 9] [x]', 1, '[see 9] [x]'],
    ['A [1[1]], B [9[9[9]]]', 0, 'A, B'],
    ['[2[9]]', 2, '[2]'],
    // Nothing was found: what touches a word is an index of code that nobody has marked as such.
    ['nums[1]은 두 번째 [1], row2[2][3] is one [4][5]', 0, 'nums[1]은 두 번째, row2[2][3] is one'],
  ])('%j of %i passages is shown as %j', (text, count, shown) => {
    expect(dropInvented(text, count)).toBe(shown);
  });

  it('that is still being written shows none before it is known whether there is such a passage', () => {
    const text = 'A [1], B [9], C [1, 9], D 【9†source】 and [9](https://example.com).';
    const shown = Array.from(text, (_, index) => dropInventedSoFar(text.slice(0, index + 1), 1));
    expect(shown.at(-1)).toBe(dropInvented(text, 1));
    for (const sofar of shown.slice(0, text.indexOf('](https') + 1)) expect(sofar).not.toMatch(/9|\[$/);
    for (const [index, sofar] of shown.entries())
      expect(shown[index + 1] ?? sofar).toContain(sofar.trimEnd());
    expect(dropInventedSoFar('A [9[9]', 1)).toBe('A');
  });

  it('names what it cites once, in its order', () => {
    expect(citedIn('A [2]. B [1, 2] `[3]` [9]', 3)).toEqual([2, 1]);
  });

  it.each([
    ['[1-3]', [1, 2, 3]],
    ['[2~3, 1]', [2, 3, 1]],
    ['A【2】［３］[１]', [2, 3, 1]],
    ['A 【1†source】 [2†L3-L9]', [1, 2]],
    ['[0, 1] [1-9] [3-1] [1-2-3]\n【1】 개요', []],
  ])('names with %s the passages %j', (text, cited) => {
    expect(citedIn(text, 3)).toEqual(cited);
  });

  it('names no passage that there is not, whatever stands in it', () => {
    const text = fc
      .array(fc.constantFrom('[', ']', '1', '2', '9', ', ', ' ', '`', '\n', '(', '가'))
      .map((all) => all.join(''));
    fc.assert(
      fc.property(text, fc.nat(4), (given, count) => {
        const shown = dropInvented(given, count);
        for (const number of citedIn(shown, 999)) expect(number).toBeLessThanOrEqual(count);
      }),
      { numRuns: 2_000 },
    );
  });
});
