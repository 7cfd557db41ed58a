/**
 * Embeddings without a model: pieces of a text are hashed to signed directions, and the directions are added. Lexical: texts
 * that share wording are near each other, texts that only share their meaning are not. Pure.
 *
 * Pieces are the words with their letters in threes, of Hangul, Han and kana single characters and neighbouring pairs within
 * a word. Syllables serve Korean better than words do, since endings and particles are glued to the words.
 */
import { hashText, scramble } from '../pace.ts';

const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const BY_CHARACTER =
  /[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+|[^\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+/gu;
const STARTS_BY_CHARACTER = /^[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** A word says more than three of its letters, a pair of syllables more than one. */
const WEIGHTS = { word: 1, letters: 0.4, character: 0.5, pair: 1 };

/** A vector of length 1 for any text. */
export function embedText(text: string, dimensions: number): Float32Array {
  const pieces = new Map<string, number>();
  const words = text.normalize('NFKC').toLowerCase().match(WORD) ?? [];
  for (const word of words) {
    for (const run of word.match(BY_CHARACTER) ?? []) addWord(pieces, run);
  }
  // A text of signs alone still has a direction of its own.
  if (pieces.size === 0) addGrams(pieces, Array.from(text), 1, WEIGHTS.character);
  return hashPieces(pieces, dimensions);
}

/** Token ids without a tokenizer: the same ids are near each other, whatever text they stand for. */
export function embedTokens(tokens: readonly number[], dimensions: number): Float32Array {
  const pieces = new Map<string, number>();
  const names = tokens.map((token) => `#${token}`);
  addGrams(pieces, names, 1, WEIGHTS.character);
  addGrams(pieces, names, 2, WEIGHTS.pair);
  return hashPieces(pieces, dimensions);
}

function addWord(pieces: Map<string, number>, word: string): void {
  const characters = Array.from(word);
  if (STARTS_BY_CHARACTER.test(word)) {
    addGrams(pieces, characters, 1, WEIGHTS.character);
    addGrams(pieces, characters, 2, WEIGHTS.pair);
    return;
  }
  addGrams(pieces, [`=${word}`], 1, WEIGHTS.word);
  addGrams(pieces, ['<', ...characters, '>'], 3, WEIGHTS.letters);
}

function addGrams(pieces: Map<string, number>, items: readonly string[], size: number, weight: number): void {
  for (let index = 0; index + size <= items.length; index += 1) {
    const piece = items.slice(index, index + size).join(' ');
    pieces.set(piece, (pieces.get(piece) ?? 0) + weight);
  }
}

function hashPieces(pieces: ReadonlyMap<string, number>, dimensions: number): Float32Array {
  const sums = new Float64Array(dimensions);
  for (const [piece, weight] of pieces) {
    const hash = scramble(hashText(piece));
    // The sign is a bit of its own: opposite signs cancel where two pieces meet, so that collisions do not add up.
    const sign = scramble(hash) & 1 ? 1 : -1;
    const slot = hash % dimensions;
    // The tenth time that a word comes says less than the first.
    sums[slot] = (sums[slot] ?? 0) + sign * Math.log1p(weight);
  }
  const length = Math.sqrt(sums.reduce((sum, value) => sum + value * value, 0));
  if (length === 0) sums[0] = 1;
  return Float32Array.from(sums, (value) => (length === 0 ? value : value / length));
}
