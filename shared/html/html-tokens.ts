/**
 * Cuts HTML into tags and texts, as leniently as a browser does and in time that grows with the length alone. Pure; never
 * throws. HTMLRewriter is not used: it reports no end of an element that the page does not close, and gives up on some pages.
 */
import { decodeEntities } from './entities.ts';

export type HtmlToken =
  | { type: 'open'; name: string; attributes: ReadonlyMap<string, string> }
  | { type: 'close'; name: string }
  | { type: 'text'; text: string };

/** Their content is text up to their own end tag. */
const RAW: ReadonlySet<string> = new Set([
  'script',
  'style',
  'textarea',
  'title',
  'xmp',
  'iframe',
  'noembed',
  'noframes',
]);
const NAME_START = /[a-z]/i;
const MAX_ATTRIBUTES = 100;

export function* readHtml(html: string): Generator<HtmlToken> {
  let at = 0;
  let textStart = 0;
  while (at < html.length) {
    const start = html.indexOf('<', at);
    if (start === -1) break;
    const next = html[start + 1] ?? '';
    if (next === '!' || next === '?') {
      if (start > textStart) yield textToken(html.slice(textStart, start));
      at = skipDeclaration(html, start);
      textStart = at;
      continue;
    }
    const isClose = next === '/';
    if (!NAME_START.test(html[start + (isClose ? 2 : 1)] ?? '')) {
      at = start + 1;
      continue;
    }
    if (start > textStart) yield textToken(html.slice(textStart, start));
    const tag = readTag(html, start + (isClose ? 2 : 1));
    at = tag.end;
    textStart = at;
    if (isClose) yield { type: 'close', name: tag.name };
    else {
      yield { type: 'open', name: tag.name, attributes: tag.attributes };
      if (!RAW.has(tag.name)) continue;
      const end = endOfRaw(html, at, tag.name);
      if (end > at) yield textToken(html.slice(at, end));
      at = end;
      textStart = end;
    }
  }
  if (textStart < html.length) yield textToken(html.slice(textStart));
}

function textToken(text: string): HtmlToken {
  return { type: 'text', text: decodeEntities(text) };
}

function skipDeclaration(html: string, start: number): number {
  const isComment = html.startsWith('<!--', start);
  const isData = html.startsWith('<![CDATA[', start);
  const mark = isComment ? '-->' : isData ? ']]>' : '>';
  // `<!-->` is a whole comment.
  const end = html.indexOf(mark, start + 2);
  return end === -1 ? html.length : end + mark.length;
}

function endOfRaw(html: string, from: number, name: string): number {
  const pattern = new RegExp(`</${name}[\\s/>]`, 'gi');
  pattern.lastIndex = from;
  return pattern.exec(html)?.index ?? html.length;
}

interface Tag {
  name: string;
  attributes: Map<string, string>;
  end: number;
}

/** From the first letter of the name to behind its `>`; a tag that does not end takes the rest. */
function readTag(html: string, start: number): Tag {
  const nameEnd = scan(html, start, (code) => isSpace(code) || code === SLASH || code === END);
  const tag: Tag = {
    name: html.slice(start, nameEnd).toLowerCase(),
    attributes: new Map(),
    end: html.length,
  };
  let at = nameEnd;
  while (at < html.length) {
    at = scan(html, at, (code) => !isSpace(code) && code !== SLASH);
    if (html[at] === '>') {
      tag.end = at + 1;
      return tag;
    }
    const from = at;
    // A `=` at the beginning is part of the name, so that every step moves on.
    at = scan(html, from + 1, (code) => isSpace(code) || code === SLASH || code === END || code === EQUALS);
    const name = html.slice(from, at).toLowerCase();
    const value = readValue(html, at);
    at = value.end;
    if (tag.attributes.size < MAX_ATTRIBUTES && !tag.attributes.has(name))
      tag.attributes.set(name, decodeEntities(value.text));
  }
  return tag;
}

function readValue(html: string, from: number): { text: string; end: number } {
  const equals = scan(html, from, (code) => !isSpace(code));
  if (html[equals] !== '=') return { text: '', end: from };
  const start = scan(html, equals + 1, (code) => !isSpace(code));
  const quote = html[start];
  if (quote === '"' || quote === "'") {
    const end = html.indexOf(quote, start + 1);
    return end === -1 ? { text: '', end: html.length } : { text: html.slice(start + 1, end), end: end + 1 };
  }
  const end = scan(html, start, (code) => isSpace(code) || code === END);
  return { text: html.slice(start, end), end };
}

function scan(html: string, from: number, isEnd: (code: number) => boolean): number {
  let at = from;
  while (at < html.length && !isEnd(html.charCodeAt(at))) at += 1;
  return at;
}

const [SLASH, END, EQUALS] = [0x2f, 0x3e, 0x3d];

/** Tab, line feed, form feed, carriage return, space. */
function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d && code !== 0x0b);
}
