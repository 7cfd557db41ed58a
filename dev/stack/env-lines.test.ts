import { parseEnv } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findUnreadableLines, parseVars } from './env-lines.ts';

describe('findUnreadableLines', () => {
  it('passes assignments, comments, blank lines and values over several lines', () => {
    const text = '# note\n\nA=1\r\nexport B = two words # note\nC="one\ntwo\nthree"\nD=\n  E=\'x\'\n';
    expect(findUnreadableLines(text)).toEqual([]);
    expect(
      findUnreadableLines('A=one two # "note" \nB="x # y" # note\nC=\'a#b\'\nD= # note\nE=# note'),
    ).toEqual([]);
  });

  it('reads a file that an editor has put a byte order mark before', () => {
    expect(findUnreadableLines('\uFEFFA=1')).toEqual([]);
    expect(parseVars('\uFEFFA=1\r\nB=2')).toEqual({ A: '1', B: '2' });
  });

  it.each(['A=pass#word', 'A=#word', 'A=https://a.example/#part # note'])(
    'names a value that a # would cut off: %s',
    (line) =>
      expect(findUnreadableLines(line)).toEqual([
        'line 1: a # begins a comment, so its value would be cut off: put it in quotation marks',
      ]),
  );

  it.each(['A="one"two', "A='it's'", 'A="one\ntwo" three'])(
    'names what stands behind a value in quotes: %j',
    (text) => {
      expect(findUnreadableLines(text)).toEqual([
        expect.stringMatching(/^line [12]: what stands behind its closing quotation mark would be left out$/),
      ]);
    },
  );

  it('names a line that sets nothing by its number, and quotes nothing of it', () => {
    const problems = findUnreadableLines('A=1\nOPENAI_API_KEY sk-oops\n$env:B="oops"\n');
    expect(problems).toEqual([
      'line 2 cannot be read: it must be NAME=value, or begin with #',
      'line 3 cannot be read: it must be NAME=value, or begin with #',
    ]);
    expect(problems.join()).not.toContain('oops');
  });

  it('names a quotation mark that is not closed', () => {
    expect(findUnreadableLines('A="one\nB=2\n')).toEqual(['line 1: its quotation mark " is not closed']);
  });

  it('complains of no text whose every line is read', () => {
    const name = fc.stringMatching(/^[A-Z][A-Z_]{0,8}$/);
    const value = fc.stringMatching(/^[\w./:@-]{0,12}$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value)), (pairs) => {
        const text = pairs.map(([key, set]) => `${key}=${set}`).join('\n');
        expect(findUnreadableLines(text)).toEqual([]);
        expect(Object.keys(parseEnv(text)).sort()).toEqual([...new Set(pairs.map(([key]) => key))].sort());
      }),
    );
  });
});
