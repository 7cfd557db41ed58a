/**
 * Takes the comments in which the llm Worker speaks to the bff out of a stream that is relayed to a client, wherever the
 * bytes are cut. Everything else passes as it came. Pure, but for what it remembers from one chunk to the next.
 */
import { OWN_COMMENT } from '../../../shared/chat/relay.ts';

const LINE_FEED = 10;
const MARK = new TextEncoder().encode(`: ${OWN_COMMENT}`);

export interface CommentStripper {
  /** The bytes of it that may go out: often the chunk itself. */
  strip(chunk: Uint8Array): Uint8Array;
  /** What was held back because it might have become a comment. */
  rest(): Uint8Array;
}

/** The llm Worker ends its lines with LF, and a comment with an empty line, which goes with it. */
export function createCommentStripper(): CommentStripper {
  /** So many bytes of the mark have been seen at a line's beginning, and are held back. */
  let held = 0;
  let state: 'line_start' | 'line' | 'comment' | 'after_comment' = 'line_start';

  function strip(chunk: Uint8Array): Uint8Array {
    const kept: Uint8Array[] = [];
    let from = 0;
    let at = 0;
    const keepUpTo = (end: number) => {
      if (end > from) kept.push(chunk.subarray(from, end));
    };
    while (at < chunk.length) {
      if (state === 'line' || state === 'comment') {
        const end = chunk.indexOf(LINE_FEED, at);
        if (end === -1) break;
        at = end + 1;
        if (state === 'comment') from = at;
        state = state === 'comment' ? 'after_comment' : 'line_start';
        continue;
      }
      if (state === 'after_comment' && held === 0 && chunk[at] === LINE_FEED) {
        at += 1;
        from = at;
        state = 'line_start';
        continue;
      }
      state = 'line_start';
      if (chunk[at] === MARK[held]) {
        if (held === 0) keepUpTo(at);
        held += 1;
        at += 1;
        from = at;
        if (held < MARK.length) continue;
        held = 0;
        state = 'comment';
      } else if (held > 0) {
        // No comment of Libra's after all: what was held back stands before what follows.
        kept.push(MARK.subarray(0, held));
        held = 0;
        from = at;
        state = 'line';
      } else {
        state = 'line';
      }
    }
    if (state !== 'comment') keepUpTo(chunk.length);
    return kept.length === 1 && kept[0] !== undefined ? kept[0] : join(kept);
  }

  return { strip, rest: () => MARK.subarray(0, held) };
}

function join(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const piece of pieces) {
    bytes.set(piece, offset);
    offset += piece.length;
  }
  return bytes;
}

export function createStrippingStream(): TransformStream<Uint8Array, Uint8Array> {
  const stripper = createCommentStripper();
  return new TransformStream({
    transform(chunk, controller) {
      const bytes = stripper.strip(chunk);
      if (bytes.length > 0) controller.enqueue(bytes);
    },
    flush(controller) {
      const bytes = stripper.rest();
      if (bytes.length > 0) controller.enqueue(bytes);
    },
  });
}
