import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPage } from './readable.ts';

const URL_OF_PAGE = new URL('https://example.com/a/page.html');
const textOf = (html: string) => readPage(html, URL_OF_PAGE).text;

describe('readPage', () => {
  it.each([
    ['headings', '<h1>One</h1><h3>Two</h3>', '# One\n\n### Two'],
    ['paragraphs that nobody closes', '<p>one<p>two<div>three', 'one\n\ntwo\n\nthree'],
    ['white space', 'a  <b> b </b>\n c<br>d', 'a b c\nd'],
    [
      'links',
      '<a href="b?x=1&amp;y=2">b</a> <a href=/c>c</a>',
      '[b](https://example.com/a/b?x=1&y=2) [c](https://example.com/c)',
    ],
    ['a base', '<base href="/z/"><a href=b>b</a>', '[b](https://example.com/z/b)'],
    ['addresses that lead nowhere', '<a href="#top">a</a> <a href="javascript:x()">b</a> <a>c</a>', 'a b c'],
    ['lists', '<ul><li>a<li>b<ol><li>c<li>d</ol></ul>', '- a\n- b\n\n  1. c\n  2. d'],
    ['a list that goes on', '<ol start="5"><li>a<li>b</ol><ol start=x><li>c</ol>', '5. a\n6. b\n\n1. c'],
    ['raised figures', '10<sup>2</sup> m, 6×10<sup>-3</sup>, 4<sup>th</sup>', '10^2 m, 6×10^-3, 4th'],
    ['numbers of notes', 'a<sup><a href="#note">[12]</a></sup> b<sup>3</sup> [4]', 'a(12) b^3 [4]'],
    ['what is struck out', '<del>10</del> <s>9</s> <ins>8</ins>', '~~10~~ ~~9~~ 8'],
    [
      'a mark that nobody ends',
      `a<sup>b<p>${'c '.repeat(300)}<p>d`,
      `a\n\nb\n\n${'c '.repeat(300).trim()}\n\nd`,
    ],
    ['tables', '<table><tr><th>A<th>B<tr><td>1<td>2|3</table>', '| A | B |\n| --- | --- |\n| 1 | 2\\|3 |'],
    ['tables that only place things', '<table><tr><td><h2>A</h2><p>b</table>', '## A\n\nb'],
    ['code', '<pre><code>a\n  b &lt; c</code></pre>use <code>d</code>', '```\na\n  b < c\n```\n\nuse `d`'],
    ['code with fences', '<pre>```\na\n```</pre>', '````\n```\na\n```\n````'],
    ['what is hidden', 'a<p hidden>b</p><i aria-hidden="true">c</i><i style="display : none">d</i>e', 'ae'],
    ['scripts', 'a<script>if (1 < 2) "</p>"</script><style>b{}</style>c', 'ac'],
    ['comments', 'a<!-- <b> --><!-->b<!doctype x>c', 'abc'],
    ['references', '&lt;&#44;&#x1F600;&eacute;&unknown;&#0;&#xD800;&nbsp;x', '<,😀é&unknown;\ufffd\ufffd x'],
    ['pictures', '<img src=x alt="A cat"><img src=y>', '[image: A cat]'],
    ['a tag that does not end', 'a<b c="d', 'a'],
    ['signs that are no tags', '1 < 2 <3> <', '1 < 2 <3> <'],
    ['a tag that is called as what every object has', '<b>a<constructor>b</constructor> c', 'ab c'],
    [
      'a link around a card',
      '<a href=/x><h3>Card</h3><p>text</p></a>',
      '### [Card text](https://example.com/x)',
    ],
  ])('reads %s', (_, html, text) => {
    expect(textOf(html)).toBe(text);
  });

  it('takes the main part where there is one', () => {
    const main = 'A sentence of the article. '.repeat(10).trim();
    expect(textOf(`<p>before</p><main><p>${main}</p></main><p>after</p>`)).toBe(main);
    expect(textOf('<p>before</p><main>short</main>')).toBe('before\n\nshort');
  });

  it('reads the title, but not that of a drawing', () => {
    expect(readPage('<svg><title>no</title></svg><title> A &amp;\n B</title>', URL_OF_PAGE).title).toBe(
      'A & B',
    );
  });

  it('never throws, and never shows a script', () => {
    const piece = fc.constantFrom(
      ...'<p> </p> <a_href=x> </a> <li> <ul> </ul> <td> <tr> <table> </table> <pre> </pre> <!-- --> <main> </main> < > " \' = & &amp; text <b_hidden> </b> <nav> </nav> <![CDATA[ <svg> </svg> <title> </title>'
        .split(' ')
        .map((each) => each.replace('_', ' ')),
    );
    const html = fc.array(fc.oneof(piece, fc.string({ maxLength: 5 })), { maxLength: 200 });
    fc.assert(
      fc.property(html, (pieces) => {
        const page = readPage(`<script>secret-word</script>${pieces.join('')}`, URL_OF_PAGE);
        expect(page.text).not.toContain('secret-word');
      }),
    );
  });

  it('shows every word of a text that is escaped', () => {
    const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(textOf(`<p>${escaped(text)}</p>`)).toBe(text.replace(/\s+/g, ' ').trim());
      }),
    );
  });

  it('leaves out what is behind 300,000 tags and texts', () => {
    expect(textOf('<p>x'.repeat(200_000)).match(/x/g)).toHaveLength(150_000);
  });

  it('shows no more than 2,000 addresses', () => {
    expect(textOf('<a href=b>c</a> '.repeat(3_000)).match(/\]\(/g)).toHaveLength(2_000);
  });

  it.each([
    ['deep', '<div>'.repeat(200_000)],
    ['ends of nothing', '</p>'.repeat(200_000)],
    ['attributes', `<a ${'b="c" '.repeat(200_000)}>`],
    ['quotes', `<a ${"b='".repeat(200_000)}`],
    ['open tags', '<a <b '.repeat(200_000)],
    ['comments', '<!--'.repeat(200_000)],
    ['scripts', '<script>'.repeat(100_000)],
    ['items', `${'<ul>'.repeat(100)}${'<li>x'.repeat(100_000)}`],
    ['ampersands', '&'.repeat(500_000)],
  ])('ends on a hostile page: %s', (_, html) => {
    expect(typeof textOf(html)).toBe('string');
  });
});
