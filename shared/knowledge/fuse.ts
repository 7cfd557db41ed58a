/** Several rankings of the same things as one, by reciprocal rank: their scores need not be comparable. Pure. */

/** Keeps the first ranks from deciding alone; the value of the method's paper (Cormack and others, 2009). */
const K = 60;

export interface Ranking<Id> {
  /** Best first; each once. */
  ids: readonly Id[];
  weight: number;
}

/** What meaning finds counts twice as much as what wording finds: so both together found most in Korean. */
export const DENSE_WEIGHT = 1;
export const SPARSE_WEIGHT = 0.5;

/** Best first; among equals, in the order in which the rankings name them. */
export function fuseRankings<Id>(rankings: readonly Ranking<Id>[]): Id[] {
  const scores = new Map<Id, number>();
  for (const { ids, weight } of rankings) {
    for (const [rank, id] of ids.entries()) scores.set(id, (scores.get(id) ?? 0) + weight / (K + rank + 1));
  }
  return [...scores].sort(([, a], [, b]) => b - a).map(([id]) => id);
}
