/**
 * What the offline model makes of passages of documents that stand before a question: the sentence that shares most pairs of
 * letters with it, with the passage's number. It understands nothing; where none shares enough, it says that it is not there. Pure.
 */
export interface ShownPassage {
  number: string;
  text: string;
}

const PASSAGE = /<document_passage number="(\d+)"[^\n]*>\n([\s\S]*?)\n<\/document_passage>/g;
/** Of a question of a few words. */
const MIN_SHARED = 3;

export function passagesIn(text: string): ShownPassage[] {
  return [...text.matchAll(PASSAGE)].map(([, number = '', passage = '']) => ({ number, text: passage }));
}

/** The question that stands behind them. */
export function withoutPassages(text: string): string {
  const end = '</document_passage>\n\n';
  const at = text.lastIndexOf(end);
  return at === -1 ? text : text.slice(at + end.length);
}

export function answerFromPassages(
  prompt: string,
  passages: readonly ShownPassage[],
  language: 'ko' | 'en',
): string | null {
  if (passages.length === 0) return null;
  const asked = pairsOf(prompt);
  let best = { shared: 0, sentence: '', number: '' };
  for (const { number, text } of passages) {
    for (const sentence of text.split(/(?<=[.!?。])\s+|\n+/)) {
      const pairs = pairsOf(sentence);
      const shared = [...asked].filter((pair) => pairs.has(pair)).length;
      if (shared > best.shared) best = { shared, sentence: sentence.trim(), number };
    }
  }
  if (best.shared < MIN_SHARED) {
    return language === 'ko' ? '문서에는 그 내용이 없어요.' : 'The documents do not say so.';
  }
  return `${best.sentence} [${best.number}]`;
}

function pairsOf(text: string): Set<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(
    words.flatMap((word) => Array.from(word.slice(1), (letter, at) => (word[at] ?? '') + letter)),
  );
}
