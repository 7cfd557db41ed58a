/** Where one message of a long answer ends: the best of the places at which it may be cut. Pure. */
import type { Line } from '../discord/markdown/lines.ts';
import { matchAt } from '../discord/markdown/patterns.ts';
import { scan } from '../discord/markdown/scan.ts';
import type { Span } from '../discord/markdown/spans.ts';
import { closeSpans, unquoted } from './open.ts';
import { lineAt, openNext, type View } from './opening.ts';
import { createSegments, isHighSurrogate, isSpace, skipSpace } from './segments.ts';

/** A cut must leave the message at least this full, or the next best kind of cut is tried. */
const MIN_FILL = 0.5;
/** How far a cut in a script without spaces is moved back to the beginning of a word. */
const MAX_WORD_CHARS = 30;
/** Inline code up to this length stays in one message. */
const MAX_WHOLE_CODE_CHARS = 100;

export interface Cut {
  /** Where the body ends, without white space. */
  end: number;
  suffix: string;
  /** Where the next body begins, and what stands before it. */
  next: number;
  prefix: string;
}

/** `text`: what the part begins with, `base` characters of it repeated, up to the first character that does not fit. */
export function viewOf(text: string, base: number, limit: number): View {
  return {
    text,
    base,
    limit,
    overflow: text.length - 1,
    scan: scan(text, 'growing'),
    segments: createSegments(text, base),
  };
}

/** Depends on the view alone. */
export function chooseCut(view: View): Cut {
  const { base, limit } = view;
  const whole = wholePieces(view);
  const tryCut: TryCut = (at) => (isInside(whole, at) ? undefined : cutAt(view, at, 'clean'));
  const lines = rankLines(view);
  const from = base + (limit - base) * MIN_FILL;
  const late = lines.filter(({ start }) => start > from);
  const best =
    lastLine(late, ['paragraph'], tryCut) ??
    lastLine(late, ['block'], tryCut) ??
    lastLine(late, ['line'], tryCut);
  if (best !== undefined) return best;
  const spaces = spaceCuts(view, tryCut);
  if (spaces.sentence !== undefined) return spaces.sentence;
  // A line that fits but must not begin a message: rather a good place that leaves this one less full.
  const early = late.length === 0 ? undefined : lastLine(lines, ['paragraph', 'block', 'line'], tryCut);
  return early ?? lastLine(late, ['glued'], tryCut) ?? spaces.word ?? hardCut(view, tryCut);
}

type TryCut = (at: number) => Cut | undefined;

/**
 * Undefined where a message must not end. A clean cut leaves something of what is open in both messages, and changes how nothing
 * is read; a forced one only has to fit.
 */
function cutAt(view: View, at: number, kind: 'clean' | 'forced'): Cut | undefined {
  const { text, base, limit } = view;
  const isClean = kind === 'clean';
  const end = base + text.slice(base, at).trimEnd().length;
  if (end <= base) return undefined;
  const { next, prefix, spans } = openNext(view, at);
  if (isClean && !spans.every((span) => isSplittable(view, span, end, next))) return undefined;
  const suffix = closeSpans(spans, view.scan, end);
  if (end + suffix.length > limit) return undefined;
  if (isClean && joinsMarks(text, { end, suffix, next, prefix })) return undefined;
  if (isClean && beginsBlock(text, at, next) && !spans.some((span) => span.kind === 'fence'))
    return undefined;
  return { end, suffix, next, prefix };
}

