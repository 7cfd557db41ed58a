/**
 * Cuts a long answer in Discord's markdown into messages. Pure, and linear in the length of the text.
 *
 * - Nothing is lost or invented: bodies and gaps joined are the text, character for character (`joinParts`).
 * - Each message means by itself what it means in the whole: what is open at a cut is closed before it and opened again
 *   behind it, a quote goes on in its own marks, and a nested list repeats its parents.
 * - Messages that are followed by another never change while the text grows: a cut depends on nothing behind the
 *   first character that did not fit. So a streamed answer edits its last message only.
 * - Lengths count UTF-16 units. Discord is said to count code points; units are never fewer.
 */
import { scan } from '../discord/markdown/scan.ts';
import { chooseCut, viewOf } from './cut.ts';
import { closeEnd, MAX_END_CHARS } from './open.ts';
import { isSpace, skipSpace } from './segments.ts';

export interface MessagePart {
  /** Opens what the cut went through again; usually empty. */
  prefix: string;
  /** A slice of the text. */
  body: string;
  /** Closes what is open at the end; usually empty. */
  suffix: string;
  /** What stands between this part and the next and is not shown: white space, and the marks of a quote. */
  gap: string;
}

/** Room for what is reopened, what is closed, and some text. */
const MIN_LIMIT = 100;

/**
 * At least one part, none of which is blank, each at most `limit` long when rendered. A text of white space alone has no
 * parts: Discord would refuse it. Throws a RangeError for a limit under 100.
 *
 * `growing`: the text may go on, or was cut, so a spoiler or inline code that is open at its end is closed. In a `whole`
 * text such a marker is plain text, and stays as it is. The parts are otherwise the same. `taken`: what the first message
 * holds besides.
 */
export function splitMessage(
  text: string,
  limit = 2_000,
  extent: 'growing' | 'whole' = 'growing',
  taken = 0,
): MessagePart[] {
  if (!(limit - taken >= MIN_LIMIT))
    throw new RangeError(`A limit under ${MIN_LIMIT} leaves no room for marks`);
  const textEnd = text.trimEnd().length;
  const parts: MessagePart[] = [];
  let prefix = '';
  let start = skipSpace(text, 0);
  if (start >= textEnd) return parts;
  for (;;) {
    const room = parts.length === 0 ? limit - taken : limit;
    const overflow = findOverflow(text, { start, textEnd, prefix }, room);
    const bodyStart = parts.length === 0 ? 0 : start;
    if (overflow === undefined) {
      const shown = prefix + text.slice(start, textEnd);
      const isLineOver = text.includes('\n', textEnd);
      const suffix = closeEnd(shown, scan(shown, 'growing'), {
        room: room - shown.length,
        extent,
        isLineOver,
      });
      parts.push({ prefix, body: text.slice(bodyStart, textEnd), suffix, gap: text.slice(textEnd) });
      return parts;
    }
    const view = viewOf(prefix + text.slice(start, overflow + 1), prefix.length, room);
    const cut = chooseCut(view);
    const toText = (index: number) => start + index - prefix.length;
    const end = toText(cut.end);
    const next = toText(cut.next);
    parts.push({ prefix, body: text.slice(bodyStart, end), suffix: cut.suffix, gap: text.slice(end, next) });
    start = next;
    prefix = cut.prefix;
  }
}

/** What goes into the message. White space at its beginning is left out, as Discord does itself. */
export function render({ prefix, body, suffix }: MessagePart): string {
  return prefix + (prefix === '' ? body.trimStart() : body) + suffix;
}

export function joinParts(parts: readonly MessagePart[]): string {
  return parts.map(({ body, gap }) => body + gap).join('');
}

/** So far behind its end it is certain that a line ended a paragraph. */
const DECIDED_CHARS = 24;

/** True when something stands behind this place that may have to be closed at the end of the text. */
function isUnsettled(text: string, from: number): boolean {
  return scan(text, 'growing').spans.some(
    ({ kind, end }) => end > from && (kind === 'spoiler' || kind === 'code' || kind === 'fence'),
  );
}

/**
 * The first character with which the part does not fit, never white space; undefined when all does. A text that ends
 * shortly before the limit may not fit with what closes it.
 */
function findOverflow(
  text: string,
  { start, textEnd, prefix }: { start: number; textEnd: number; prefix: string },
  limit: number,
): number | undefined {
  const tight = { room: 0, extent: 'growing', isLineOver: false } as const;
  const room = limit - prefix.length;
  const shown = prefix + text.slice(start, Math.min(textEnd, start + room));
  const from = Math.max(limit - MAX_END_CHARS, prefix.length) + 1;
  const mayBeOpen = shown.length >= from && isUnsettled(shown, from - DECIDED_CHARS);
  for (let length = mayBeOpen ? from : shown.length + 1; length <= shown.length; length++) {
    if (isSpace(shown, length - 1)) continue;
    const head = shown.slice(0, length);
    if (closeEnd(head, scan(head, 'growing'), tight).length > limit - length) {
      return start + length - 1 - prefix.length;
    }
  }
  return textEnd - start > room ? skipSpace(text, start + room) : undefined;
}
