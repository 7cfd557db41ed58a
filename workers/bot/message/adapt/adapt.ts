/**
 * Turns what Discord cannot show into what it can: tables, formulas, small headings, rules, images, task lists, a few
 * HTML tags. Only for what is shown: the attached file and what is remembered keep the model's own text. Pure.
 *
 * - Nothing in code changes, but for code blocks in a code block; a text without such constructs comes out as it is, with line
 *   feeds for other line breaks.
 * - While the text grows, what is given for its blocks stays: only the last block, up to a blank line or a code block,
 *   can change, and what turns out to stand in bare tildes. The columns of a table are fixed after its first rows, so that a long
 *   one stays as well.
 */

import { adaptAroundCode } from './blocks.ts';
import { adaptInline } from './inline.ts';
import { adaptLine } from './line.ts';
import { protect, restore } from './protect.ts';
import { isTableHeader, isTableRow, isTableRule, showTable } from './table.ts';

export function adaptForDiscord(text: string): string {
  return adaptAroundCode(text.replaceAll(/\r\n?/g, '\n'), adaptProse);
}

function adaptProse(prose: string): string {
  const adapted: string[] = [];
  let block: string[] = [];
  const flush = () => {
    if (block.length > 0) adapted.push(...adaptBlock(block));
    block = [];
  };
  for (const line of prose.split('\n')) {
    if (line.trim() !== '') {
      block.push(line);
      continue;
    }
    flush();
    adapted.push(line);
  }
  flush();
  return adapted.join('\n');
}

/** Lines without a blank one among them. */
function adaptBlock(lines: readonly string[]): string[] {
  const adapted: string[] = [];
  let plain: string[] = [];
  const flush = () => {
    if (plain.length > 0) adapted.push(adaptText(plain.join('\n')));
    plain = [];
  };
  for (let index = 0; index < lines.length; ) {
    const end = endOfTable(lines, index);
    const shown = end === index ? undefined : showTableIn(lines.slice(index, end));
    if (shown === undefined) {
      plain.push(lines[index] ?? '');
      index++;
      continue;
    }
    flush();
    adapted.push(...shown);
    index = end;
  }
  flush();
  return adapted;
}

const QUOTE = /^ *> ?/;

/** `start` when no table begins there. */
function endOfTable(lines: readonly string[], start: number): number {
  const quote = QUOTE.exec(lines[start] ?? '')?.[0] ?? '';
  const inner = (index: number) => {
    const line = lines[index];
    return line === undefined || (QUOTE.exec(line)?.[0] ?? '') !== quote ? '' : line.slice(quote.length);
  };
  if (!isTableRule(inner(start + 1)) || !isTableHeader(inner(start))) return start;
  let end = start + 2;
  while (isTableRow(inner(end))) end++;
  return end;
}

function showTableIn(lines: readonly string[]): string[] | undefined {
  const quote = QUOTE.exec(lines[0] ?? '')?.[0] ?? '';
  const rows = lines.map((line) => line.slice(quote.length).replace(/<br\s*\/?>/gi, ' '));
  return showTable(rows, adaptText)?.map((line) => quote + line);
}

/** Most text holds nothing that could be changed. */
const MAY_CHANGE = /[$<]|\\[[(]|!\[|\[[ xX]\]|####|^[ \t>]*([-*_])[ \t]*\1/m;

function adaptText(text: string): string {
  if (!MAY_CHANGE.test(text)) return text;
  const kept = protect(text);
  if (kept === undefined) return text;
  const lines = adaptInline(kept.text).split('\n').map(adaptLine);
  return restore(lines.join('\n'), kept.pieces);
}
