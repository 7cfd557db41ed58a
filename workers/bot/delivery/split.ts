/**
 * Cuts a long markdown answer into Discord messages. Pure, and linear in the length of the text.
 *
 * - Nothing is lost or invented: the bodies joined are the text, character for character (`joinParts`).
 * - Messages that are followed by another never change while the text grows: a cut depends on nothing behind the
 *   first character that did not fit. So a streamed answer edits its last message only.
 * - Lengths count UTF-16 units. Discord is said to count code points; units are never fewer.
 */
import { type Fence, type Line, MAX_FENCE_LINE_CHARS, mayBeFence, missingClose, readLines } from './code-fences.ts';

export interface MessagePart {
  /** Reopens the code block that the cut went through; usually empty. */
  prefix: string;
  /** A slice of the text, with the white space up to the next part. */
  body: string;
  /** Closes the code block that is open at the end; usually empty. */
  suffix: string;
}

/** Room for a reopened fence, a fence line, a closed fence and some text. */
const MIN_LIMIT = 100;

/** The best cut wins if it leaves the message at least this full; else the next best kind is tried. */
const MIN_FILL = 0.5;
/** A cut between words is not worth much: better a fuller message than a shorter one. */
const MIN_WORD_FILL = 0.8;
/** How far a cut in a script without spaces is moved back to the beginning of a word. */
const MAX_WORD_CHARS = 30;

/**
 * At least one part, none of which is blank, each at most `limit` long when rendered. A text of white space alone has no
 * parts: Discord would refuse it. Throws a RangeError for a limit under 100.
 */
export function splitMessage(text: string, limit = 2_000): MessagePart[] {
  if (!(limit >= MIN_LIMIT)) throw new RangeError(`A limit under ${MIN_LIMIT} leaves no room for fences`);
  const lines = readLines(text);
  const parts: MessagePart[] = [];
  let part: Opening = { start: 0, base: skipSpace(text, 0), prefix: '' };
  if (part.base === text.length) return parts;
  for (;;) {
    const view: View = { text, lines, base: part.base, room: limit - part.prefix.length, overflow: 0 };
    const overflow = findOverflow(view);
    if (overflow === undefined) {
      parts.push({ prefix: part.prefix, body: text.slice(part.start), suffix: closeAtEnd(view) });
      return parts;
    }
    const cut = chooseCut({ ...view, overflow });
    const fence = fenceAt(lines, cut);
    const next = openNext(text, cut, fence, limit);
    parts.push({
      prefix: part.prefix,
      body: text.slice(part.start, next.start),
      suffix: fence === undefined ? '' : `\n${fence.marker}`,
    });
    part = next;
  }
}

/** What goes into the message. White space at the edges is left out, as Discord does itself. */
export function render(part: MessagePart): string {
  const body = part.prefix === '' ? part.body.trim() : part.body.trimEnd();
  return part.prefix + body + part.suffix;
}

export function joinParts(parts: readonly MessagePart[]): string {
  return parts.map(({ body }) => body).join('');
}

interface Opening {
  start: number;
  /** Where the rendered body begins: leading white space counts only inside code. */
  base: number;
  prefix: string;
}

/** One part in the making. Whoever chooses a cut must not look behind `overflow`. */
interface View {
  text: string;
  lines: readonly Line[];
  base: number;
  /** What the rendered body and suffix may take. */
  room: number;
  /** The first character that does not fit; never white space. */
  overflow: number;
}

function findOverflow({ text, lines, base, room }: View): number | undefined {
  // Nothing before this can be too much: a suffix is shorter than a fence line.
  let index = Math.max(base, base + room - MAX_FENCE_LINE_CHARS);
  let lineIndex = findLine(lines, index);
  for (; index < text.length; index++) {
    while (index >= (lines[lineIndex]?.end ?? text.length)) lineIndex++;
    if (isSpace(text, index)) continue;
    const fence = lines[lineIndex]?.fence;
    const suffixChars = fence === undefined ? 0 : 1 + fence.marker.length;
    if (index + 1 - base + suffixChars > room) return index;
  }
  return undefined;
}

function chooseCut(view: View): number {
  const lines = lineCuts(view);
  const spaces = spaceCuts(view);
  return (
    lines.paragraph ?? lines.block ?? lines.line ?? spaces.sentence ?? lines.glued ?? spaces.word ?? hardCut(view)
  );
}

interface LineCuts {
  /** Before a paragraph, a heading or a code block. */
  paragraph?: number;
  /** Before a line that is not indented: a list item rather than what belongs to it. */
  block?: number;
  line?: number;
  /** Where two lines belong together: a heading and its text, the top of a table, the end of a code block. */
  glued?: number;
}

const HEADING = /^#{1,6}\s/;
const TABLE_RULE = /^\s*\|?\s*:?-+[-:|\s]*$/;
const INDENTED = /^[\s|]/;

