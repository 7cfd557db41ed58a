/**
 * Cuts a long markdown answer into Discord messages. Pure, and linear in the length of the text.
 *
 * - Nothing is lost or invented: the bodies joined are the text, character for character (`joinParts`).
 * - Messages that are followed by another never change while the text grows: a cut depends on nothing behind the
 *   first character that did not fit. So a streamed answer edits its last message only.
 * - Lengths count UTF-16 units. Discord is said to count code points; units are never fewer.
 */
import { closeFence, createFenceReader, type FenceReader, type Line, reopenFence } from './code-fences.ts';

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

/** A fence line with the longest info string that is looked for, and what it must leave of a message besides. */
const MAX_FENCE_LINE_CHARS = 200;
const FENCE_LINE_MARGIN_CHARS = 40;

/** A cut must leave the message at least this full, or the next best kind of cut is tried. */
const MIN_FILL = 0.5;
/** How far a cut in a script without spaces is moved back to the beginning of a word. */
const MAX_WORD_CHARS = 30;

/**
 * At least one part, none of which is blank, each at most `limit` long when rendered. A text of white space alone has no
 * parts: Discord would refuse it. Throws a RangeError for a limit under 100.
 */
export function splitMessage(text: string, limit = 2_000): MessagePart[] {
  if (!(limit >= MIN_LIMIT)) throw new RangeError(`A limit under ${MIN_LIMIT} leaves no room for fences`);
  const fenceLineChars = Math.min(MAX_FENCE_LINE_CHARS, limit - FENCE_LINE_MARGIN_CHARS);
  const fences = createFenceReader(fenceLineChars);
  const lines = fences.readLines(text);
  const parts: MessagePart[] = [];
  let part: Opening = { start: 0, base: skipSpace(text, 0), prefix: '' };
  if (part.base === text.length) return parts;
  for (;;) {
    const space: Space = {
      text,
      lines,
      fences,
      fenceLineChars,
      base: part.base,
      room: limit - part.prefix.length,
    };
    const overflow = findOverflow(space);
    if (overflow === undefined) {
      parts.push({ prefix: part.prefix, body: text.slice(part.start), suffix: closeAtEnd(space) });
      return parts;
    }
    const graphemes = GRAPHEMES.segment(text.slice(part.base, overflow + 1));
    const view: View = { ...space, overflow, graphemes };
    const cut = chooseCut(view);
    const { fence } = lineAt(lines, cut);
    const next = openNext(view, cut, limit);
    parts.push({
      prefix: part.prefix,
      body: text.slice(part.start, next.start),
      suffix: fence === undefined ? '' : closeFence(fence),
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

/** One part in the making. */
interface Space {
  text: string;
  lines: readonly Line[];
  fences: FenceReader;
  /** What comes this far before the end of the room cannot be too much: every suffix is far shorter. */
  fenceLineChars: number;
  base: number;
  /** What the rendered body and suffix may take. */
  room: number;
}
/** A part that cannot hold the rest. Whoever chooses its cut must not look behind `overflow`. */
interface View extends Space {
  /** The first character that does not fit; never white space. */
  overflow: number;
  /** The graphemes from `base` to `overflow`. */
  graphemes: Intl.Segments;
}

function findOverflow({ text, lines, fenceLineChars, base, room }: Space): number | undefined {
  const from = base + room - fenceLineChars;
  for (let index = findLine(lines, from); index < lines.length; index++) {
    const line = lines[index] as Line;
    const end = base + room - (line.fence === undefined ? 0 : closeFence(line.fence).length);
    for (let char = Math.max(line.start, from, end); char < line.end; char++) {
      if (!isSpace(text, char)) return char;
    }
  }
  return undefined;
}

function chooseCut(view: View): number {
  const lines = lineCuts(view);
  const best = lines.paragraph ?? lines.block ?? lines.line;
  if (best !== undefined) return best;
  const spaces = spaceCuts(view);
  if (spaces.sentence !== undefined) return spaces.sentence;
  if (lines.glued !== undefined) return lines.early ?? lines.glued;
  if (lines.closing !== undefined) return lines.early ?? spaces.word ?? cutBefore(view, lines.closing);
  return spaces.word ?? hardCut(view);
}

interface LineCuts {
  /** Before a paragraph, a heading or a code block. */
  paragraph?: number;
  /** Before a table, or a line that is not indented: a list item rather than what belongs to it. */
  block?: number;
  line?: number;
  /** Where two lines belong together: a heading and its text, the top of a table. */
  glued?: number;
  /** Before a closing fence: the next part would begin with an empty code block. */
  closing?: number;
  /** A good place that leaves the message less full than wished. */
  early?: number;
}

/** The last cut of each kind. */
function lineCuts(view: View): LineCuts {
  const { text, lines, base, overflow } = view;
  const from = base + view.room * MIN_FILL;
  const cuts: LineCuts = {};
  let previous: Line | undefined;
  for (let index = findLine(lines, base); index < lines.length; index++) {
    const line = lines[index] as Line;
    if (line.start > overflow) break;
    // All that the part shows of the line, and not its head alone, which can be blanks before a text.
    if (text.slice(Math.max(line.start, base), Math.min(line.end, overflow + 1)).trim() === '') continue;
    const head = visibleHead(view, line);
    // Right behind an opening fence the part would end in an empty code block.
    if (previous !== undefined && !previous.opens) {
      const rank = rankLine(view, { line, head, previous });
      if (line.start > from) cuts[rank] = line.start;
      else if (rank !== 'glued' && rank !== 'closing') cuts.early = line.start;
    }
    previous = line;
  }
  return cuts;
}

const HEADING = /^#{1,6}\s/;
const TABLE_RULE = /^(?=.*\|)[\s:|-]*-[\s:|-]*$/;
const TABLE_ROW = /^\s*\|/;

function rankLine(
  { text, fences }: View,
  { line, head, previous }: { line: Line; head: string; previous: Line },
): keyof LineCuts {
  const { mayBeFence } = fences;
  const previousHead = fences.readHead(text, previous.start, previous.end);
  if (line.fence !== undefined) return mayBeFence(head, line.fence) ? 'closing' : 'line';
  if (HEADING.test(previousHead) || TABLE_RULE.test(head) || TABLE_RULE.test(previousHead)) return 'glued';
  if (previous.end < line.start || HEADING.test(head) || mayBeFence(head, undefined)) return 'paragraph';
  const belongsToPrevious = TABLE_ROW.test(head) ? TABLE_ROW.test(previousHead) : /^\s/.test(head);
  return belongsToPrevious ? 'line' : 'block';
}

const SENTENCE_END = /[.!?…。！？][)\]"'’”」』*_]*$/u;
const WIDE_SENTENCE_END = /[。！？]/;
/** `1. ` and the like begin a list item; they end no sentence. */
const LIST_NUMBER = /^\s*\d+\.$/;

/** The last sentence's end and the last space inside a line. */
function spaceCuts(view: View): { sentence?: number; word?: number } {
  const { text, lines, fences, base, room, overflow } = view;
  let word: number | undefined;
  for (let cut = overflow; cut > base + room * MIN_FILL; cut--) {
    const isWord = isSpace(text, cut - 1) && !isSpace(text, cut);
    if (!isWord && !WIDE_SENTENCE_END.test(text.charAt(cut - 1))) continue;
    const line = lineAt(lines, cut);
    const before = text.slice(Math.max(line.start, base, cut - 40), cut).trimEnd();
    const isSentence = line.fence === undefined && SENTENCE_END.test(before) && !LIST_NUMBER.test(before);
    if (before === '' || !(isSentence || (isWord && word === undefined))) continue;
    if (fences.mayBeFence(visibleHead(view, line), line.fence) || !isCharacterEdge(view, cut)) continue;
    if (isSentence) return { sentence: cut };
    word = cut;
  }
  return word === undefined ? {} : { word };
}

/** Takes the end of the last line of code along to its closing fence. */
function cutBefore(view: View, closing: number): number {
  const lastCode = view.text.slice(view.base, closing).trimEnd().length - 1;
  const cut = lastCode > 0 ? hardCut({ ...view, overflow: view.base + lastCode }) : closing;
  return cut > view.base ? cut : closing;
}

/** In the middle of a run without spaces: between words where a dictionary knows them, else between graphemes. */
function hardCut(view: View): number {
  const { text, lines, fences, base, overflow, graphemes } = view;
  const line = lineAt(lines, overflow);
  if (line.start > base && fences.mayBeFence(visibleHead(view, line), line.fence)) return line.start;
  const word = base + startOf(WORDS.segment(text.slice(base, overflow + 1)), overflow - base);
  if (word > base && overflow - word <= MAX_WORD_CHARS && isCharacterEdge(view, word)) return word;
  // Half a surrogate pair does not tell whether it joins what stands before it: stay clear of it.
  const last = isHighSurrogate(text, overflow) ? overflow - 1 : overflow;
  const grapheme = base + startOf(graphemes, last - base);
  if (grapheme > base) return grapheme;
  // One grapheme that fills a whole message: at least its code points stay whole.
  return isHighSurrogate(text, last - 1) ? last - 1 : last;
}

const GRAPHEMES = new Intl.Segmenter('ko', { granularity: 'grapheme' });
const WORDS = new Intl.Segmenter('ko', { granularity: 'word' });

function isCharacterEdge({ text, base, overflow, graphemes }: View, index: number): boolean {
  if (text.charAt(index - 1) === '\n') return true;
  if (index === overflow && isHighSurrogate(text, overflow)) return false;
  return startOf(graphemes, index - base) === index - base;
}

/** Where the segment that holds this unit begins. */
function startOf(segments: Intl.Segments, index: number): number {
  return segments.containing(index)?.index ?? 0;
}

/** The white space behind a cut belongs to the part before it; inside code, indentation belongs to its line. */
function openNext(view: View, cut: number, limit: number): Opening {
  const { text, lines } = view;
  const { fence } = lineAt(lines, cut);
  const base = skipSpace(text, cut);
  // A mark can stand on a space: then the two stay together.
  const start = base === cut || isCharacterEdge(view, base) ? base : base - 1;
  if (fence === undefined) return { start, base, prefix: '' };
  const lineStart = Math.max(cut, text.lastIndexOf('\n', base - 1) + 1);
  const isSane = base - lineStart <= limit / 4;
  const from = isSane ? lineStart : start;
  return { start: from, base: from, prefix: reopenFence(fence, text.charAt(from - 1) !== '\n') };
}

/** The suffix of the last part: a block that is still open, because the text grows or was cut, is shown as code too. */
function closeAtEnd({ text, lines, fences }: Space): string {
  const last = lines.at(-1);
  if (last?.fence === undefined) return '';
  const content = lines.findLast(({ start, end }) => text.slice(start, end).trim() !== '');
  // Nothing inside yet: Discord would show the language as the code.
  if (content === undefined || content.opens) return '';
  return content === last
    ? fences.missingClose(fences.readHead(text, last.start, last.end), last.fence)
    : closeFence(last.fence);
}

/** What may be seen of a line. */
function visibleHead({ text, fences, overflow }: View, line: Line): string {
  return fences.readHead(text, line.start, Math.min(line.end, overflow + 1));
}

function lineAt(lines: readonly Line[], index: number): Line {
  return lines[findLine(lines, index)] as Line;
}

/** The number of the line that holds this unit, by bisection. */
function findLine(lines: readonly Line[], index: number): number {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lines[middle] as Line).start <= index) low = middle;
    else high = middle - 1;
  }
  return low;
}

function skipSpace(text: string, start: number): number {
  let index = start;
  while (index < text.length && isSpace(text, index)) index++;
  return index;
}

/** The same characters that `trim` takes away. */
function isSpace(text: string, index: number): boolean {
  return SPACE.test(text.charAt(index));
}

const SPACE = /\s/;

function isHighSurrogate(text: string, index: number): boolean {
  return (text.charCodeAt(index) & 0xfc00) === 0xd800;
}
