/** What `parseEnv` would skip without a word: lines of a `.vars` file that set nothing. Pure; lines are named by number, never quoted. */

const ASSIGNMENT = /^\s*(?:export\s+)?[A-Za-z_][\w.-]*\s*=\s*(.*)$/;
const QUOTES = ['"', "'", '`'];

/** One problem a line, with its number from 1. A quoted value may go over several lines. */
export function findUnreadableLines(text: string): string[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const problems: string[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    if (/^\s*(#|$)/.test(line)) continue;
    const value = ASSIGNMENT.exec(line)?.[1];
    if (value === undefined) {
      problems.push(`line ${index + 1} cannot be read: it must be NAME=value, or begin with #`);
      continue;
    }
    const quote = QUOTES.find((mark) => value.startsWith(mark));
    if (quote === undefined || value.indexOf(quote, 1) !== -1) continue;
    const end = lines.findIndex((later, at) => at > index && later.includes(quote));
    if (end === -1) problems.push(`line ${index + 1}: its quotation mark ${quote} is not closed`);
    else index = end;
  }
  return problems;
}
