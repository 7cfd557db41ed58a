/**
 * The parts of a chunk, each of a sentence or some. One vector of a whole chunk says of each of its sentences the less, the more
 * there are; a question is mostly about one of them. Pure.
 */
import { toPieces } from './pieces.ts';

/** What is stored of a chunk grows with it. */
export const MAX_PARTS = 6;
/** By estimate; a shorter sentence goes with the next. */
const LEAST_TOKENS = 20;

/** Without what the chunk before has as well. Empty: it is one part. `tokens`: of the chunk, by estimate. */
export function partsOf({
  text,
  overlapChars,
  tokens,
}: {
  text: string;
  overlapChars: number;
  tokens: number;
}): string[] {
  const least = Math.max(LEAST_TOKENS, tokens / MAX_PARTS);
  const parts: string[] = [];
  let begun = '';
  let begunTokens = 0;
  for (const piece of toPieces(text.slice(overlapChars), Math.max(tokens, 1))) {
    begun += piece.text;
    begunTokens += piece.tokens;
    if (begunTokens < least) continue;
    parts.push(begun.trim());
    [begun, begunTokens] = ['', 0];
  }
  const last = parts.pop();
  const whole = last === undefined || begun.trim() === '' ? (last ?? begun) : `${last} ${begun}`;
  if (parts.length === 0) return [];
  return [...parts, whole.trim()];
}
