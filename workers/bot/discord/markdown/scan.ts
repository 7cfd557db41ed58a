/**
 * Reads a Discord message from left to right: its lines, and what stretches over pieces of it. Pure.
 *
 * Discord's grammar, not CommonMark's (observed; Discord publishes none):
 * - Three backticks open and close a block anywhere in a line; a block or a spoiler may hold blank lines.
 * - `||` closes a spoiler even inside code that began in it. Nothing but code and addresses protects `||` elsewhere.
 * - Emphasis and inline code end with their paragraph, heading or list item at the latest. Emphasis does not cross the
 *   edge of a spoiler or a link.
 * - What begins in a quote ends with it.
 */
import { createEmphasis } from './emphasis.ts';
import { type Line, readLine, startsBlock } from './lines.ts';
import {
  AUTOLINK,
  BARE_URL,
  BEGUN_URL,
  ESCAPE,
  FENCE_OPENING,
  LINK,
  matchAt,
  PLAIN,
  REFERENCE,
} from './patterns.ts';
import type { Scan, Span } from './spans.ts';

/** Code, spoilers and links whose end is known, and what lies behind it. */
interface Scope {
  contentEnd: number;
  end: number;
}

/**
 * `whole`: nothing follows, so a marker that is not closed is plain text. Otherwise the text may grow: what is not closed
 * is open.
 */
export function scan(text: string, extent: 'whole' | 'growing'): Scan {
  return new Scanner(text, extent).read();
}

interface FoundSpan extends Pick<Span, 'kind' | 'marker' | 'start' | 'contentStart'> {
  /** Behind the closing marker; undefined when none stands before `bound`. */
  end: number | undefined;
  bound: number;
}

class Scanner {
  readonly #text: string;
  readonly #isWhole: boolean;
  readonly #result: Scan = { lines: [], spans: [], atoms: [] };
  readonly #emphasis: ReturnType<typeof createEmphasis>;
  readonly #scopes: Scope[] = [];
  #pos = 0;
  #line: Line | undefined;
  /** Where the quote that is being read ends. */
  #quoteEnd = 0;
  /** Where the paragraph that is being read ends, once somebody had to know. */
  #paragraphEnd: number | undefined;

  constructor(text: string, extent: 'whole' | 'growing') {
    this.#text = text;
    this.#isWhole = extent === 'whole';
    this.#emphasis = createEmphasis(text, this.#result.spans, extent);
  }

