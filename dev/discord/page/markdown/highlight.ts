/**
 * Code → coloured pieces, as far as most languages look alike: comments, strings, numbers, the usual keywords. Pure.
 * Discord knows each language by its grammar; the stand-in needs only to look like it.
 */
export type Tint = 'comment' | 'string' | 'number' | 'keyword';
export interface Piece {
  text: string;
  tint: Tint | null;
}

const SLASHES = String.raw`\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)`;
const HASH = String.raw`(?<![^\s;])#[^\n]*`;
const DASHES = String.raw`--[^\n]*`;

/** How a comment begins, by the names that a fence gives to languages. */
const COMMENTS = new Map<string, string>([
  ...names(
    'ts tsx typescript js jsx javascript mjs java kotlin kt swift go rust rs c cpp cs php scala css',
    SLASHES,
  ),
  ...names('py python rb ruby sh bash shell zsh yaml yml toml', HASH),
  ...names('sql lua hs haskell', DASHES),
  // JSON has none; what cannot match is no comment.
  ...names('json', '(?!)'),
]);

const STRINGS = String.raw`"""[\s\S]*?(?:"""|$)|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?|${'`'}(?:\\.|[^${'`'}\\])*${'`'}?`;
const NUMBERS = String.raw`\b\d[\w.]*`;
const WORDS = String.raw`[\p{L}_$][\p{L}\p{N}_$]*`;

const KEYWORDS = new Set(
  (
    'abstract and as async await break case catch class const continue def default defer delete del do done elif else ' +
    'enum esac except export extends False false fi final finally fn for from fun func function global go if impl ' +
    'implements import in instanceof interface is lambda let loop match mod module mut namespace new nil None nonlocal ' +
    'not null of or package pass private protected pub public raise readonly return self static struct super switch ' +
    'then this throw trait True true try type typeof undefined unsafe use val var void when where while with yield ' +
    'SELECT FROM WHERE INSERT INTO VALUES UPDATE SET DELETE CREATE TABLE JOIN ON AND OR NOT NULL ORDER BY GROUP LIMIT'
  ).split(' '),
);

/** The pieces joined are the code. One plain piece for a language that is not known. */
export function highlight(code: string, language: string): Piece[] {
  const comment = COMMENTS.get(language.toLowerCase());
  if (comment === undefined) return [{ text: code, tint: null }];
  const token = new RegExp(`(${comment})|(${STRINGS})|(${NUMBERS})|(${WORDS})`, 'gu');
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of code.matchAll(token)) {
    const tint = tintOf(match);
    if (tint === null) continue;
    if (match.index > end) pieces.push({ text: code.slice(end, match.index), tint: null });
    pieces.push({ text: match[0], tint });
    end = match.index + match[0].length;
  }
  if (end < code.length) pieces.push({ text: code.slice(end), tint: null });
  return pieces;
}

function tintOf([, comment, string, number, word]: RegExpExecArray): Tint | null {
  if (comment !== undefined) return 'comment';
  if (string !== undefined) return 'string';
  if (number !== undefined) return 'number';
  return word !== undefined && KEYWORDS.has(word) ? 'keyword' : null;
}

function names(list: string, comment: string): [string, string][] {
  return list.split(' ').map((name) => [name, comment]);
}
