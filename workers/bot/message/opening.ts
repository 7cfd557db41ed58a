/** How the message behind a cut begins. Pure. */
import { type Line, quoteMark } from '../discord/markdown/lines.ts';
import type { Scan, Span } from '../discord/markdown/spans.ts';
import { openAt, reopenSpans } from './open.ts';
import { type Segments, skipSpace } from './segments.ts';

/** A longer parent of a nested list is repeated without its text. */
const MAX_PARENT_CHARS = 100;

export interface View {
  /** What the part begins with, and its text up to the first character that does not fit. */
  text: string;
  /** Where the part's own text begins. */
  base: number;
  limit: number;
  /** The first character that does not fit; never white space. */
  overflow: number;
  scan: Scan;
  segments: Segments;
}

export interface Opening {
  /** Where the next body begins. */
  next: number;
  prefix: string;
  /** What goes on there. */
  spans: Span[];
}

/** White space behind a cut is left out; indentation stays where it means something, in code and nested lists. */
export function openNext(view: View, cut: number): Opening {
  const { text, scan } = view;
  const shown = skipSpace(text, cut);
  const spans = openAt(scan, shown);
  const line = lineAt(scan.lines, shown);
  const lineStart = text.lastIndexOf('\n', shown - 1) + 1;
  const quote = quoteOf(text, line, shown, lineStart < cut);
  if (lineStart < cut)
    return { next: wholeSpace(view, cut, shown), prefix: reopenSpans(spans, view.scan, quote), spans };
  if (spans.some(({ kind }) => kind === 'fence'))
    return openCode(view, { shown, lineStart, line, quote, spans });
  if (line.start !== lineStart) return { next: shown, prefix: reopenSpans(spans, view.scan, quote), spans };
  return openLine(view, { shown, line, quote, spans });
}

/** A mark can stand on a space: then the two stay together. */
function wholeSpace({ segments }: View, cut: number, shown: number): number {
  return shown === cut || segments.isCharacterEdge(shown) ? shown : shown - 1;
}

/** The marks of the quote that goes on, unless the text brings them itself. */
function quoteOf(text: string, line: Line, shown: number, isInLine: boolean): string {
  if (line.quote === '>>>') return text.startsWith(quoteMark('>>>'), shown) ? '' : quoteMark('>>>');
  return isInLine || shown > line.start ? quoteMark(line.quote) : '';
}

interface Place {
  shown: number;
  lineStart: number;
  line: Line;
  quote: string;
  spans: Span[];
}

function openCode(view: View, { shown, lineStart, line, quote, spans }: Place): Opening {
  const { text, limit } = view;
  const isQuoted = line.quote === '>';
  const from =
    isQuoted && text.charAt(shown) === '>' ? shown + (text.charAt(shown + 1) === ' ' ? 2 : 1) : lineStart;
  const next = shown - from > limit / 4 ? shown : from;
  return { next, prefix: reopenSpans(spans, view.scan, isQuoted ? quoteMark('>') : quote), spans };
}

/** The cut is at the beginning of a line outside code. */
function openLine(view: View, { shown, line, quote, spans }: Omit<Place, 'lineStart'>): Opening {
  const isQuoted = line.quote === '>';
  const parents = repeatParents(view, line, shown);
  if (spans.length === 0)
    return parents === ''
      ? { next: shown, prefix: quote, spans }
      : { next: line.start, prefix: quote + parents, spans };
  // Behind an opening mark a heading or a list item would be plain text, so the mark gets a line of its own.
  if (line.kind === 'heading' || line.kind === 'subtext' || line.kind === 'item') {
    const opened = `${reopenSpans(spans, view.scan, isQuoted ? quoteMark('>') : quote)}\n`;
    return { next: parents === '' ? shown : line.start, prefix: opened + parents, spans };
  }
  if (!isQuoted) return { next: shown, prefix: reopenSpans(spans, view.scan, quote), spans };
  return {
    next: skipSpace(view.text, line.contentStart),
    prefix: reopenSpans(spans, view.scan, quoteMark('>')),
    spans,
  };
}

/** The items that a nested one stands in, each on its line; empty when there are none. */
function repeatParents({ text, scan, limit }: View, line: Line, shown: number): string {
  const parents: Line[] = [];
  // Of an item at the very end no more than its bullet may have come.
  const isItem = line.kind === 'item' || /^(?:[-*]|\d{1,9}\.?)\s*$/.test(text.slice(shown));
  let indent = isItem ? blanksBefore(text, line) : 0;
  for (let index = scan.lines.indexOf(line) - 1; index >= 0 && indent > 0; index--) {
    const above = scan.lines[index] as Line;
    if (above.quote !== line.quote || isOutside(text, above)) break;
    if (above.kind !== 'item' || above.indent >= indent) continue;
    parents.unshift(above);
    indent = above.indent;
  }
  const whole = parents.map((parent) => repeatParent(text, scan, parent));
  const short = parents.map(shorten);
  for (const lines of [whole, short]) {
    const all = lines.map((one) => `${one}\n`).join('');
    if (all.length <= limit / 4) return all;
  }
  return '';
}

function blanksBefore(text: string, { kind, indent, contentStart }: Line): number {
  return kind === 'item' ? indent : skipSpace(text, contentStart) - contentStart;
}

/** A line that is neither in a list nor blank ends the list. */
function isOutside(text: string, line: Line): boolean {
  if (line.kind === 'blank' || line.kind === 'item') return false;
  return line.kind !== 'text' || !/\s/.test(text.charAt(line.contentStart));
}

function repeatParent(text: string, { spans }: Scan, line: Line): string {
  const content = text.slice(line.start, line.end).trimEnd();
  const isWhole = spans.every(
    ({ start, end, kind }) =>
      start >= line.end || end <= line.start || (start >= line.start && end <= line.end && kind !== 'fence'),
  );
  return isWhole && content.length <= MAX_PARENT_CHARS ? content : shorten(line);
}

function shorten({ quote, indent, bullet }: Line): string {
  return `${quote === '>' ? quoteMark('>') : ''}${' '.repeat(indent)}${bullet} …`;
}

export function lineAt(lines: readonly Line[], index: number): Line {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lines[middle] as Line).start <= index) low = middle;
    else high = middle - 1;
  }
  return lines[low] as Line;
}
