/**
 * Cuts an answer into clauses while it is being written, so that the first one is spoken before the last one is known. Pure.
 *
 * A clause ends with a sentence, also with a Korean ending that no full stop follows; a long sentence at a comma, or where it gets
 * too long. Nothing is lost: the clauses, put together, are the text without its outer white space and what separates them.
 */
export interface ClauseSplitter {
  /** Clauses that are whole now. None is empty. */
  push(text: string): string[];
  /** What is left, as a last clause. */
  end(): string[];
}

/** A clause is a call of its own, and sounds choppy when it is short: but the first one is waited for. */
const MIN_FIRST_CHARS = 6;
const MIN_CHARS = 16;
/** From here on a comma ends a clause. */
const COMMA_CHARS = 40;
/** "Sure," is spoken while the rest is written. */
const FIRST_COMMA_CHARS = 5;
export const MAX_CLAUSE_CHARS = 200;

/** Not behind the year of "2026. 11. 30.": whether a number follows is waited for. */
const SENTENCE_END =
  /[.!?。！？…]+["'”’)\]*_]*(?=\s)(?!(?<=(?:^|[\s(])\d{4}\.)\s(?:\d|$))|[。！？]["'”’)\]*_]*|\n+/gu;
/** Not within the numbers of sources: "[1, 3]". */
const COMMA = /(?<!\[[\d, ]*)[,;:、，](?=\s)/gu;
/** Without a full stop, as people chat. Nouns end in 요 as well (필요, 주요, 중요, 수요, 소요, 개요), and 아까 in 까. */
const KOREAN_END = /(?:(?<![필주중수소개])요|죠|니다|[가-힣](?<!아)까)(?=\s)/gu;
/** "Dr. Kim", "e.g. this", "the U.S. economy", "1. first", "Jan. 5": no ends. */
const ABBREVIATION =
  /(?:^|[\s(])(?:(?:[A-Za-z]\.)*[A-Za-z]|\d{1,3}|Mr|Mrs|Ms|Dr|Prof|St|Jr|Sr|Inc|Ltd|vs|etc|No|Fig|Mt|approx|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\.$/u;

export function createClauseSplitter(): ClauseSplitter {
  let held = '';
  let isFirst = true;

  function take(end: number): string | null {
    const clause = held.slice(0, end).trim();
    held = held.slice(end).trimStart();
    if (clause === '') return null;
    isFirst = false;
    return clause;
  }

  return {
    push(text) {
      held = held === '' ? text.trimStart() : held + text;
      const clauses: string[] = [];
      for (;;) {
        const end = findEnd(held, isFirst);
        if (end === null) return clauses;
        const clause = take(end);
        if (clause !== null) clauses.push(clause);
      }
    },
    end() {
      const clauses: string[] = [];
      while (held.length > MAX_CLAUSE_CHARS) {
        const clause = take(findEnd(held, isFirst) ?? MAX_CLAUSE_CHARS);
        if (clause !== null) clauses.push(clause);
      }
      const last = take(held.length);
      return last === null ? clauses : [...clauses, last];
    },
  };
}

/** Where the first clause of the text ends; null: not yet. */
function findEnd(text: string, isFirst: boolean): number | null {
  const least = isFirst ? MIN_FIRST_CHARS : MIN_CHARS;
  // No end behind it counts, and a model may write nothing but full stops.
  const near = text.slice(0, MAX_CLAUSE_CHARS + 1);
  const ofSentence = firstEnd(near, SENTENCE_END, least, isAbbreviation);
  const ofKorean = firstEnd(near, KOREAN_END, least);
  const ofComma = firstEnd(near, COMMA, isFirst ? FIRST_COMMA_CHARS : COMMA_CHARS);
  const ends = [ofSentence, ofKorean, ofComma].filter((end) => end !== null);
  const end = ends.length === 0 ? null : Math.min(...ends);
  if (end !== null && end <= MAX_CLAUSE_CHARS) return end;
  return text.length > MAX_CLAUSE_CHARS ? cutAt(text) : null;
}

function firstEnd(
  text: string,
  pattern: RegExp,
  least: number,
  isNone: (before: string) => boolean = () => false,
): number | null {
  for (const match of text.matchAll(pattern)) {
    const end = match.index + match[0].length;
    if (text.slice(0, end).trim().length >= least && !isNone(text.slice(0, end))) return end;
  }
  return null;
}

function isAbbreviation(before: string): boolean {
  return ABBREVIATION.test(before);
}

/** At the last white space, else within a word, but never within a character. */
function cutAt(text: string): number {
  const space = text.slice(0, MAX_CLAUSE_CHARS).search(/\s\S*$/u);
  if (space > 0) return space;
  const code = text.charCodeAt(MAX_CLAUSE_CHARS - 1);
  return code >= 0xd800 && code <= 0xdbff ? MAX_CLAUSE_CHARS - 1 : MAX_CLAUSE_CHARS;
}
