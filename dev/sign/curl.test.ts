import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quote, toCurl } from './curl.ts';

describe('a word for the shell', () => {
  it.runIf(process.platform !== 'win32')('reaches the program as it was, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const word = text.replaceAll('\0', '').toWellFormed();
        expect(execFileSync('/bin/sh', ['-c', `printf %s ${quote(word)}`], { encoding: 'utf8' })).toBe(word);
      }),
      { numRuns: 30 },
    );
  });
});

describe('a command line', () => {
  const call = { url: 'http://127.0.0.1:1/v1', method: 'POST' as const, headers: { a: 'b' }, body: `it's` };

  it('shows the whole answer, one argument a line', () => {
    expect(toCurl(call)).toBe(
      `curl -sS -i -w '\\n' \\\n  'http://127.0.0.1:1/v1' \\\n  -H 'a: b' \\\n  --data-binary 'it'\\''s'`,
    );
  });

  it('is one line when it shall be brief', () => {
    expect(toCurl(call, { brief: true })).toMatch(/^curl [^\n]+$/);
  });
});
