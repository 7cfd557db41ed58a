/**
 * What a text is found by when its words are compared: terms, hashed to the indices of a sparse vector. Pure.
 *
 * Particles and endings are glued to Korean words, and Postgres has no Korean tokenizer: a word of Hangul, Han or kana gives
 * its characters and its pairs of neighbours, which found nearly three times as much in Korean as whole words did. Any other
 * word is one term, without case, accents and the plural's ending.
 */
import { lazyPattern } from '../text/lazy-pattern.ts';

/** The dimensions of pgvector's `sparsevec` here; indices begin at 1. */
export const TERM_SPACE = 1_048_576;

/** How often each term stands in the text. */
export type TermCounts = ReadonlyMap<number, number>;

export const WORD = lazyPattern('[\\p{L}\\p{N}\\p{M}]+', 'gu');
const BY_CHARACTER = '\\p{Script=Hangul}\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}';
const RUN = lazyPattern(`[${BY_CHARACTER}]+|[^${BY_CHARACTER}]+`, 'gu');
const STARTS_BY_CHARACTER = lazyPattern(`^[${BY_CHARACTER}]`, 'u');
const ACCENT = lazyPattern('\\p{M}', 'gu');

export function countTerms(text: string): Map<number, number> {
  const counts = new Map<number, number>();
  for (const term of termsOf(text)) {
    const index = hashTerm(term);
    counts.set(index, (counts.get(index) ?? 0) + 1);
  }
  return counts;
}

/** In the order of the text. */
export function* termsOf(text: string): Generator<string> {
  for (const run of runsOf(normaliseText(text))) {
    if (isByCharacter(run)) yield* charactersAndPairs(run);
    else yield foldWord(run);
  }
}

export function normaliseText(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** The words of a normalised text, cut where one kind of script meets the other. */
export function* runsOf(text: string): Generator<string> {
  for (const [word] of text.matchAll(WORD())) {
    for (const [run] of word.matchAll(RUN())) yield run;
  }
}

/** True of a run that gives its characters and pairs. */
export function isByCharacter(run: string): boolean {
  return STARTS_BY_CHARACTER().test(run);
}

function* charactersAndPairs(run: string): Generator<string> {
  let before = '';
  for (const character of run) {
    yield character;
    if (before !== '') yield before + character;
    before = character;
  }
}

/** Shorter words are names and abbreviations more often than plurals. */
const MIN_FOLDED_CHARS = 4;

function foldWord(word: string): string {
  const plain = word.normalize('NFD').replace(ACCENT(), '');
  if (plain.length < MIN_FOLDED_CHARS) return plain;
  if (plain.endsWith('ies') && !/[ae]ies$/.test(plain)) return `${plain.slice(0, -3)}y`;
  if (/(?:[sxz]|ch|sh)es$/.test(plain)) return plain.slice(0, -2);
  if (plain.endsWith('s') && !/[su]s$/.test(plain)) return plain.slice(0, -1);
  return plain;
}

/** From 1 to `TERM_SPACE`. FNV-1a, its bits mixed at the end: the lower ones alone are too even. */
export function hashTerm(term: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < term.length; index += 1) {
    hash = Math.imul(hash ^ term.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (((hash ^ (hash >>> 16)) >>> 0) % TERM_SPACE) + 1;
}
