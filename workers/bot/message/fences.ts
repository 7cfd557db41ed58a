/**
 * Which lines of a markdown text stand inside a fenced code block. Pure.
 *
 * What is said of a line depends on the lines before it and never on what follows, so that it stays true while the
 * text grows. Only backtick fences count: Discord knows no others.
 */
export interface Fence {
  /** `> ` for a block in a quote, which ends with the quote at the latest; else empty. */
  quote: '' | '> ';
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
/** What stands before a quoted line. Quotes in quotes are not looked into. */
const QUOTE = /^> ?/;
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
      if (fence !== undefined && leaves(fence, head)) fence = undefined;
      const opened = fence === undefined ? parseOpening(head) : undefined;
      lines.push({ start, end, fence, opens: opened !== undefined });
      if (opened !== undefined) fence = opened;
      else if (fence !== undefined && closes(head, fence)) fence = undefined;
      start = end;
    }
    const last = readHead(text, start, text.length);
    // A line of which nothing has come may yet be a quoted one.
    if (fence !== undefined && last !== '' && leaves(fence, last)) fence = undefined;
    lines.push({ start, end: text.length, fence, opens: false });
    return lines;
  }

  function readHead(text: string, start: number, end: number): string {
    const head = text.slice(start, Math.min(end, start + maxLineChars + 1));
    return head.endsWith('\n') ? head.slice(0, -1) : head;
  }

  function mayBeFence(head: string, fence: Fence | undefined): boolean {
    if (head.length > maxLineChars) return false;
    if (fence === undefined) return OPENING.test(head.replace(QUOTE, ''));
    return MAYBE_CLOSING.test(contentOf(head, fence));
  }

  function parseOpening(head: string): Fence | undefined {
    if (head.length > maxLineChars) return undefined;
    const content = head.replace(QUOTE, '');
    const [, marker = '', info = ''] = OPENING.exec(content) ?? [];
    if (marker === '' || marker.length > MAX_MARKER_CHARS) return undefined;
    const [language = ''] = info.trim().split(/\s/, 1);
    const quote = content === head ? '' : '> ';
    return { quote, marker, language: LANGUAGE.test(language) ? language : '' };
  }

  function closes(head: string, fence: Fence): boolean {
    if (head.length > maxLineChars) return false;
    const backticks = CLOSING.exec(contentOf(head, fence))?.[1];
    return backticks !== undefined && backticks.length >= fence.marker.length;
  }

  return {
    readLines,
    readHead,
    mayBeFence,
    missingClose(lastLine, fence) {
      const content = contentOf(lastLine, fence);
      const backticks = mayBeFence(lastLine, fence) ? MAYBE_CLOSING.exec(content)?.[1] : undefined;
      return backticks === undefined ? closeFence(fence) : fence.marker.slice(backticks.length);
    },
  };
}

/** What closes a block behind its last line. */
export function closeFence({ quote, marker }: Fence): string {
  return `\n${quote}${marker}`;
}

/** What opens a block again, for a part that begins at the start of a line of code or in its middle. */
export function reopenFence({ quote, marker, language }: Fence, isInLine: boolean): string {
  return `${quote}${marker}${language}\n${isInLine ? quote : ''}`;
}

/** A quote ends with the first line that is not quoted, and with it what is open inside. */
function leaves(fence: Fence, line: string): boolean {
  return fence.quote !== '' && !QUOTE.test(line);
}

function contentOf(line: string, fence: Fence): string {
  return fence.quote === '' ? line : line.replace(QUOTE, '');
}
