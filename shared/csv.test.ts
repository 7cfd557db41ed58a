import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine } from './csv.ts';

/** A reader by the letter of RFC 4180, for one line. */
function readLine(line: string): string[] {
  const cells: string[] = [];
  let rest = line.slice(0, -2);
  for (;;) {
    const quoted = /^"((?:[^"]|"")*)"/.exec(rest);
    const cell = quoted?.[0] ?? /^[^,]*/.exec(rest)?.[0] ?? '';
    cells.push(quoted?.[1] === undefined ? cell : quoted[1].replaceAll('""', '"'));
    if (rest.length === cell.length) return cells;
    rest = rest.slice(cell.length + 1);
  }
}

describe('a line of CSV', () => {
  it('gives back what went in, but for the apostrophe before a formula', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), (cells) => {
        const shown = cells.map((cell) => (/^[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell));
        expect(readLine(csvLine(cells))).toEqual(shown);
      }),
    );
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])('is no formula where a text is %j', (text) => {
    expect(readLine(csvLine([text]))[0]).toBe(`'${text}`);
  });

  it('keeps a negative number a number', () => {
    expect(csvLine([-5, null, true])).toBe('-5,,true\r\n');
  });
});