  read(): Scan {
    while (this.#readLogicalLine());
    this.#result.spans.sort((one, other) => one.start - other.start);
    return this.#result;
  }

  /** False when it was the last line: the one without a line feed, possibly empty. */
  #readLogicalLine(): boolean {
    const previous = this.#line;
    const line = readLine(this.#text, this.#pos, previous?.quote ?? '');
    this.#result.lines.push(line);
    this.#line = line;
    const isNothingYet = line.start === this.#text.length;
    if (!isNothingYet && startsBlock(line, previous)) {
      this.#emphasis.dropAll(line.start);
      this.#paragraphEnd = undefined;
    }
    if (line.quote !== previous?.quote) this.#quoteEnd = this.#findQuoteEnd(line);
    this.#pos = line.contentStart;
    while (this.#pos < this.#text.length && this.#text.charAt(this.#pos) !== '\n') this.#readToken();
    line.end = Math.min(this.#pos, this.#text.length);
    this.#pos++;
    return line.end < this.#text.length;
  }

  #readToken(): void {
    const scope = this.#scopes.at(-1);
    if (scope !== undefined && this.#pos >= scope.contentEnd) {
      this.#scopes.pop();
      this.#emphasis.leave(this.#pos);
      this.#pos = scope.end;
      return;
    }
    if (this.#readRun() || this.#readAtom()) return;
    const plain = matchAt(PLAIN, this.#text, this.#pos)?.[0].length ?? 1;
    this.#pos = Math.min(this.#pos + plain, scope?.contentEnd ?? Number.POSITIVE_INFINITY);
  }

  #readRun(): boolean {
    switch (this.#text.charAt(this.#pos)) {
      case '`':
        this.#readBackticks();
        return true;
      case '|':
        return this.#readSpoiler();
      case '*':
      case '_':
      case '~':
        this.#pos = this.#emphasis.readRun(this.#pos);
        return true;
      default:
        return false;
    }
  }

  #readBackticks(): void {
    let ticks = 1;
    while (this.#text.charAt(this.#pos + ticks) === '`') ticks++;
    if (ticks >= 3) this.#readFence(ticks);
    else this.#readCode(ticks);
  }

  #readFence(ticks: number): void {
    const start = this.#pos;
    const opening = matchAt(FENCE_OPENING, this.#text, start);
    const language = opening?.[1] ?? '';
    let contentStart = start + (opening?.[0].length ?? 3);
    while (this.#text.charAt(contentStart) === '\n') contentStart++;
    const bound = this.#bound(this.#quoteEnd);
    // A block is never empty: its first character is no part of what closes it.
    const close = this.#text.indexOf('```', contentStart + 1);
    const end = close === -1 || close + 3 > bound ? undefined : close + 3;
    const span = this.#add({ kind: 'fence', marker: '```', start, contentStart, end, bound });
    span.language = language;
    this.#pos = span.state === 'dropped' ? start + ticks : span.end;
  }

  #readCode(ticks: number): void {
    const start = this.#pos;
    this.#paragraphEnd ??= this.#findParagraphEnd();
    const bound = this.#bound(this.#paragraphEnd);
    const end = findRun(this.#text, start + ticks, ticks, bound);
    const span = this.#add({
      kind: 'code',
      marker: '`'.repeat(ticks),
      start,
      contentStart: start + ticks,
      end,
      bound,
    });
    this.#pos = span.state === 'dropped' ? start + ticks : span.end;
  }

  #readSpoiler(): boolean {
    const start = this.#pos;
    if (this.#text.charAt(start + 1) !== '|') return false;
    const contentStart = start + 2;
    const bound = this.#bound(this.#quoteEnd);
    // The first character belongs to the content, also when it is `|`.
    const close = this.#text.indexOf('||', contentStart + 1);
    const end = close === -1 || close + 2 > bound ? undefined : close + 2;
    const span = this.#add({ kind: 'spoiler', marker: '||', start, contentStart, end, bound });
    this.#pos = contentStart;
    if (span.state !== 'dropped') this.#enter(span);
    return true;
  }

  #readAtom(): boolean {
    const char = this.#text.charAt(this.#pos);
    if (char === '[') return this.#readLink();
    if (char === '\\') return this.#readEscape();
    if (char === '<') {
      return this.#readPiece('reference', REFERENCE) || this.#readPiece('autolink', AUTOLINK);
    }
    if (!/h/i.test(char)) return false;
    return (!this.#isWhole && this.#readPiece('url', BEGUN_URL)) || this.#readPiece('url', BARE_URL);
  }

  #readLink(): boolean {
    const start = this.#pos;
    const match = matchAt(LINK, this.#text, start);
    const { label = '', target = '' } = match?.groups ?? {};
    const end = start + (match?.[0].length ?? 0);
    if (match === null || end > this.#bound(end)) return false;
    const span = this.#add({ kind: 'link', marker: '', start, contentStart: start + 1, end, bound: end });
    span.contentEnd = start + 1 + label.length;
    span.href = target.replace(/^<(.*)>$/, '$1');
    this.#pos = span.contentStart;
    this.#enter(span);
    return true;
  }

  #readEscape(): boolean {
    // A spoiler is closed before anything else in it is read.
    if (this.#scopes.length > 0 && this.#text.startsWith('||', this.#pos + 1)) return false;
    return this.#readPiece('escape', ESCAPE);
  }

  #readPiece(kind: 'url' | 'autolink' | 'reference' | 'escape', pattern: RegExp): boolean {
    const start = this.#pos;
    const length = matchAt(pattern, this.#text, start)?.[0].length;
    if (length === undefined || start + length > this.#bound(start + length)) return false;
    this.#pos = start + length;
    this.#result.atoms.push({ kind, start, end: this.#pos });
    return true;
  }

  #enter({ contentEnd, end }: Span): void {
    this.#scopes.push({ contentEnd, end });
    this.#emphasis.enter();
  }

  #add({ kind, marker, start, contentStart, end, bound }: FoundSpan): Span {
    const isOpen = end === undefined && bound >= this.#text.length && !this.#isWhole;
    const span: Span = {
      kind,
      marker,
      start,
      contentStart,
      contentEnd: end === undefined ? bound : end - marker.length,
      end: end ?? bound,
      state: end !== undefined ? 'closed' : isOpen ? 'open' : 'dropped',
      language: '',
      href: '',
    };
    if (isOpen) span.contentEnd = span.end = Number.POSITIVE_INFINITY;
    this.#result.spans.push(span);
    return span;
  }

  #bound(end: number): number {
    return Math.min(end, this.#scopes.at(-1)?.contentEnd ?? Number.POSITIVE_INFINITY);
  }

  #findQuoteEnd(line: Line): number {
    if (line.quote !== '>') return this.#text.length;
    return this.#findEnd(line, (next) => next.quote !== '>');
  }

  #findParagraphEnd(): number {
    return this.#line === undefined ? 0 : this.#findEnd(this.#line, startsBlock);
  }

  /** The end of the last line before one with which something ends; what has not come ends nothing. */
  #findEnd(first: Line, ends: (next: Line, line: Line) => boolean): number {
    let line = first;
    for (;;) {
      const end = this.#text.indexOf('\n', Math.max(line.start, line === first ? this.#pos : 0));
      if (end === -1 || end + 1 >= this.#text.length) return this.#text.length;
      const next = readLine(this.#text, end + 1, line.quote);
      if (ends(next, line)) return end;
      line = next;
    }
  }
}

/** The end of the next run of exactly so many backticks. */
function findRun(text: string, from: number, ticks: number, bound: number): number | undefined {
  for (let start = text.indexOf('`', from); start !== -1 && start < bound; ) {
    let end = start + 1;
    while (text.charAt(end) === '`') end++;
    if (end - start === ticks && end <= bound) return end;
    start = text.indexOf('`', end);
  }
  return undefined;
}
