/** Tables and code of a page as Markdown. Pure. */

const MAX_CELL_CHARS = 200;

/** Null for a row that only places things on the page, or has nothing in it. */
export function tableRow(cells: readonly string[]): string | null {
  if (cells.length <= 1 || cells.every((cell) => cell === '')) return null;
  if (cells.some((cell) => cell.length > MAX_CELL_CHARS)) return null;
  return `| ${cells.map((cell) => cell.replace(/\s+/g, ' ').replaceAll('|', '\\|')).join(' | ')} |`;
}

/** The line below the first row of a table. */
export function tableRule(columns: number): string {
  return `|${' --- |'.repeat(columns)}`;
}

/** Null for no code. */
export function codeBlock(code: string): string | null {
  const text = code.replace(/^\n/, '').trimEnd();
  if (text === '') return null;
  // Longer than any fence in the code.
  let marks = 3;
  for (const [run] of text.matchAll(/`{3,}/g)) marks = Math.max(marks, run.length + 1);
  const fence = '`'.repeat(marks);
  return `${fence}\n${text}\n${fence}`;
}
