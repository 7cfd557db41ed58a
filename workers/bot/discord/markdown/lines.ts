/** How a line of a Discord message begins: quote, heading, small text, list item. Pure. */

import { matchAt } from './patterns.ts';

/** `>` for a quoted line, `>>>` for all that stands behind that marker. */
export type Quote = '' | '>' | '>>>';

export interface Line {
  start: number;
  /** Behind the marks of quote, list and heading. */
  contentStart: number;
  /** At its line feed, or at the end of the text. A line goes on behind a code block that begins in it. */
  end: number;
  quote: Quote;
  kind: 'blank' | 'text' | 'heading' | 'subtext' | 'item';
  /** 1 to 3 for a heading, else 0. */
  level: number;
  /** Blanks before the list mark; 0 outside lists. */
  indent: number;
  /** `-`, `*` or `12.`, else empty. */
  bullet: string;
}

const QUOTE = /[ ]*>(?: |$)/my;
const QUOTE_ALL = /[ ]*>>> /y;
const HEADING = /[ ]{0,3}(#{1,3})[ \t]+(?=\S)/y;
const SUBTEXT = /[ ]{0,3}-#[ \t]+(?=\S)/y;
const ITEM = /([ \t]*)([-*]|\d{1,9}\.)[ \t]+(?=\S)/y;
const BLANK = /[^\S\n]*(?=\n|$)/y;

/** Reads the beginning of the line at `start`; `end` is still its own first line feed. */
export function readLine(text: string, start: number, before: Quote): Line {
  const feed = text.indexOf('\n', start);
  const end = feed === -1 ? text.length : feed;
  const { quote, at } = readQuote(text, start, before);
  const line: Line = {
    start,
    contentStart: at,
    end,
    quote,
    kind: 'text',
    level: 0,
    indent: 0,
    bullet: '',
  };
  if (matchAt(BLANK, text, at) !== null) return { ...line, kind: 'blank' };
  const heading = matchAt(HEADING, text, at);
  if (heading !== null)
    return {
      ...line,
      kind: 'heading',
      level: heading[1]?.length ?? 1,
      contentStart: at + heading[0].length,
    };
  const subtext = matchAt(SUBTEXT, text, at);
  if (subtext !== null) return { ...line, kind: 'subtext', contentStart: at + subtext[0].length };
  const item = matchAt(ITEM, text, at);
  if (item === null) return line;
  const [all, blanks = '', bullet = ''] = item;
  return { ...line, kind: 'item', indent: blanks.length, bullet, contentStart: at + all.length };
}

/** True when emphasis and inline code of the line before cannot go on in this one. */
export function startsBlock(line: Line, previous: Line | undefined): boolean {
  if (previous === undefined || line.kind !== 'text' || previous.quote !== line.quote) return true;
  return previous.kind === 'heading' || previous.kind === 'subtext' || previous.kind === 'blank';
}

function readQuote(text: string, start: number, before: Quote): { quote: Quote; at: number } {
  if (before === '>>>') return { quote: '>>>', at: start };
  const all = matchAt(QUOTE_ALL, text, start);
  if (all !== null) return { quote: '>>>', at: start + all[0].length };
  const one = matchAt(QUOTE, text, start);
  // A bare `>` only goes on with a quote; it begins none.
  if (one === null || (before === '' && !one[0].endsWith(' '))) return { quote: '', at: start };
  return { quote: '>', at: start + one[0].length };
}

export function quoteMark(quote: Quote): string {
  return quote === '' ? '' : `${quote} `;
}
