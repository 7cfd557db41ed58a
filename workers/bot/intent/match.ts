/**
 * Finds how far the parts of a phrase reach in a text. Pure, and without regular expressions on purpose: as one
 * pattern a phrase, the tables kept V8 compiling for a tenth of a second and more in each new isolate, while a person
 * waited for the first answer.
 */
import type { Language, Part } from './template.ts';

/**
 * Every position in `text` where `parts`, begun at `start`, may end; none when they do not fit. A word takes the space
 * behind it along. What was read with the longest words comes first. Time is bounded by the length of the text.
 */
export function reach(parts: readonly Part[], text: string, start: number, language: Language): number[] {
  let positions = [start];
  for (const { optional, words } of parts) {
    if (!positions.some((position) => words.has(text.charAt(position)))) {
      if (optional) continue;
      return [];
    }
    const next: number[] = [];
    for (const position of positions) {
      for (const word of words.get(text.charAt(position)) ?? []) {
        const end = endOfWord(word, text, position, language);
        if (end !== undefined && !next.includes(end)) next.push(end);
      }
      if (optional && !next.includes(position)) next.push(position);
    }
    if (next.length === 0) return next;
    positions = next;
  }
  return positions;
}

function endOfWord(word: string, text: string, start: number, language: Language): number | undefined {
  let position = start;
  for (const char of word) {
    if (char === ' ') {
      const end = endOfSpace(text, position, language);
      if (end === undefined) return undefined;
      position = end;
    } else if (text.charAt(position) === char) {
      position += 1;
    } else {
      return undefined;
    }
  }
  return endOfSpace(text, position, language);
}

function endOfSpace(text: string, position: number, language: Language): number | undefined {
  if (text.charAt(position) === ' ') return position + 1;
  return language === 'ko' ? position : undefined;
}
