import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readMarkdown } from './markdown.ts';

it('puts each part under the headings that it stands under', () => {
  const text = 'before\n# A\none\n## B **b**\ntwo\n### C\nthree\n# D\nfour';
  expect(readMarkdown(text)).toEqual([
    { text: 'before' },
    { text: 'one', heading: 'A' },
    { text: 'two', heading: 'A › B b' },
    { text: 'three', heading: 'A › B b › C' },
    { text: 'four', heading: 'D' },
  ]);
});

it('takes no line of code for a heading', () => {
  expect(readMarkdown('# A\n```sh\n# not one\n```\nend')).toEqual([
    { text: '```sh\n# not one\n```\nend', heading: 'A' },
  ]);
});

it('keeps what a heading says under which nothing stands', () => {
  expect(
    readMarkdown('# Hours\n## Closed on Mondays\n## Free parking\n# Contact\nby mail\n# The end'),
  ).toEqual([
    { text: 'Closed on Mondays', heading: 'Hours' },
    { text: 'Free parking', heading: 'Hours' },
    { text: 'by mail', heading: 'Contact' },
    { text: 'The end' },
  ]);
});

it('keeps all of a heading that is as long as a paragraph', () => {
  const said = `${'word '.repeat(40)}end`;
  const [part] = readMarkdown(`# ${said} #\ntext`);
  expect(part?.text).toBe(`${said}\ntext`);
  expect(part?.heading).toHaveLength(120);
});

it.each([
  ['in one line', '```npm test```\n# H\ntext'],
  ['in a longer fence', '````\n```\n# no\n````\n# H\ntext'],
  ['that shows where code begins', '```\n```js\n# no\n```\n# H\ntext'],
])('finds the heading behind code %s', (_, text) => {
  expect(readMarkdown(text).map(({ heading }) => heading)).toEqual([undefined, 'H']);
});

it('loses no text but headings', () => {
  const line = fc.constantFrom('# H', '### deep', 'text', '```', '~~~', '', '  # in', '#no');
  fc.assert(
    fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
      const kept = readMarkdown(lines.join('\n'))
        .map(({ text }) => text)
        .join('\n');
      for (const word of ['text', '#no']) {
        const count = (all: string) => all.split(word).length;
        expect(count(kept)).toBe(count(lines.join('\n')));
      }
    }),
  );
});

it('finds the headings of a text with the line breaks of Windows', () => {
  expect(readMarkdown('# A\r\none\r\n## B\r\ntwo')).toEqual([
    { text: 'one', heading: 'A' },
    { text: 'two', heading: 'A › B' },
  ]);
});

it('takes marks off the end of a heading alone', () => {
  const heading = (line: string) => readMarkdown(`${line}\ntext`)[0]?.heading;
  expect(heading('## A ##')).toBe('A');
  expect(heading('## A # \t')).toBe('A');
  // A mark that touches a word belongs to it.
  expect(heading('# C#')).toBe('C#');
  expect(heading('# C# ##')).toBe('C#');
  expect(heading('# # #')).toBe('#');
  expect(heading('#  ')).toBeUndefined();
});

it.each([
  ['**b** of _a_ ~~c~~ [d](https://e.example)', 'b of a c d'],
  ['**강조**는 _기울임_ 표시', '강조는 기울임 표시'],
  ['10~12시 운영', '10~12시 운영'],
  ['MAX_RETRY_COUNT, 사용자_이름, a__b', 'MAX_RETRY_COUNT, 사용자_이름, a__b'],
  ['`__init__` and `a*b`', '__init__ and a*b'],
])('takes marks out of the heading %s, and nothing that it says', (written, heading) => {
  expect(readMarkdown(`# ${written}\ntext`)).toEqual([{ text: 'text', heading }]);
});

/** Each took minutes, or longer than anybody waits, where looking for an end began again at every place. */
it.each([
  ['spaces before what is no end of a line', `# ${' '.repeat(100_000)}a\u2028b`],
  ['spaces within', `# a${' '.repeat(100_000)}b`],
  ['marks that end', `# a${'#'.repeat(100_000)}b`],
  ['spaces and marks by turns', `# a${' #'.repeat(50_000)}b`],
  ['brackets that open', `# ${'['.repeat(1_000_000)}`],
  ['links that open', `# ${']('.repeat(500_000)}`],
])('reads a long heading once: %s', (_, line) => {
  expect(readMarkdown(`${line}\ntext`)).toHaveLength(1);
});
