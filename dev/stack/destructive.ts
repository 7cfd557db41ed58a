/** Which statements of a migration the Workers that run now, or those of a rollback, could not live with. Pure. */

const FORBIDDEN: readonly { what: string; pattern: RegExp }[] = [
  { what: 'drops a table', pattern: /\bdrop\s+(table|schema|view|materialized\s+view|type|sequence)\b/i },
  { what: 'drops a function', pattern: /\bdrop\s+(function|procedure|routine)\b/i },
  { what: 'drops a column', pattern: /\bdrop\s+column\b/i },
  { what: 'renames', pattern: /\brename\s+(to|column|constraint|value)\b/i },
  { what: 'changes a column’s type', pattern: /\balter\s+(column\s+)?("?\w+"?)\s+(set\s+data\s+)?type\b/i },
  { what: 'refuses what was allowed', pattern: /\bset\s+not\s+null\b/i },
  { what: 'empties a table', pattern: /\btruncate\b/i },
  { what: 'deletes rows', pattern: /\bdelete\s+from\b/i },
];

/** A column that every inserted row has to give, and that today's Workers do not know. */
const NEW_DEMAND =
  /\badd\s+column\s+(if\s+not\s+exists\s+)?"?\w+"?\s+[^,;]*\bnot\s+null\b(?![^,;]*\bdefault\b)/i;

/** What it does, in words; empty for a migration that only adds (expand). What takes away (contract) goes a release later. */
export function findDestruction(statements: readonly string[]): string[] {
  const found = statements
    .map(withoutTexts)
    .map(withoutBody)
    .flatMap((statement) => {
      const kinds = FORBIDDEN.filter(({ pattern }) => pattern.test(statement)).map(({ what }) => what);
      const demands = NEW_DEMAND.test(statement) && !/\bdefault\b/i.test(statement);
      return [...kinds, ...(demands ? ['adds a column that must be filled'] : [])];
    });
  return [...new Set(found)];
}

/** A word in a comment or in a text does nothing. */
function withoutTexts(statement: string): string {
  return statement
    .replace(/--[^\n]*/g, ' ')
    .replace(/\/\*[\s\S]*?\*\//g, ' ')
    .replace(/'(?:[^']|'')*'/g, "''");
}

/** What a function would do, it does when a Worker calls it. A `DO` block is done at once. */
function withoutBody(statement: string): string {
  const isDefinition = /^\s*create\s+(or\s+replace\s+)?(function|procedure)\b/i.test(statement);
  return isDefinition ? statement.replace(/\$(\w*)\$[\s\S]*?\$\1\$/g, ' ') : statement;
}