function isSplittable(
  { text }: View,
  { contentStart, contentEnd }: Span,
  end: number,
  next: number,
): boolean {
  const hasBefore = unquoted(text.slice(contentStart, end)).trim() !== '';
  // What closes it may have come in part.
  return hasBefore && !/^[\s`|*_~>]*$/.test(text.slice(next, Math.min(contentEnd, text.length)));
}

/** Marks that meet at a cut would be read as other marks. */
function joinsMarks(text: string, { end, suffix, next, prefix }: Cut): boolean {
  const before = text.charAt(end - 1);
  const after = text.charAt(next);
  const isRun = before === after && end === next && MARK.test(before);
  const escapes = before === '\\' && suffix !== '';
  return (
    isRun ||
    escapes ||
    (before === suffix.charAt(0) && MARK.test(before)) ||
    (after === prefix.at(-1) && MARK.test(after))
  );
}

const MARK = /[*_~`|]/;

/** What stands in the middle of a line would be a quote, a heading or a list item at the beginning of a message. */
function beginsBlock(text: string, at: number, next: number): boolean {
  return text.lastIndexOf('\n', next - 1) < at - 1 && matchAt(BLOCK_MARK, text, next) !== null;
}

/** At the end it may become one. */
const BLOCK_MARK = /(?:>(?:>>)?|#{1,3}|-#|[-*]|\d{1,9}\.)[ \t]|[>#*\d.-]+$/y;

/** What stays in one message: addresses, mentions, links, short inline code, and what may become one of these. */
function wholePieces({ text, scan: { atoms, spans }, overflow }: View): { start: number; end: number }[] {
  const pieces: { start: number; end: number }[] = [...atoms];
  for (const span of spans) {
    const isShort =
      span.kind === 'code' &&
      span.state !== 'dropped' &&
      Math.min(span.end, overflow) - span.start <= MAX_WHOLE_CODE_CHARS;
    if (span.kind === 'link' || isShort) pieces.push(span);
  }
  const begun = BEGUN.exec(text)?.index;
  if (begun !== undefined) pieces.push({ start: begun, end: Number.POSITIVE_INFINITY });
  return pieces;
}

/** Of a link: in `<>` or with parentheses in pairs, and a title. */
const BEGUN_TARGET = /\((?:<[^<>\n]*>?|(?:[^\s()<]|\([^\s()]*\))*)(?:\([^\s()]*|[ \t]+(?:"[^"\n|]*"?)?)?/;

/** A link, an address, an emoji, a mention of which the end has not come. */
const BEGUN = new RegExp(
  `(?:\\[(?:[^[\\]\\n]|\\[[^[\\]\\n]*\\]){0,300}(?:\\](?:${BEGUN_TARGET.source})?)?|<[^\\s<>]{0,300}|\\bht{0,2}|\\bhttps?:?\\/{0,2}[^\\s<>]*)$`,
  'i',
);

function isInside(pieces: readonly { start: number; end: number }[], at: number): boolean {
  return pieces.some(({ start, end }) => start < at && at < end);
}

/**
 * `paragraph`: before a paragraph, a heading or a code block. `block`: before a table, or a line that is not indented: a
 * list item rather than what belongs to it, or in code a definition behind a blank line. `glued`: where two lines belong together: a heading and its text, the top of a
 * table.
 */
type Rank = 'paragraph' | 'block' | 'line' | 'glued';

interface RankedLine {
  start: number;
  rank: Rank;
}

/** The lines at which the message may be cut, blank ones left out. */
function rankLines({ text, base, overflow, scan: scanned }: View): RankedLine[] {
  const ranked: RankedLine[] = [];
  let previous = lineAt(scanned.lines, skipSpace(text, base));
  for (let feed = text.indexOf('\n', base); feed !== -1; feed = text.indexOf('\n', feed + 1)) {
    const start = feed + 1;
    const lineEnd = text.indexOf('\n', start);
    if (start > overflow) break;
    if (text.slice(start, lineEnd === -1 ? overflow + 1 : lineEnd).trim() === '') continue;
    const line = lineAt(scanned.lines, start);
    ranked.push({ start, rank: rankLine(text, line, previous, start) });
    previous = line;
  }
  return ranked;
}

function lastLine(lines: readonly RankedLine[], ranks: readonly Rank[], tryCut: TryCut): Cut | undefined {
  for (let index = lines.length - 1; index >= 0; index--) {
    const line = lines[index];
    const cut = line !== undefined && ranks.includes(line.rank) ? tryCut(line.start) : undefined;
    if (cut !== undefined) return cut;
  }
  return undefined;
}

const TABLE_RULE = /^(?=.*\|)[\s:|-]*-[\s:|-]*$/;
const TABLE_ROW = /^\s*\|(?!\|)/;

function rankLine(text: string, line: Line, previous: Line, start: number): Rank {
  if (line.start !== start) return beginsDefinition(text, start) ? 'block' : 'line';
  const head = headOf(text, line);
  const previousHead = headOf(text, previous);
  if (previous.kind === 'heading' || TABLE_RULE.test(head) || TABLE_RULE.test(previousHead)) return 'glued';
  if (previous.end + 1 < start || line.kind === 'heading' || head.trimStart().startsWith('```'))
    return 'paragraph';
  const belongsToPrevious = TABLE_ROW.test(head)
    ? TABLE_ROW.test(previousHead)
    : /^\s/.test(head) || line.indent > 0;
  return belongsToPrevious ? 'line' : 'block';
}

/** In code, which is one line to the scan. */
function beginsDefinition(text: string, start: number): boolean {
  return (
    /\n[ \t]{0,100}\n$/.test(text.slice(Math.max(0, start - 102), start)) &&
    /[^\s`)}\]]/.test(text.charAt(start))
  );
}

/** As much of a line as tells what it is. */
function headOf(text: string, { contentStart, end }: Line): string {
  return text.slice(contentStart, Math.min(end, contentStart + 200));
}

const SENTENCE_END = /[.!?…。！？][)\]"'’”」』*_~|]*$/u;
const WIDE_SENTENCE_END = /[。！？]/;
/** `1. ` and the like begin a list item; they end no sentence. */
const LIST_NUMBER = /^\s*\d+\.$/;

/** The last sentence's end and the last space inside a line. */
function spaceCuts(view: View, tryCut: TryCut): { sentence?: Cut; word?: Cut } {
  const { text, base, limit, overflow, scan: scanned, segments } = view;
  const code = scanned.spans.filter(
    ({ kind, state }) => (kind === 'fence' || kind === 'code') && state !== 'dropped',
  );
  let word: Cut | undefined;
  for (let at = overflow; at > base + (limit - base) * MIN_FILL; at--) {
    const isWord = isSpace(text, at - 1) && !isSpace(text, at);
    if (!isWord && !WIDE_SENTENCE_END.test(text.charAt(at - 1))) continue;
    const lineStart = text.lastIndexOf('\n', at - 1) + 1;
    const before = text.slice(Math.max(lineStart, base, at - 40), at).trimEnd();
    const isSentence = SENTENCE_END.test(before) && !LIST_NUMBER.test(before) && !isInside(code, at);
    if (before === '' || !(isSentence || (isWord && word === undefined)) || !segments.isCharacterEdge(at))
      continue;
    const cut = tryCut(at);
    if (cut === undefined) continue;
    if (isSentence) return { sentence: cut };
    word = cut;
  }
  return word === undefined ? {} : { word };
}

/** In the middle of a run without spaces: between words where a dictionary knows them, else between characters. */
function hardCut(view: View, tryCut: TryCut): Cut {
  const { text, base, overflow, segments } = view;
  const last = isHighSurrogate(text, overflow) ? overflow - 1 : overflow;
  const word = segments.wordStart(overflow);
  if (word > base && overflow - word <= MAX_WORD_CHARS && segments.isCharacterEdge(word)) {
    const cut = tryCut(word);
    if (cut !== undefined) return cut;
  }
  return (
    lastCut(view, last, tryCut) ??
    lastCut(view, last, (at) => cutAt(view, at, 'clean')) ??
    lastCut(view, last, (at) => cutAt(view, at, 'forced')) ??
    // One character that fills a whole message: at least its code points stay whole.
    bluntCut(view, last)
  );
}

function lastCut({ base, segments }: View, last: number, tryCut: TryCut): Cut | undefined {
  for (let at = segments.characterStart(last); at > base; at = segments.characterStart(at - 1)) {
    const cut = tryCut(at);
    if (cut !== undefined) return cut;
  }
  return undefined;
}

function bluntCut(view: View, last: number): Cut {
  const { text, base } = view;
  for (let at = last; at > base + 1; at--) {
    const cut = isHighSurrogate(text, at - 1) ? undefined : cutAt(view, at, 'forced');
    if (cut !== undefined) return cut;
  }
  return { end: last, next: last, suffix: '', prefix: '' };
}
