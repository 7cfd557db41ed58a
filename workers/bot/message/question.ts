/**
 * The question above its answer: Discord itself shows only which command was used. A quote of one line that nothing in the
 * question can leave: its markdown is escaped, its line breaks are spaces, its hidden characters are gone. Pure.
 */
import { dropHidden } from '../../../shared/text/hidden.ts';
import { neutralise } from '../discord/neutralise/neutralise.ts';
import { startOf } from './shorten.ts';

/** UTF-16 units of the question, without what escapes them. */
export const MAX_QUOTED_CHARS = 200;

/** Read in one piece by Discord, so an escape inside would be shown: addresses, mentions, emoji, times. */
const WHOLE =
  /(<?https?:\/\/[^\s<>]+>?|<(?:(?:@[!&]?|#)\d{1,20}|a?:\w{2,32}:\d{1,20}|t:-?\d{1,13}(?::[tTdDfFR])?)>)/i;
/** An address may have them in another form; what Discord leaves out of its end is none of it. */
const ADDRESS_MARK = /[\\`*~|[\]]|_(?=[_.,:;!?"')>]*$)/g;
const MARK = /[\\`*_~|[\]]|(?<=\])\(/g;
const LINE_MARK = /^[#>+-]/;

/** Empty for a question of which nothing can be seen. */
export function quoteQuestion(question: string): string {
  const line = escapeLine(question, MAX_QUOTED_CHARS);
  return line === '' ? '' : neutralise(`> ${line}`);
}

/** The beginning of a text as one line without markdown; empty when nothing of it can be seen. `maxChars`: without the escapes. */
export function escapeLine(text: string, maxChars: number): string {
  const line = dropHidden(text.toWellFormed()).replaceAll(/\s+/g, ' ').trim();
  if (line === '') return '';
  const start = startOf(line, maxChars);
  const shown = start === line ? line : `${start.trimEnd()}…`;
  // What a capturing split matched has the odd places.
  const escaped = shown
    .split(WHOLE)
    .map((piece, index) => (index % 2 === 1 ? piece.replaceAll(ADDRESS_MARK, toPercent) : escapeMarks(piece)))
    .join('');
  return escaped.replace(LINE_MARK, '\\$&');
}

function escapeMarks(text: string): string {
  return text.replaceAll(MARK, '\\$&');
}

function toPercent(mark: string): string {
  return `%${mark.charCodeAt(0).toString(16).toUpperCase()}`;
}
