/** Where characters and words begin, and what is white space. Pure. */
import { once } from '../../../shared/once.ts';

/** The first one of an isolate takes milliseconds: Unicode's tables are read for it. */
export const graphemeSegmenter = once(() => new Intl.Segmenter('ko', { granularity: 'grapheme' }));
const wordSegmenter = once(() => new Intl.Segmenter('ko', { granularity: 'word' }));
/** The same characters that `trim` takes away. */
const SPACE = /\s/;

export function isSpace(text: string, index: number): boolean {
  return SPACE.test(text.charAt(index));
}

export function skipSpace(text: string, start: number): number {
  let index = start;
  while (index < text.length && isSpace(text, index)) index++;
  return index;
}

export function isHighSurrogate(text: string, index: number): boolean {
  return (text.charCodeAt(index) & 0xfc00) === 0xd800;
}

export interface Segments {
  isCharacterEdge(index: number): boolean;
  /** The beginning of the character that holds this unit. */
  characterStart(index: number): number;
  wordStart(index: number): number;
}

/** From `base` on. The last unit can be half of a surrogate pair, which does not tell whether it joins what is before. */
export function createSegments(text: string, base: number): Segments {
  const graphemes = graphemeSegmenter().segment(text.slice(base));
  let words: Intl.Segments | undefined;
  const last = text.length - 1;

  function characterStart(index: number): number {
    return base + (graphemes.containing(index - base)?.index ?? 0);
  }
  return {
    characterStart,
    isCharacterEdge(index) {
      if (text.charAt(index - 1) === '\n') return true;
      if (index === last && isHighSurrogate(text, last)) return false;
      return characterStart(index) === index;
    },
    wordStart(index) {
      words ??= wordSegmenter().segment(text.slice(base));
      return base + (words.containing(index - base)?.index ?? 0);
    },
  };
}
