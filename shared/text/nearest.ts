/** What may have been meant by a name that nobody has. Pure. */

/** A misspelt word differs in so many letters at most. */
const MAX_DISTANCE = 3;
/** A longer one is no misspelling, and would take long to compare. */
const MAX_COMPARED_CHARS = 40;

/** What may have been meant; undefined when nothing is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (word.length > MAX_COMPARED_CHARS) return undefined;
  const most = Math.min(MAX_DISTANCE, Math.floor(word.length / 2));
  const ranked = known
    .filter((candidate) => candidate.length <= MAX_COMPARED_CHARS)
    .map((candidate) => ({ candidate, distance: distanceOf(word, candidate) }))
    .sort((a, b) => a.distance - b.distance)[0];
  return ranked !== undefined && ranked.distance <= most ? ranked.candidate : undefined;
}

/** Letters to insert, drop or replace (Levenshtein). */
export function distanceOf(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = (row[column - 1] ?? 0) + (to[column - 1] === letter ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
