/**
 * What a person reads of an HTML page, as Markdown: headings, links, lists, tables and code. Scripts, styles, navigation and
 * what is hidden are left out; of a page with a main part, that part. Pure; never throws, and linear in the length.
 */
import { codeBlock, tableRow, tableRule } from './blocks.ts';
import { type HtmlToken, readHtml } from './html-tokens.ts';
import { createTextWriter, type TextWriter } from './text-writer.ts';

export interface ReadablePage {
  title: string;
  text: string;
  /** It was too long to be read to its end. */
  isCut: boolean;
}

/** Tags and texts; what is behind them is left out. A page of 4 MB has about so many, and a hostile one far more. */
const MAX_TOKENS = 300_000;
/** Deeper elements are read as if they were not there. */
const MAX_DEPTH = 128;
const MIN_MAIN_CHARS = 200;
const MAX_LINK_CHARS = 300;
/** To parse an address is slow; of further links the text is shown. */
const MAX_LINKS = 2_000;
const MAX_LINK_TEXT_CHARS = 500;

const VOID = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));
const SKIPPED = new Set(
  'script style template nav svg math canvas iframe object audio video button select textarea dialog noembed noframes'.split(
    ' ',
  ),
);
const PARAGRAPHS = new Set(
  'p blockquote section article main figure table ul ol dl pre details h1 h2 h3 h4 h5 h6 hr'.split(' '),
);
const LINES = new Set(
  'div header footer aside form fieldset address figcaption summary tr li dt dd caption body'.split(' '),
);
/** An open one ends where one of its kind begins. */
const ENDED_BY: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['li', new Set(['li'])],
  ['dt', new Set(['dt', 'dd'])],
  ['dd', new Set(['dt', 'dd'])],
  ['tr', new Set(['tr', 'td', 'th'])],
  ['td', new Set(['td', 'th'])],
  ['th', new Set(['td', 'th'])],
  ['a', new Set(['a'])],
]);
/** No longer so, or never: a price of before, a rule that is struck out. */
const STRUCK = new Set(['s', 'strike', 'del']);
const DIVERTED = new Set(['td', 'th', 'code', 'sup', ...STRUCK]);
const HIDDEN_STYLE = /(?:display\s*:\s*none|visibility\s*:\s*hidden)/i;

interface OpenElement {
  name: string;
  isSkipped: boolean;
  /** Its text is collected apart and used at its end. */
  writer: TextWriter | null;
  href: string | null;
  /** Of a list: the number of its newest item. */
  count: number;
  /** Of a row. */
  cells: string[];
  /** Of a table: its rows so far. */
  rows: number;
  start: number;
}

/** `url`: of the page, which its links are relative to. */
export function readPage(html: string, url: URL): ReadablePage {
  const page = createPage(url);
  let tokens = 0;
  for (const token of readHtml(html)) {
    tokens += 1;
    if (tokens > MAX_TOKENS) break;
    page.take(token);
  }
  return { ...page.end(), isCut: tokens > MAX_TOKENS };
}

