/**
 * An answer as it is to be spoken: what is written for the eye alone (code, tables, addresses, marks) is left out or put into
 * words. Pure.
 */
import { withoutCitations } from '../../../shared/knowledge/citations.ts';
import { mapCodeBlocks } from '../../../shared/text/code-blocks.ts';
import { lazyPattern } from '../../../shared/text/lazy-pattern.ts';
import { cutToSpeak } from './cut.ts';
import { inWords } from './words.ts';

/** In the language of the answer. */
export interface SpeakableNotes {
  /** Said in the place of a block of code, of a table, of a formula. */
  code: string;
  table: string;
  formula: string;
  /** Said at the end of what is too long. */
  cut: string;
}

export interface Speakable {
  /** Empty when nothing of it can be spoken. */
  text: string;
  isCut: boolean;
}

/** One that is never closed is looked through up to the next. */
const FORMULA_BLOCK = /\$\$[\s\S]*?\$\$|\\\[(?:(?!\\\[)[\s\S])*?\\\]/g;
/** A line with a bar, and a rule below it. No two rows of spaces stand beside each other in it, so that a line is read once. */
const TABLE =
  /^[^\n|]*\|[^\n]*\n(?:[ \t]*\|)?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?[ \t]*(?:\n[^\n]*\|[^\n]*)*/gm;

/** `maxChars`: of the whole, in characters. */
export function toSpeakable(answer: string, notes: SpeakableNotes, maxChars: number): Speakable {
  const blocks = mapCodeBlocks(
    answer.replaceAll(/\r\n?/g, '\n'),
    (prose) => prose,
    () => `\n${notes.code}\n`,
  )
    .replaceAll(FORMULA_BLOCK, `\n${notes.formula}\n`)
    .replaceAll(TABLE, `${notes.table}\n`);
  const lines = blocks.split('\n').map(speakLine).filter(hasWords);
  const text = inWords(lines.map(ended).join(' ').replaceAll(/\s+/g, ' ').trim());
  return cutToSpeak(text, notes.cut, maxChars);
}

/** A line without what only the eye needs. */
function speakLine(line: string): string {
  // What was left out may have left a space before a mark.
  return withoutMarks(withoutCitations(withoutReferences(line)))
    .replaceAll(/[ \t]+/g, ' ')
    .replaceAll(/ (?=[.,;:!?](?:\s|$))/g, '')
    .trim();
}

/** Addresses, those in brackets with them, mentions, emoji. */
function withoutReferences(line: string): string {
  return line
    .replaceAll(/!?\[([^[\]\n]*)\]\(<?[^)\s>]{1,2000}>?(?:\s+"[^"]*")?\)/g, '$1')
    .replaceAll(
      /<a?:\w{2,32}:\d{1,20}>|<(?:@[!&]?|#)\d{1,20}>|<t:-?\d{1,13}(?::[tTdDfFR])?>|<\/[^>\n]{1,100}:\d+>/g,
      '',
    )
    .replaceAll(/\(https?:\/\/[^\s)]*\)|<?https?:\/\/[^\s<>]+>?/g, '')
    .replaceAll(/(?<!\d):[a-z0-9_+-]{2,32}:/g, '')
    .replaceAll(EMOJI(), '');
}

/** Digits and marks that are emoji only with a selector stay. */
const EMOJI = lazyPattern(
  '(?:(?!\\p{ASCII})\\p{Emoji_Presentation}|(?!\\p{ASCII})\\p{Extended_Pictographic})(?:\\u{fe0f}|\\p{Emoji_Modifier}|\\u{200d}(?!\\p{ASCII})\\p{Extended_Pictographic})*|[\\u{1f1e6}-\\u{1f1ff}]|[0-9#*]\\u{fe0f}?\\u{20e3}|\\u{fe0f}',
  'gu',
);

/** "5*3", "5 * 3" and "2**3" have no marks. */
function withoutMarks(line: string): string {
  return line
    .replace(/^\s*(?:[-*_]\s*){3,}$/, '')
    .replace(/^\s*(?:>{1,3}\s*)+/, '')
    .replace(/^\s*(?:#{1,6}|-#)\s+/, '')
    .replace(/^\s*(?:[-*+•]|\[[ xX]\])\s+(?:\[[ xX]\]\s+)?/, '')
    .replaceAll(/<\/?[a-z][^<>\n]{0,200}>/gi, '')
    .replaceAll(/\|\|/g, '')
    .replaceAll(/((?<=\d)\*+(?=\d)|(?<=\s)\*+(?=\s))|\*+|~~|`+|(?<![\w])_{1,3}|_{1,3}(?![\w])/g, '$1')
    .replaceAll(/\\([\\`*_{}[\]()#+\-.!~|>$])/g, '$1')
    .replaceAll(/\(\s*\)|\[\s*\]/g, '');
}

const LETTER_OR_DIGIT = lazyPattern('[\\p{L}\\p{N}]', 'u');

function hasWords(line: string): boolean {
  return LETTER_OR_DIGIT().test(line);
}

/** A heading or an item of a list ends where its line ends. */
function ended(line: string): string {
  return /[.!?…。:;,]["'”’)\]]*$/u.test(line) ? line : `${line}.`;
}
