/**
 * What the llm Worker tells the bff beside the chunks of a stream that the bff relays to its client byte by byte: as
 * comments, which every reader skips. Pure.
 *
 * - At the end: that the answer is whole, and the usage. The bff closes the stream itself, with what only it knows (cost,
 *   memory) and whether this client wants the usage. A stream that fails ends with its error chunk and without this comment:
 *   what was counted until then stands before that chunk.
 * - At the beginning, for a client that wants nothing of Libra's in its chunks: who answers.
 */
import type { LibraResponse } from '../contract/libra.ts';
import { isRecord, parseJson } from '../json.ts';
import type { Usage } from './usage.ts';

/** What every comment of Libra's own begins with, and no other. */
export const OWN_COMMENT = 'libra-';
const END = `${OWN_COMMENT}end `;
const ABOUT = `${OWN_COMMENT}about `;

/** The comment's text. `usage` is absent when the provider did not tell. */
export function formatAnswerEnd(usage: Usage | undefined): string {
  return END + JSON.stringify(usage === undefined ? {} : { usage });
}

/** Null for any other comment. `usage` is whatever stands there: to be checked like everything that comes over the wire. */
export function parseAnswerEnd(comment: string): { usage: unknown } | null {
  if (!comment.startsWith(END)) return null;
  const value = parseJson(comment.slice(END.length));
  return { usage: isRecord(value) ? value.usage : undefined };
}

/** The comment's text. */
export function formatAbout(about: { libra?: LibraResponse; usage?: Usage }): string {
  return ABOUT + JSON.stringify({ choices: [], ...about });
}

/** The data of a chunk that says the same; null for any other comment. */
export function parseAbout(comment: string): string | null {
  return comment.startsWith(ABOUT) ? comment.slice(ABOUT.length) : null;
}
