/**
 * Compiles the phrases of the rule tables. Pure.
 *
 *   `(a|b)`       one of these          `[a|b]`      one of these or nothing
 *   `<duration>`  a time with its unit  `<amount>`   the same, or a bare number of seconds
 *   `{name}`      a piece that the tables share
 *
 * English words are parted by one space; in Korean the space is optional, because people leave it out. A phrase
 * always matches from its first character to its last: that, and not the choice of words, is what keeps questions
 * that merely contain a phrase away from it.
 */
export type Language = 'en' | 'ko';

export interface CompiledPhrase {
  pattern: RegExp;
  /** What the pattern's only group captures, if it has one. */
  slot: 'duration' | 'amount' | undefined;
}

export type Pieces = Readonly<Record<string, string>>;

/** Longer texts in a slot are no duration. Bounds the backtracking, too. */
const SLOT = '([^?]{1,40}?)';

/** Throws on a malformed template: the tables are code, and are compiled when the module loads. */
export function compilePhrase(template: string, language: Language, pieces: Pieces): CompiledPhrase {
  const space = language === 'ko' ? ' ?' : ' ';
  let slot: CompiledPhrase['slot'];
  let source = '';
  for (const [token] of expand(template, pieces).matchAll(/\([^)]*\)|\[[^\]]*\]|<\w+>|[^\s()[\]<>]+/g)) {
    if (token === '<duration>' || token === '<amount>') {
      if (slot !== undefined) throw new Error(`Two slots in ${template}`);
      slot = token === '<amount>' ? 'amount' : 'duration';
      source += SLOT + space;
    } else if (token.startsWith('[')) {
      source += `(?:(?:${alternatives(token.slice(1, -1), space)})${space})?`;
    } else if (token.startsWith('(')) {
      source += `(?:${alternatives(token.slice(1, -1), space)})${space}`;
    } else {
      source += escapeLiteral(token) + space;
    }
  }
  return { pattern: new RegExp(`^${source}$`, 'u'), slot };
}

function expand(template: string, pieces: Pieces): string {
  return template.replace(/\{(\w+)\}/g, (_match, name: string) => {
    const piece = pieces[name];
    if (piece === undefined) throw new Error(`No piece named ${name} for ${template}`);
    return piece;
  });
}

/** The longest first, or a slot would begin with the rest of a word (`리브라` + `야 5분`) and be taken for no duration. */
function alternatives(list: string, space: string): string {
  return list
    .split('|')
    .sort((a, b) => b.length - a.length)
    .map((item) => escapeLiteral(item.trim()).replaceAll(' ', space))
    .join('|');
}

function escapeLiteral(literal: string): string {
  return literal.replace(/[\\^$.*+?/]/g, '\\$&');
}
