/**
 * How much a passage says to a question, by meaning and by words as one number, and whether it says anything. Pure.
 *
 * The similarities that models give have scales of their own: one gives unrelated texts .8, another .1. So a question is also
 * compared with a few texts of everyday subjects (the background). What lies no nearer than those is about something else, and
 * how far they spread is the unit in which nearness is measured. Some passages lie near every question: so a passage is compared
 * with a few questions about anything, too.
 */
export interface Evidence {
  /** Of the passage's vector with the question's; null: there is none to compare. */
  similarity: number | null;
  /** Of the passage's vector with the nearest of some questions about anything; null: not known. */
  everyday: number | null;
  /** How much of what was asked the words of the passage cover, weighed by how rare they are: from 0 to 1. */
  coverage: number;
}

export interface Background {
  /** Of the text that lies nearest. */
  nearest: number;
  spread: number;
}

/** `similarities` of a question with the texts of the background. Null: too few to say anything. */
export function backgroundOf(similarities: readonly number[]): Background | null {
  if (similarities.length < 2) return null;
  const mean = similarities.reduce((sum, each) => sum + each, 0) / similarities.length;
  const variance = similarities.reduce((sum, each) => sum + (each - mean) ** 2, 0) / similarities.length;
  if (variance === 0) return null;
  return { nearest: Math.max(...similarities), spread: Math.sqrt(variance) };
}

/** All that was asked in the words of the passage counts as much as three spreads of nearness. */
const COVERAGE_WEIGHT = 3;
/** Of nearness and words together. Chosen so that of sixty questions about something else five are given passages. */
const SHOWN = 0.5;
/** Where there are no vectors. */
const COVERED_ALONE = 0.15;

/** To be compared within one question: that a passage lies near other questions as well does not put it behind another. */
export function relevanceOf(
  { similarity, coverage }: Omit<Evidence, 'everyday'>,
  background: Background | null,
): number {
  if (background === null) return coverage;
  return nearnessOf(similarity, background) + COVERAGE_WEIGHT * coverage;
}

export function isRelevant(
  { similarity, everyday, coverage }: Evidence,
  background: Background | null,
): boolean {
  if (background === null || similarity === null) return coverage >= COVERED_ALONE;
  const beforeTexts = nearnessOf(similarity, background);
  // How much nearer this question is to the passage than others are, in the same unit.
  const beforeQuestions = everyday === null ? beforeTexts : (similarity - everyday) / background.spread;
  return (beforeTexts + beforeQuestions) / 2 + COVERAGE_WEIGHT * coverage >= SHOWN;
}

function nearnessOf(similarity: number | null, { nearest, spread }: Background): number {
  return similarity === null ? 0 : (similarity - nearest) / spread;
}
