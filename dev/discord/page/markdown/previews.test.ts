import fc from 'fast-check';
import { expect, it } from 'vitest';
import { previewLinks } from './previews.ts';

const hrefs = (content: string) => previewLinks(content).map(({ href }) => href);

it.each<[string, string, string[]]>([
  ['a bare link', 'see https://example.com/a, please', ['https://example.com/a']],
  ['the address of a named link', '[here](https://example.com/a)', ['https://example.com/a']],
  ['no link in angle brackets', '<https://example.com> [x](<https://example.com>)', []],
  ['no link in code', '`https://a.example` ```\nhttps://b.example\n```', []],
  ['one link once', 'https://example.com https://example.com/', ['https://example.com/']],
  ['no script', 'javascript:alert(1)', []],
])('finds %s', (_, content, expected) => {
  expect(hrefs(content)).toEqual(expected);
});

it('finds five at most, and none that is no web address, in any text', () => {
  const text = fc.array(fc.oneof(fc.string(), fc.webUrl(), fc.constantFrom('`', '<', '>', '(', ')')));
  fc.assert(
    fc.property(text, (parts) => {
      const links = previewLinks(parts.join(' '));
      expect(links.length).toBeLessThanOrEqual(5);
      expect(links.every(({ protocol }) => /^https?:$/.test(protocol))).toBe(true);
    }),
  );
});
