/** Bold, italics, underline, strikethrough: which of their marks open and which close. Pure. */
import type { MarkKind, Span } from './spans.ts';

const KINDS: Readonly<Record<string, MarkKind>> = {
  '**': 'strong',
  '*': 'emphasis',
  __: 'underline',
  _: 'emphasis',
  '~~': 'strike',
};

export interface Emphasis {
  /** Reads the row of equal marks that begins here and gives its end. */
  readRun(start: number): number;
  /** A spoiler or a link begins: what is open outside cannot be closed inside. */
  enter(): void;
  leave(at: number): void;
  /** The paragraph is over: what is still open was plain text. */
  dropAll(at: number): void;
}

export function createEmphasis(text: string, spans: Span[], extent: 'whole' | 'growing'): Emphasis {
  let open: Span[] = [];
  let bases: number[] = [];

  function drop(from: number, at: number): void {
    for (const span of open.splice(from)) Object.assign(span, { state: 'dropped', contentEnd: at, end: at });
  }

  function indexOfOpen(marker: string): number {
    const index = open.findLastIndex((span) => span.marker === marker);
    return index >= (bases.at(-1) ?? 0) ? index : -1;
  }

  function openMark(marker: string, start: number): void {
    const span: Span = {
      kind: KINDS[marker] ?? 'emphasis',
      marker,
      start,
      contentStart: start + marker.length,
      contentEnd: Number.POSITIVE_INFINITY,
      end: Number.POSITIVE_INFINITY,
      state: 'open',
      language: '',
      href: '',
    };
    open.push(span);
    spans.push(span);
  }

  function closeMark(index: number, start: number): void {
    const span = open[index];
    const inner = open[index + 1];
    if (span === undefined) return;
    // `***a** b*`: of two marks opened at one place, either may be the inner one.
    const isSameRow = inner?.start === span.contentStart && inner.marker.startsWith(span.marker.charAt(0));
    if (inner !== undefined && open.length === index + 2 && isSameRow) {
      inner.start = span.start;
      inner.contentStart = inner.start + inner.marker.length;
      span.start = inner.contentStart;
      span.contentStart = span.start + span.marker.length;
      open[index] = inner;
      open[index + 1] = span;
      closeMark(index + 1, start);
      return;
    }
    drop(index + 1, start);
    open.pop();
    Object.assign(span, { state: 'closed', contentEnd: start, end: start + span.marker.length });
  }

  /** The mark of at most this many characters that may be closed here, innermost first. */
  function findClosing(char: string, length: number): number {
    const exact = indexOfOpen(char.repeat(length));
    if (exact !== -1 || length < 3) return exact;
    return Math.max(indexOfOpen(char), indexOfOpen(char + char));
  }

  function readMarks(char: string, start: number, end: number): void {
    const { canOpen, canClose } = flanks(text, char, start, end);
    for (let at = start; at < end; ) {
      const closing = canClose ? findClosing(char, end - at) : -1;
      const closed = open[closing];
      if (closed !== undefined) {
        closeMark(closing, at);
        at += closed.marker.length;
        continue;
      }
      const marker = char.repeat(Math.min(2, end - at));
      if (!canOpen || KINDS[marker] === undefined || indexOfOpen(marker) !== -1) return;
      openMark(marker, at);
      at += marker.length;
    }
  }

  return {
    readRun(start) {
      const char = text.charAt(start);
      let end = start + 1;
      while (text.charAt(end) === char) end++;
      // What a row means is not known before the character behind it.
      const isUndecided = extent === 'growing' && end === text.length;
      if (end - start <= 3 && !isUndecided) readMarks(char, start, end);
      return end;
    },
    enter() {
      bases.push(open.length);
    },
    leave(at) {
      drop(bases.pop() ?? 0, at);
    },
    dropAll(at) {
      drop(0, at);
      bases = bases.map(() => 0);
      open = [];
    },
  };
}

/**
 * Discord closes emphasis wherever no space stands before the mark. CommonMark wants a word boundary, which Korean does
 * not have. A single `_` inside a word is part of a name.
 */
function flanks(text: string, char: string, start: number, end: number) {
  const before = text.charAt(start - 1);
  const after = text.charAt(end);
  const isName = char === '_' && end - start === 1;
  return {
    canOpen: /^\S/.test(after) && !(isName && /\w/.test(before)),
    canClose: /^\S/.test(before) && !(isName && /\w/.test(after)),
  };
}
