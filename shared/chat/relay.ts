/**
 * How the llm Worker ends a stream that the bff relays to its client byte by byte, without looking (`libra.relayed`).
 *
 * The bff closes the stream itself, with what only it knows (cost, memory) and whether this client wants the usage. So
 * what would stand in the way comes as the last comment, which every reader skips: the usage, and that the answer is
 * whole. A stream that fails ends with its error chunk and without this comment. Pure.
 */
import type { Usage } from './usage.ts';

const MARK = 'libra-end ';

/** The comment's text. `usage` is absent when the provider did not tell. */
export function formatAnswerEnd(usage: Usage | undefined): string {
  return MARK + JSON.stringify(usage === undefined ? {} : { usage });
}

/** Null for any other comment. `usage` is whatever stands there: to be checked like everything that comes over the wire. */
export function parseAnswerEnd(comment: string): { usage: unknown } | null {
  if (!comment.startsWith(MARK)) return null;
  try {
    const { usage } = JSON.parse(comment.slice(MARK.length)) as { usage?: unknown };
    return { usage };
  } catch {
    return { usage: undefined };
  }
}
