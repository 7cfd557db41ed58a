/** A text in pieces that are better not cut: paragraphs and sentences. Joined again they are the text. Pure. */
import { estimateTokens } from '../text/estimate-tokens.ts';

export interface Piece {
  text: string;
  /** By estimate. */
  tokens: number;
}

/** After a line, or after the end of a sentence and the space behind it. */
const BOUNDARY = /(?<=\n)|(?<=[.!?。！？…]["'”’」』)\]]{0,2}\s)(?=\S)/u;
const WORD_BOUNDARY = /(?<=\s)(?=\S)/;

/** Each of at most `maxTokens`, unless `maxTokens` is less than a character. */
export function toPieces(text: string, maxTokens: number): Piece[] {
  return text.split(BOUNDARY).flatMap((sentence) => {
    const piece = measure(sentence);
    return piece.tokens <= maxTokens ? [piece] : cutSentence(sentence, maxTokens);
  });
}

/** A sentence of this length is a table or data: it is cut between words. */
function cutSentence(sentence: string, maxTokens: number): Piece[] {
  const pieces: Piece[] = [];
  let begun = '';
  let tokens = 0;
  const end = () => {
    if (begun !== '') pieces.push(measure(begun));
    begun = '';
    tokens = 0;
  };
  for (const word of sentence.split(WORD_BOUNDARY)) {
    const more = estimateTokens(word);
    if (tokens + more > maxTokens) end();
    if (more > maxTokens) {
      pieces.push(...cutWord(word, maxTokens));
      continue;
    }
    begun += word;
    tokens += more;
  }
  end();
  return pieces;
}

/** A character is at most three tokens by estimate: half a surrogate pair each 1.1. */
const MOST_TOKENS_PER_CHARACTER = 3;

/** Never inside a surrogate pair. */
function cutWord(word: string, maxTokens: number): Piece[] {
  const size = Math.max(1, Math.floor(maxTokens / MOST_TOKENS_PER_CHARACTER));
  const characters = Array.from(word);
  const pieces: Piece[] = [];
  for (let from = 0; from < characters.length; from += size) {
    pieces.push(measure(characters.slice(from, from + size).join('')));
  }
  return pieces;
}

function measure(text: string): Piece {
  return { text, tokens: estimateTokens(text) };
}
