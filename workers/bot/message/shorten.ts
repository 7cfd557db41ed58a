/** Shortens a text so that something else has room. Pure. */
import { MAX_MESSAGE_CHARS } from '../discord/message.ts';
import { neutralise } from '../discord/neutralise/neutralise.ts';
import { graphemeSegmenter } from './segments.ts';
import { render, splitMessage } from './split.ts';

/** What closes a code block takes at most: a line feed, a quote's mark and the longest fence. */
const MAX_CLOSING_CHARS = 12;
/** Text in which a grapheme is looked for: none is nearly as long, except on purpose. */
const MAX_GRAPHEME_CHARS = 64;

/** The beginning of `content` that leaves `room` characters free: cut between graphemes, a code block closed. */
export function leaveRoom(content: string, room: number): string {
  const limit = MAX_MESSAGE_CHARS - room;
  if (content.length <= limit) return content;
  const kept = content.slice(0, edgeBefore(content, limit - MAX_CLOSING_CHARS)).trimEnd();
  const [part] = splitMessage(kept, MAX_MESSAGE_CHARS);
  return part === undefined ? '' : render(part);
}

/** The content with the first of these numbers of characters that fits into one message; undefined where none does. */
export function fittingContent(
  chars: readonly number[],
  contentWith: (chars: number) => string,
): string | undefined {
  return chars.map(contentWith).find((content) => neutralise(content).length <= MAX_MESSAGE_CHARS);
}

/** At most `limit` characters of the beginning of `text`, cut between graphemes. */
export function startOf(text: string, limit: number): string {
  return text.length <= limit ? text : text.slice(0, edgeBefore(text, limit)).toWellFormed();
}

function edgeBefore(text: string, index: number): number {
  const from = Math.max(0, index - MAX_GRAPHEME_CHARS);
  const around = text.slice(from, index + MAX_GRAPHEME_CHARS);
  const start =
    graphemeSegmenter()
      .segment(around)
      .containing(index - from)?.index ?? 0;
  return start === 0 ? index : from + start;
}
