/** What `parseEnv` would skip without a word, of lines of a `.vars` file. Pure; lines are named by number, never quoted. */
import { parseEnv } from 'node:util';

const ASSIGNMENT = /^\s*(?:export\s+)?[A-Za-z_][\w.-]*\s*=\s*(.*)$/;
const QUOTES = ['"', "'", '`'];

/** As `parseEnv`, also where an editor has put a byte order mark before the first name. */
export function parseVars(text: string): NodeJS.Dict<string> {
  return parseEnv(withoutMark(text));
}

export function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '');
}

/** One problem a line, with its number from 1. A quoted value may go over several lines. */
export function findUnreadableLines(text: string): string[] {
  const lines = withoutMark(text).split(/\r?\n/);
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
    if (quote === undefined) {
      if (isCutOff(value))
        problems.push(
          `line ${index + 1}: a # begins a comment, so its value would be cut off: put it in quotation marks`,
        );
      continue;
    }
    let closing = value.indexOf(quote, 1);
    let last = value;
    if (closing === -1) {
      const end = lines.findIndex((later, at) => at > index && later.includes(quote));
      if (end === -1) {
        problems.push(`line ${index + 1}: its quotation mark ${quote} is not closed`);
        continue;
      }
      index = end;
      last = lines[end] ?? '';
      closing = last.indexOf(quote);
    }
    if (!/^\s*(#|$)/.test(last.slice(closing + 1)))
      problems.push(`line ${index + 1}: what stands behind its closing quotation mark would be left out`);
  }
  return problems;
}

/** A `#` in the middle of a word, or before one at once. Behind a space it begins a comment, as everybody expects. */
function isCutOff(value: string): boolean {
  return /^#[^\s]/.test(value) || /^[^#].*?#/.test(value.replace(/\s#.*$/, ''));
}
