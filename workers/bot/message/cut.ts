/** Where one message of a long answer ends: the best of the places at which it may be cut. Pure. */
import { closeFence, type FenceReader, type Line } from './fences.ts';

/** A cut must leave the message at least this full, or the next best kind of cut is tried. */
const MIN_FILL = 0.5;
/** How far a cut in a script without spaces is moved back to the beginning of a word. */
const MAX_WORD_CHARS = 30;

/** One part in the making. */
export interface Space {
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
export interface View extends Space {
  /** The first character that does not fit; never white space. */
  overflow: number;
  /** The graphemes from `base` to `overflow`. */
  graphemes: Intl.Segments;
}

export function viewOf(space: Space, overflow: number): View {
  return { ...space, overflow, graphemes: GRAPHEMES.segment(space.text.slice(space.base, overflow + 1)) };
}

/** The first character that does not fit; undefined when all does. */
export function findOverflow({ text, lines, fenceLineChars, base, room }: Space): number | undefined {
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

export function chooseCut(view: View): number {
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
  return (lastCode > 0 ? lastEdge({ ...view, overflow: view.base + lastCode }) : undefined) ?? closing;
}

/** In the middle of a run without spaces. */
function hardCut(view: View): number {
  const edge = lastEdge(view);
  if (edge !== undefined) return edge;
  // One grapheme that fills a whole message: at least its code points stay whole.
  const last = lastClearUnit(view);
  return isHighSurrogate(view.text, last - 1) ? last - 1 : last;
}

/** Between words where a dictionary knows them, else between graphemes; undefined when there is but one. */
function lastEdge(view: View): number | undefined {
  const { text, lines, fences, base, overflow, graphemes } = view;
  const line = lineAt(lines, overflow);
  if (line.start > base && fences.mayBeFence(visibleHead(view, line), line.fence))
    return beforeEmptyBlock(view, line.start);
  const word = base + startOf(WORDS.segment(text.slice(base, overflow + 1)), overflow - base);
  if (word > base && overflow - word <= MAX_WORD_CHARS && isCharacterEdge(view, word))
    return beforeEmptyBlock(view, word);
  const grapheme = base + startOf(graphemes, lastClearUnit(view) - base);
  return grapheme > base ? beforeEmptyBlock(view, grapheme) : undefined;
}

/** Half a surrogate pair does not tell whether it joins what stands before it: stays clear of it. */
function lastClearUnit({ text, overflow }: View): number {
  return isHighSurrogate(text, overflow) ? overflow - 1 : overflow;
}

/** A cut right behind an opening fence moves before it: the part would end in an empty code block. */
function beforeEmptyBlock({ text, lines, base }: View, cut: number): number {
  if (lineAt(lines, cut).fence === undefined) return cut;
  const lastShown = base + text.slice(base, cut).trimEnd().length - 1;
  const { opens, start } = lineAt(lines, lastShown);
  return opens && start > base ? start : cut;
}

const GRAPHEMES = new Intl.Segmenter('ko', { granularity: 'grapheme' });
const WORDS = new Intl.Segmenter('ko', { granularity: 'word' });

export function isCharacterEdge({ text, base, overflow, graphemes }: View, index: number): boolean {
  if (text.charAt(index - 1) === '\n') return true;
  if (index === overflow && isHighSurrogate(text, overflow)) return false;
  return startOf(graphemes, index - base) === index - base;
}

/** Where the segment that holds this unit begins. */
function startOf(segments: Intl.Segments, index: number): number {
  return segments.containing(index)?.index ?? 0;
}

/** What may be seen of a line. */
function visibleHead({ text, fences, overflow }: View, line: Line): string {
  return fences.readHead(text, line.start, Math.min(line.end, overflow + 1));
}

export function lineAt(lines: readonly Line[], index: number): Line {
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

export function skipSpace(text: string, start: number): number {
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
