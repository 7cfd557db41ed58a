/** GitHub's tables: Discord has none, so a narrow one becomes a code block and a wide one a list. Pure. */
import { lazyPattern } from '../../../../shared/text/lazy-pattern.ts';
import { graphemeSegmenter } from '../segments.ts';
import { plainText } from './plain.ts';

/** What a phone and a narrow window show of a code block before they break its lines. */
const MAX_COLUMNS = 56;

/** Rows that the width of a column is taken from: later ones must not move what is shown already. */
const MEASURED_ROWS = 10;

const GAP = '  ';

type Alignment = 'left' | 'center' | 'right';

interface Table {
  header: string[];
  alignments: Alignment[];
  rows: string[][];
}

/** Of a line without white space around it: no two rows of spaces stand beside each other, so it is read once. */
const RULE = /^\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?$/;

export function isTableRule(line: string): boolean {
  return line.includes('|') && RULE.test(line.trim());
}

/** True for a line that may be the header of a table. */
export function isTableHeader(line: string): boolean {
  return cellsOf(line).length > 1;
}

/** Below a header and its rule a single cell is a row, too. */
export function isTableRow(line: string): boolean {
  return isTableHeader(line) || /^\s*\|(?!\|)/.test(line);
}

/**
 * `lines`: the header, the rule and the rows; `adapt` is applied to what a cell says. Undefined when header and rule differ
 * in their number of cells.
 */
export function showTable(lines: readonly string[], adapt: (cell: string) => string): string[] | undefined {
  const table = readTable(lines);
  if (table === undefined) return undefined;
  const [header = [], ...rows] = [table.header, ...table.rows].map((row) => row.map(adapt));
  const plain = [header, ...rows].map((row) => row.map(plainText));
  const first = plain.slice(0, MEASURED_ROWS + 1);
  const widths = header.map((_, column) => Math.max(1, ...first.map((row) => widthOf(row[column] ?? ''))));
  const total = widths.reduce((sum, width) => sum + width + GAP.length, -GAP.length);
  if (total > MAX_COLUMNS) return showList(header, rows);
  const [names = '', ...shown] = plain.map((row) => showRow(row, widths, table.alignments));
  const rule = widths.map((width) => '─'.repeat(width)).join(GAP);
  return ['```', names, rule, ...shown, '```'];
}

function readTable([header = '', rule = '', ...rows]: readonly string[]): Table | undefined {
  const names = cellsOf(header);
  const alignments = cellsOf(rule).map(alignmentOf);
  if (names.length !== alignments.length) return undefined;
  const last = names.length - 1;
  const fitted = rows.map((row) => {
    const cells = cellsOf(row);
    // GitHub leaves out what is too much; most of it is text with a bar in it.
    return names.map((_, column) => (column < last ? (cells[column] ?? '') : cells.slice(last).join(' | ')));
  });
  return { header: names, alignments, rows: fitted };
}

function cellsOf(line: string): string[] {
  const inner = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '');
  if (!line.includes('|')) return [];
  return splitCells(inner).map((cell) => cell.replaceAll('\\|', '|').trim());
}

/** At bars that are neither escaped nor in code. */
function splitCells(line: string): string[] {
  const cells: string[] = [];
  const marks = /\\\||\||`+/g;
  let start = 0;
  for (let mark = marks.exec(line); mark !== null; mark = marks.exec(line)) {
    const [found] = mark;
    if (found === '|') {
      cells.push(line.slice(start, mark.index));
      start = marks.lastIndex;
    } else if (found.startsWith('`')) {
      marks.lastIndex = endOfCode(line, marks.lastIndex, found);
    }
  }
  return [...cells, line.slice(start)];
}

/** Where code ends that these backticks begin; `from` when it does not. */
function endOfCode(line: string, from: number, ticks: string): number {
  for (let at = line.indexOf(ticks, from); at !== -1; at = line.indexOf(ticks, at)) {
    const start = at;
    while (line.charAt(at) === '`') at++;
    if (at - start === ticks.length) return at;
  }
  return from;
}

function alignmentOf(rule: string): Alignment {
  if (!rule.endsWith(':')) return 'left';
  return rule.startsWith(':') ? 'center' : 'right';
}

function showRow(
  cells: readonly string[],
  widths: readonly number[],
  alignments: readonly Alignment[],
): string {
  const padded = widths.map((width, column) => pad(cells[column] ?? '', width, alignments[column] ?? 'left'));
  return padded.join(GAP).trimEnd();
}

function pad(cell: string, width: number, alignment: Alignment): string {
  const room = Math.max(0, width - widthOf(cell));
  const before = alignment === 'left' ? 0 : alignment === 'right' ? room : Math.floor(room / 2);
  return ' '.repeat(before) + cell + ' '.repeat(room - before);
}

/** One item a row: its first cell, then what the others say under the names of their columns. */
function showList(header: readonly string[], rows: readonly string[][]): string[] {
  if (rows.length === 0) return [`- ${header.map((name) => `**${plainText(name)}**`).join(' · ')}`];
  return rows.map((row) => {
    const facts = header.flatMap((name, column) => {
      const cell = row[column] ?? '';
      if (cell === '') return [];
      return name === '' ? [cell] : [`**${plainText(name)}:** ${cell}`];
    });
    return `- ${facts.join(' · ')}`;
  });
}

/** Hangul, kana, Han, full-width forms and emoji take two columns in a code block. */
const WIDE = lazyPattern(
  '^(?:[\\u1100-\\u115f\\u2e80-\\u303e\\u3041-\\u33ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\ua000-\\ua4cf\\ua960-\\ua97f\\uac00-\\ud7a3\\uf900-\\ufaff\\ufe30-\\ufe6f\\uff00-\\uff60\\uffe0-\\uffe6]|[\\u{20000}-\\u{3fffd}]|\\p{Emoji_Presentation}|\\p{Regional_Indicator}|.\\ufe0f)',
  'u',
);
const EMPTY = lazyPattern('^[\\p{Mn}\\p{Me}\\p{Cf}]+$', 'u');

export function widthOf(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemeSegmenter().segment(text)) {
    width += WIDE().test(segment) ? 2 : EMPTY().test(segment) ? 0 : 1;
  }
  return width;
}
