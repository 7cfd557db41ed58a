/**
 * BM25 as the product of two sparse vectors: the document's side holds how much each of its terms says of it, the query's how
 * rare the term is. Their inner product is the score, so that pgvector can rank by it. Pure.
 */
import { TERM_SPACE, type TermCounts } from './terms.ts';

export const K1 = 1.2;
const B = 0.75;
/**
 * A length that a chunk is measured by. It is fixed, not the average of what is stored: else each new document would change
 * the vectors of all others. Chunks are cut to much the same size, so little is lost.
 */
const USUAL_TOKENS = 256;

/** By index, from 1 to `TERM_SPACE`. */
export type SparseVector = ReadonlyMap<number, number>;

/** `tokens`: the length of the text, by estimate. */
export function documentVector(counts: TermCounts, tokens: number): SparseVector {
  const norm = K1 * (1 - B + (B * tokens) / USUAL_TOKENS);
  const weights = new Map<number, number>();
  for (const [term, count] of counts) weights.set(term, (count * (K1 + 1)) / (count + norm));
  return weights;
}

/** How rare a term is that `containing` of `texts` have. Above 0 also for one that all of them have. */
export function rarityOf(texts: number, containing: number): number {
  return Math.log(1 + (Math.max(texts, containing) - containing + 0.5) / (containing + 0.5));
}

/** `containing` of a term that none has: 0. A term that is asked for twice counts twice. */
export function queryVector(
  counts: TermCounts,
  texts: number,
  containing: (term: number) => number,
): SparseVector {
  const weights = new Map<number, number>();
  for (const [term, count] of counts) weights.set(term, count * rarityOf(texts, containing(term)));
  return weights;
}

/** The score of a document for a query. */
export function score(document: SparseVector, query: SparseVector): number {
  let sum = 0;
  for (const [term, weight] of query) sum += weight * (document.get(term) ?? 0);
  return sum;
}

/** pgvector takes no more entries than this in one `sparsevec`. */
const MAX_ENTRIES = 16_000;
const DECIMALS = 5;

/** As pgvector reads it: `{1:0.5,7:1.25}/1048576`. Of too many entries the heaviest are kept. */
export function toSparsevec(vector: SparseVector): string {
  let entries = [...vector].filter(([, weight]) => Number(weight.toFixed(DECIMALS)) !== 0);
  if (entries.length > MAX_ENTRIES) {
    entries = entries.sort(([, a], [, b]) => b - a).slice(0, MAX_ENTRIES);
  }
  const written = entries.sort(([a], [b]) => a - b).map(([term, weight]) => `${term}:${round(weight)}`);
  return `{${written.join(',')}}/${TERM_SPACE}`;
}

function round(weight: number): number {
  return Number(weight.toFixed(DECIMALS));
}
