import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findOpenBlock, mapCode } from './code-blocks.ts';

/** What is found, in this order. */
function codeIn(text: string): string[] {
  const found: string[] = [];
  mapCode(
    text,
    (prose) => prose,
    (code) => {
      found.push(code);
      return code;
    },
  );
  return found;
}

it.each([
  ['a ```b``` c `d` e', ['```b```', '`d`']],
  ['~~~js\na\n~~~\nb', ['~~~js\na\n~~~']],
  ['````\n```\na\n```\n````\nb', ['````\n```\na\n```\n````']],
  ['``a`b`` and `c', ['``a`b``']],
  ['> ~~~\n> a\n> ~~~~', ['~~~\n> a\n> ~~~~']],
  ['~~~sh\r\na\r\n~~~\r\nb', ['~~~sh\r\na\r\n~~~']],
  ['~~~js\na', ['~~~js\na']],
  ['wave ~~~\n~~~\na', []],
  ['| ```a``` | `b` |', ['```a```', '`b`']],
  ['a `b\nc` d', []],
])('finds the code of %j', (text, code) => {
  expect(codeIn(text)).toEqual(code);
});

const text = fc
  .array(fc.constantFrom('`', '```', '````', '~~~', '~~~~', 'js', '\n', ' ', '> ', '|', 'a', '가'), {
    maxLength: 30,
  })
  .map((pieces) => pieces.join(''));

it('loses nothing of a text', () => {
  const same = (part: string) => part;
  fc.assert(
    fc.property(text, (given) => {
      expect(mapCode(given, same, same)).toBe(given);
    }),
    { numRuns: 1_000 },
  );
});

it.each([
  ['a\n```js\nb', '```js'],
  ['a ```js let b', '```'],
  ['```\na', '```'],
  ['a\n```py', '```'],
  ['a\n````md\n```\nb\n```\n', '````md'],
  ['> ~~~c++\n> a', '~~~c++'],
  ['```js\na\n```\nb', null],
  ['`a', null],
  ['', null],
])('finds the block in which %j ends: %j', (text, open) => expect(findOpenBlock(text)).toBe(open));
