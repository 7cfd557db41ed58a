/**
 * Which lines of a markdown text stand inside a fenced code block. Pure.
 *
 * What is said of a line depends on the lines before it and never on what follows, so that it stays true while the
 * text grows. Only backtick fences count: Discord knows no others.
 */
export interface Fence {
  /** The backticks that opened it; at least as many close it. */
  marker: string;
  /** Empty when the opening line names none that Discord would understand. */
  language: string;
}

export interface Line {
  start: number;
  /** After its line feed, or the end of the text. */
  end: number;
  /** The fence that is open where the line begins. */
  fence: Fence | undefined;
  opens: boolean;
}

const MAX_MARKER_CHARS = 8;
/** Indented or the first thing in a list item; the info string holds no backtick, as CommonMark says. */
const OPENING = /^[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(`{3,})([^`\n]*)$/;
const CLOSING = /^[ \t]*(`{3,})\s*$/;
const MAYBE_CLOSING = /^[ \t]*(`+)\s*$/;
const LANGUAGE = /^[\w+.#-]{1,20}$/;

export interface FenceReader {
  /** At least one line: the last is the one without a line feed, possibly empty. A line decides nothing before it is complete. */
  readLines(text: string): Line[];
  /** As much of a line as is needed to tell what it is, without its line feed. */
  readHead(text: string, start: number, end: number): string;
  /** True when a line that begins like this is a fence, or could become one when the rest of it arrives. */
  mayBeFence(head: string, fence: Fence | undefined): boolean;
  /** What a text that ends in this line needs so that its code block is closed. */
  missingClose(lastLine: string, fence: Fence): string;
}

/** `maxLineChars`: a longer line is no fence. It bounds how far a fence has to be looked for where a text is cut. */
export function createFenceReader(maxLineChars: number): FenceReader {
  function readLines(text: string): Line[] {
    const lines: Line[] = [];
    let fence: Fence | undefined;
    let start = 0;
    for (let feed = text.indexOf('\n'); feed !== -1; feed = text.indexOf('\n', start)) {
      const end = feed + 1;
      const head = readHead(text, start, feed);
      const opened = fence === undefined ? parseOpening(head) : undefined;
      lines.push({ start, end, fence, opens: opened !== undefined });
      if (opened !== undefined) fence = opened;
      else if (fence !== undefined && closes(head, fence)) fence = undefined;
      start = end;
    }
    lines.push({ start, end: text.length, fence, opens: false });
    return lines;
  }

  function readHead(text: string, start: number, end: number): string {
    const head = text.slice(start, Math.min(end, start + maxLineChars + 1));
    return head.endsWith('\n') ? head.slice(0, -1) : head;
  }

  function mayBeFence(head: string, fence: Fence | undefined): boolean {
    if (head.length > maxLineChars) return false;
    return fence === undefined ? OPENING.test(head) : MAYBE_CLOSING.test(head);
  }

  function parseOpening(head: string): Fence | undefined {
    if (head.length > maxLineChars) return undefined;
    const [, marker = '', info = ''] = OPENING.exec(head) ?? [];
    if (marker === '' || marker.length > MAX_MARKER_CHARS) return undefined;
    const [language = ''] = info.trim().split(/\s/, 1);
    return { marker, language: LANGUAGE.test(language) ? language : '' };
  }

  function closes(head: string, fence: Fence): boolean {
    if (head.length > maxLineChars) return false;
    const backticks = CLOSING.exec(head)?.[1];
    return backticks !== undefined && backticks.length >= fence.marker.length;
  }

  return {
    readLines,
    readHead,
    mayBeFence,
    missingClose(lastLine, fence) {
      const backticks = mayBeFence(lastLine, fence) ? MAYBE_CLOSING.exec(lastLine)?.[1] : undefined;
      return backticks === undefined ? `\n${fence.marker}` : fence.marker.slice(backticks.length);
    },
  };
}
