/**
 * One line of a CSV file (RFC 4180). Pure. A text that a spreadsheet would take for a formula gets an apostrophe before it, or a
 * name that somebody else has chosen could run one. Source: https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csvLine(cells: readonly (string | number | boolean | null)[]): string {
  return `${cells.map(toCell).join(',')}\r\n`;
}

function toCell(value: string | number | boolean | null): string {
  if (typeof value !== 'string') return value === null ? '' : String(value);
  const safe = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A spreadsheet takes the file for UTF-8 by it. */
export const CSV_BYTE_ORDER_MARK = '\uFEFF';
