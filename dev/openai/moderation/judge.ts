/** Judges a text by the word lists: categories and scores. It knows words, not meaning. Pure. */
import { CATEGORIES, type Category } from '../../../shared/moderation/categories.ts';
import { IMPLIED } from './categories.ts';
import { ENGLISH, HARMLESS_ENGLISH } from './english.ts';
import { HARMLESS_KOREAN, KOREAN } from './korean.ts';
import { readingsOf } from './normalise.ts';

const FOUND_SCORE = 0.92;
/** Each further match of a category comes this much nearer to 1. */
const MORE_MATCHES = 0.5;
const IMPLIED_SCORE = 0.8;
const NOTHING_SCORE = 0.0001;
const FLAGGED_FROM = 0.5;

export interface Judgement {
  flagged: boolean;
  categories: Record<Category, boolean>;
  scores: Record<Category, number>;
}

export function judgeText(text: string): Judgement {
  const scores = Object.fromEntries(CATEGORIES.map((name) => [name, NOTHING_SCORE])) as Record<
    Category,
    number
  >;
  const readings = readingsOf(text).map(blankHarmless);
  for (const name of CATEGORIES) {
    const matches = countMatches(name, readings);
    if (matches === 0) continue;
    raise(scores, name, 1 - (1 - FOUND_SCORE) * MORE_MATCHES ** (matches - 1));
    for (const wider of IMPLIED[name] ?? []) raise(scores, wider, IMPLIED_SCORE);
  }
  const categories = Object.fromEntries(
    CATEGORIES.map((name) => [name, scores[name] >= FLAGGED_FROM]),
  ) as Record<Category, boolean>;
  return { flagged: Object.values(categories).includes(true), categories, scores };
}

/** Figures of speech that hold a listed word. What stands around them is still judged. */
function blankHarmless(reading: string): string {
  return [...HARMLESS_ENGLISH, ...HARMLESS_KOREAN].reduce(
    (text, phrase) => text.replace(phrase, ' _ '),
    reading,
  );
}

function countMatches(name: Category, readings: readonly string[]): number {
  const patterns = [...(ENGLISH[name] ?? []), ...(KOREAN[name] ?? [])];
  return patterns.filter((pattern) => readings.some((reading) => pattern.test(reading))).length;
}

function raise(scores: Record<Category, number>, name: Category, score: number): void {
  scores[name] = Math.max(scores[name], Math.round(score * 10_000) / 10_000);
}
