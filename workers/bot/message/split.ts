/**
 * Cuts a long markdown answer into Discord messages. Pure, and linear in the length of the text.
 *
 * - Nothing is lost or invented: the bodies joined are the text, character for character (`joinParts`).
 * - Messages that are followed by another never change while the text grows: a cut depends on nothing behind the
 *   first character that did not fit. So a streamed answer edits its last message only.
 * - Lengths count UTF-16 units. Discord is said to count code points; units are never fewer.
 */

import {
  chooseCut,
  findOverflow,
  isCharacterEdge,
  lineAt,
  type Space,
  skipSpace,
  type View,
  viewOf,
} from './cut.ts';
import { closeFence, createFenceReader, reopenFence } from './fences.ts';

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
    const view = viewOf(space, overflow);
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
