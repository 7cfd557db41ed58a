/**
 * Numbers in brackets, by which an answer says what it is taken from: `[2]`, `[1, 3]`, `[1][2]`, `[1-3]`, and as some models
 * write them: `【2】`, `［２］`, `【1†source】`. Pure.
 */
import { mapCode } from '../text/code-blocks.ts';

/** At the beginning of a line `【1】` is a heading's number: there is nothing yet that it could be the source of. */
const OPENING = '(?:[[［]|(?<=\\S[ \\t]?)【)';
const CLOSING = '[\\]】］]';
const DIGIT = '[\\d０-９]';
const SEPARATOR = '[,，、~–-]';
const LIST = `${DIGIT}{1,3}(?:\\s*${SEPARATOR}\\s*${DIGIT}{1,3})*`;
/** What OpenAI's models were taught to write behind the number. */
const SOURCE = '(?:†[^\\]】］\\n]{0,40})?';
const NUMBERED = `${OPENING}\\s*(${LIST})\\s*${SOURCE}${CLOSING}(?!\\()`;
const CITATION = new RegExp(`[ \\t]?${NUMBERED}`, 'g');
/** Where there are no passages, what touches a word is an index: `rows[1]`, `grid[2][3]`. */
const CITATION_OF_NONE = new RegExp(`(?:[ \\t]|(?<![A-Za-z_]\\d*(?:\\[\\d+\\])*))${NUMBERED}`, 'g');

/** What stands around a number that is dropped may be a number of its own: `[9[9]]`. So deep it is looked at. */
const MAX_NESTING = 8;

/** Without the numbers that name none of `count` passages. What remains of a list of numbers stays. */
export function dropInvented(text: string, count: number): string {
  let shown = text;
  for (let depth = 0; depth < MAX_NESTING; depth += 1) {
    const before = shown;
    shown = outsideCode(before, (part) => dropInnermost(part, count));
    if (shown === before) break;
  }
  return shown;
}

function dropInnermost(text: string, count: number): string {
  return text.replace(count === 0 ? CITATION_OF_NONE : CITATION, (whole: string, list: string) => {
    const numbers = numbersIn(list, count);
    const known = numbers.filter((number) => isKnown(number, count));
    if (known.length === numbers.length) return whole;
    const space = /^[ \t]/.exec(whole)?.[0] ?? '';
    return known.length === 0 ? '' : `${space}[${known.join(', ')}]`;
  });
}

/** For a text that is spoken. */
export function withoutCitations(text: string): string {
  return text.replace(CITATION, '');
}

/** A list of numbers that may still grow, or turn out to be a link. */
const UNFINISHED = new RegExp(
  `[ \\t]?${OPENING}(?:${OPENING}|${DIGIT}|${SEPARATOR}|\\s)*${SOURCE}${CLOSING}*$`,
);
const MAX_UNFINISHED_CHARS = 64;

/** The same of a text that is still being written: what may yet become such a number is held back. */
export function dropInventedSoFar(text: string, count: number): string {
  const tail = text.slice(-MAX_UNFINISHED_CHARS);
  const held = UNFINISHED.exec(tail)?.[0].length ?? 0;
  return dropInvented(text.slice(0, text.length - held), count);
}

/** Those of 1 to `count` that the text names, in the order in which it does. */
export function citedIn(text: string, count: number): number[] {
  const cited = new Set<number>();
  outsideCode(text, (part) => {
    for (const [, list = ''] of part.matchAll(CITATION)) {
      for (const number of numbersIn(list, count)) if (isKnown(number, count)) cited.add(number);
    }
    return part;
  });
  return [...cited];
}

/** Code may hold anything: `list[0]` is no citation. */
function outsideCode(text: string, change: (part: string) => string): string {
  return mapCode(text, change, (code) => code);
}

/** None where the list is no citation: passages count from 1, so `[0, 1]` is an array, and a range beyond them may be a date. */
function numbersIn(list: string, count: number): number[] {
  const parts = list.normalize('NFKC').split(/[,、]/).map(rangeOf);
  const isOther = parts.some(([from, to]) => from === 0 || (from !== to && !(from < to && to <= count)));
  return isOther
    ? []
    : parts.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, at) => from + at));
}

function rangeOf(part: string): [from: number, to: number] {
  const [from = Number.NaN, to = from, more] = part.split(/[~–-]/).map(Number);
  return more === undefined ? [from, to] : [0, 0];
}

function isKnown(number: number, count: number): boolean {
  return number >= 1 && number <= count;
}