/** The last cut of each kind that leaves the message full enough. */
function lineCuts(view: View): LineCuts {
  const { text, lines, base, overflow } = view;
  const from = base + view.room * MIN_FILL;
  const cuts: LineCuts = {};
  let previous: Line | undefined;
  for (let index = findLine(lines, base); index < lines.length; index++) {
    const line = lines[index];
    if (line === undefined || line.start > overflow) break;
    const head = headOf(line, view);
    if (head.trim() === '') continue;
    if (line.start > base && line.start >= from && previous?.opens !== true && isCharacterEdge(view, line.start)) {
      const before = previous === undefined ? '' : text.slice(previous.start, Math.min(previous.end, previous.start + 80));
      cuts[rankLine(head, before, line, previous)] = line.start;
    }
    previous = line;
  }
  return cuts;
}

function rankLine(head: string, before: string, line: Line, previous: Line | undefined): keyof LineCuts {
  if (line.fence !== undefined) return mayBeFence(head, line.fence) ? 'glued' : 'line';
  if (HEADING.test(before) || TABLE_RULE.test(head) || TABLE_RULE.test(before)) return 'glued';
  const followsBlank = previous !== undefined && previous.end < line.start;
  if (followsBlank || HEADING.test(head) || mayBeFence(head, undefined)) return 'paragraph';
  return INDENTED.test(head) ? 'line' : 'block';
}

const SENTENCE_END = /[.!?…。！？][)\]"'’”」』*_]*$/u;
const WIDE_SENTENCE_END = /[。！？]/;
/** `1. ` and the like begin a list item; they end no sentence. */
const LIST_NUMBER = /^\s*\d+\.$/;

function spaceCuts(view: View): { sentence?: number; word?: number } {
  const { text, base, room, overflow } = view;
  const cuts: { sentence?: number; word?: number } = {};
  for (let cut = overflow; cut > base + room * MIN_FILL; cut--) {
    const afterSpace = isSpace(text, cut - 1) && !isSpace(text, cut);
    if (!afterSpace && !WIDE_SENTENCE_END.test(text.charAt(cut - 1))) continue;
    const line = lineAt(view, cut);
    if (isInFenceLine(view, line) || !isCharacterEdge(view, cut)) continue;
    if (afterSpace && cut > base + room * MIN_WORD_FILL) cuts.word ??= cut;
    const before = text.slice(Math.max(line.start, base, cut - 40), cut).trimEnd();
    if (line.fence === undefined && SENTENCE_END.test(before) && !LIST_NUMBER.test(before)) {
      return { ...cuts, sentence: cut };
    }
  }
  return cuts;
}

/** In the middle of a run without spaces: between words where a dictionary knows them, else between graphemes. */
function hardCut(view: View): number {
  const { text, base, overflow } = view;
  const line = lineAt(view, overflow);
  if (isInFenceLine(view, line) && line.start > base) return line.start;
  const visible = text.slice(base, overflow + 1);
  const word = WORDS.segment(visible).containing(overflow - base)?.index ?? 0;
  const wordCut = base + word;
  if (overflow - wordCut <= MAX_WORD_CHARS && wordCut > base && isCharacterEdge(view, wordCut)) return wordCut;
  // Half a surrogate pair says nothing about whether it joins what stands before it: stay clear of it.
  const last = isHighSurrogate(text, overflow) ? overflow - 1 : overflow;
  const grapheme = GRAPHEMES.segment(visible).containing(last - base)?.index ?? 0;
  if (grapheme > 0) return base + grapheme;
  // One grapheme that fills a whole message. At least its characters stay whole.
  return isHighSurrogate(text, overflow - 1) ? overflow - 1 : overflow;
}

const GRAPHEMES = new Intl.Segmenter('ko', { granularity: 'grapheme' });
const WORDS = new Intl.Segmenter('ko', { granularity: 'word' });

function isCharacterEdge({ text, base, overflow }: View, index: number): boolean {
  if (index === overflow && isHighSurrogate(text, overflow)) return false;
  return GRAPHEMES.segment(text.slice(base, overflow + 1)).containing(index - base)?.index === index - base;
}

/** The white space behind a cut belongs to the part before it; inside code, indentation belongs to its line. */
function openNext(text: string, cut: number, fence: Fence | undefined, limit: number): Opening {
  const visible = skipSpace(text, cut);
  if (fence === undefined) return { start: visible, base: visible, prefix: '' };
  const feed = text.lastIndexOf('\n', visible - 1);
  const lineStart = Math.max(cut, feed + 1);
  const start = visible - lineStart > limit / 4 ? visible : lineStart;
  return { start, base: start, prefix: `${fence.marker}${fence.language}\n` };
}

/** The suffix of the last part: a block that is still open is shown as code, too. */
function closeAtEnd({ text, lines, base }: View): string {
  let index = lines.length - 1;
  const fence = lines.at(-1)?.fence ?? fenceAt(lines, text.length);
  if (fence === undefined) return '';
  while (index > 0 && text.slice(lines[index]?.start, lines[index]?.end).trim() === '') index--;
  const last = lines[index];
  if (last === undefined || last.opens || last.end <= base) return '';
  return missingClose(text.slice(last.start, last.end).trimEnd(), fence);
}