function createPage(url: URL) {
  const root = createTextWriter();
  const stack: OpenElement[] = [];
  /** Those of the stack that are lists. */
  const lists: OpenElement[] = [];
  const openCounts = new Map<string, number>();
  const main: { start: number; end: number }[] = [];
  let base = url;
  let title = '';
  let isInTitle = false;
  let skipped = 0;
  let links = 0;
  let out = root;

  function take(token: HtmlToken): void {
    if (token.type === 'text') takeText(token.text);
    else if (token.type === 'open') open(token.name, token.attributes);
    else close(token.name);
  }

  function takeText(text: string): void {
    if (isInTitle) title ||= text.replace(/\s+/g, ' ').trim();
    else if (skipped > 0) return;
    else if (openCounts.get('pre')) stack.findLast(({ name }) => name === 'pre')?.cells.push(text);
    else out.write(text);
  }

  function open(name: string, attributes: ReadonlyMap<string, string>): void {
    isInTitle = name === 'title' && title === '' && !openCounts.get('svg');
    if (name === 'base') base = resolve(attributes.get('href') ?? '', url) ?? url;
    endImplied(name);
    if (VOID.has(name)) takeVoid(name, attributes);
    else if (stack.length < MAX_DEPTH) push(name, attributes);
  }

  function endImplied(name: string): void {
    const top = stack.at(-1);
    if (top !== undefined && ENDED_BY.get(name)?.has(top.name)) pop();
    if (top?.name === 'p' && breaksOf(name) > 0) pop();
    // A new row also ends the last one's open cell.
    if (name === 'tr' && stack.at(-1)?.name === 'tr') pop();
  }

  function takeVoid(name: string, attributes: ReadonlyMap<string, string>): void {
    if (skipped > 0) return;
    const alt = attributes.get('alt')?.trim() ?? '';
    if (name === 'br') {
      if (openCounts.get('pre')) takeText('\n');
      else out.breakLines(1);
    } else if (name === 'hr') out.breakLines(2);
    else if (name === 'img' && alt !== '' && !isHidden(attributes)) out.write(`[image: ${alt}]`);
  }

  function push(name: string, attributes: ReadonlyMap<string, string>): void {
    const isSkipped = SKIPPED.has(name) || isHidden(attributes);
    const element: OpenElement = {
      name,
      isSkipped,
      writer: null,
      href: null,
      count: name === 'ol' ? startOf(attributes.get('start')) : 0,
      cells: [],
      rows: 0,
      start: root.length,
    };
    stack.push(element);
    if (name === 'ul' || name === 'ol') lists.push(element);
    openCounts.set(name, (openCounts.get(name) ?? 0) + 1);
    if (isSkipped) skipped += 1;
    if (skipped > 0) return;
    out.breakLines(breaksOf(name));
    if (/^h[1-6]$/.test(name)) out.mark(`${'#'.repeat(Number(name[1]))} `);
    if (name === 'li') out.mark(itemMark());
    if (name === 'blockquote') out.mark('> ');
    if (name === 'a') element.href = linkTarget(attributes.get('href'));
    if (element.href !== null || DIVERTED.has(name)) divert(element);
  }

  function divert(element: OpenElement): void {
    if (element.name === 'code' && openCounts.get('pre')) return;
    element.writer = out;
    out = createTextWriter();
  }

  function itemMark(): string {
    const list = lists.at(-1);
    if (list !== undefined) list.count += 1;
    const indent = '  '.repeat(Math.max(0, Math.min(lists.length, 5) - 1));
    return `${indent}${list?.name === 'ol' ? `${list.count}.` : '-'} `;
  }

  function linkTarget(href: string | undefined): string | null {
    if (href === undefined || href.startsWith('#') || links === MAX_LINKS) return null;
    links += 1;
    const target = resolve(href, base);
    return target === null || target.href.length > MAX_LINK_CHARS ? null : target.href;
  }

  function close(name: string): void {
    if (name === 'title') isInTitle = false;
    if (!openCounts.get(name)) return;
    while (stack.length > 0 && stack.at(-1)?.name !== name) pop();
    pop();
  }

  function pop(): void {
    const element = stack.pop();
    if (element === undefined) return;
    if (element === lists.at(-1)) lists.pop();
    openCounts.set(element.name, (openCounts.get(element.name) ?? 1) - 1);
    if (skipped === 0) finish(element);
    if (element.isSkipped) skipped -= 1;
  }

  function finish(element: OpenElement): void {
    const { name, writer, href } = element;
    if (writer !== null) {
      const text = out.toText();
      out = writer;
      finishDiverted(name, text, href);
    }
    if (name === 'tr') writeRow(element.cells);
    if (name === 'pre') writeCode(element.cells.join(''));
    if (name === 'main' && writer === null && out === root)
      main.push({ start: element.start, end: root.length });
    out.breakLines(breaksOf(name));
  }

  function finishDiverted(name: string, text: string, href: string | null): void {
    if (name === 'td' || name === 'th') {
      const row = stack.findLast((each) => each.name === 'tr');
      if (row === undefined) out.write(text);
      else row.cells.push(text);
      return;
    }
    if (name !== 'code' && text.length > MAX_LINK_TEXT_CHARS) {
      out.writeBlock(text);
      return;
    }
    if (name === 'sup') {
      // 10² is not 102, and the number of a note is none of a source of Libra's, which stands in such brackets.
      out.write(text.replace(/^[-−+]?\d+$/, '^$&').replace(/^\[(\d+)\]$/, '($1)'));
      return;
    }
    const [, heading = '', line = ''] = /^(#+ )?(.*)$/.exec(text.replace(/\s+/g, ' ').trim()) ?? [];
    if (line === '') return;
    if (heading !== '') {
      out.breakLines(2);
      out.mark(heading);
    }
    if (STRUCK.has(name)) out.write(`~~${line}~~`);
    else out.write(name === 'code' ? `\`${line}\`` : `[${line}](${href})`);
  }

  function writeRow(cells: readonly string[]): void {
    const row = tableRow(cells);
    if (row === null) {
      for (const cell of cells) if (cell !== '') out.writeBlock(cell);
      return;
    }
    const table = stack.findLast((each) => each.name === 'table');
    out.breakLines(1);
    out.write(row);
    if (table !== undefined) {
      table.rows += 1;
      if (table.rows === 1) {
        out.breakLines(1);
        out.write(tableRule(cells.length));
      }
    }
    out.breakLines(1);
  }

  function writeCode(code: string): void {
    const block = codeBlock(code);
    if (block !== null) out.writeBlock(block);
  }

  function end(): Omit<ReadablePage, 'isCut'> {
    while (stack.length > 0) pop();
    const text = root.toText();
    const parts = main.map(({ start, end: to }) => text.slice(start, to).trim());
    const longest = parts.reduce((best, part) => (part.length > best.length ? part : best), '');
    return { title, text: longest.length >= MIN_MAIN_CHARS ? longest : text };
  }

  return { take, end };
}

function breaksOf(name: string): number {
  return PARAGRAPHS.has(name) ? 2 : LINES.has(name) ? 1 : 0;
}

/** The number before that of the first item. */
function startOf(start = ''): number {
  return /^\s*\d{1,9}\s*$/.test(start) ? Number(start) - 1 : 0;
}

function isHidden(attributes: ReadonlyMap<string, string>): boolean {
  return (
    attributes.has('hidden') ||
    attributes.get('aria-hidden') === 'true' ||
    HIDDEN_STYLE.test(attributes.get('style') ?? '')
  );
}

/** Null for what is no address of the web. */
function resolve(href: string, base: URL): URL | null {
  if (!URL.canParse(href, base.href)) return null;
  const url = new URL(href, base);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url : null;
}
