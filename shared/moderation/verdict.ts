/** What the provider's judge says: read from its answer, whatever that holds. Pure. */
import { isList, isRecord } from '../json.ts';
import { CATEGORIES, type Category } from './categories.ts';

/** How sure the judge is, from 0 to 1, of each category that it has flagged. */
export type Flagged = Partial<Record<Category, number>>;

/** Of each input of a call; null for what is no answer to that many inputs. */
export function parseVerdicts(value: unknown, inputs: number): Flagged[] | null {
  if (!isRecord(value) || !isList(value.results) || value.results.length !== inputs) return null;
  const verdicts: Flagged[] = [];
  for (const result of value.results) {
    if (!isRecord(result) || !isRecord(result.categories)) return null;
    const scores = isRecord(result.category_scores) ? result.category_scores : {};
    verdicts.push(readResult(result.categories, scores));
  }
  return verdicts;
}

function readResult(categories: Record<string, unknown>, scores: Record<string, unknown>): Flagged {
  const names = CATEGORIES.filter((name) => categories[name] === true);
  return Object.fromEntries(names.map((name) => [name, readScore(scores[name])]));
}

/** A category that is flagged without a score is certain. */
function readScore(value: unknown): number {
  return typeof value === 'number' && value >= 0 && value <= 1 ? Math.round(value * 1000) / 1000 : 1;
}

/** Each with the higher score. */
export function joinFlagged(one: Flagged, other: Flagged): Flagged {
  const joined: Flagged = { ...one };
  for (const name of CATEGORIES) {
    const score = other[name];
    if (score !== undefined) joined[name] = Math.max(joined[name] ?? 0, score);
  }
  return joined;
}

export function flaggedNames(flagged: Flagged): Category[] {
  return CATEGORIES.filter((name) => flagged[name] !== undefined);
}
