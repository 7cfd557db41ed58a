/** A place in a row of tokens. */
import { CalculationFault } from './fault.ts';
import type { Token } from './lex.ts';

export interface Cursor {
  /** `ahead` tokens further; the end is repeated. */
  peek(ahead?: number): Token;
  take(): Token;
  /** The word or symbol, in lower case; empty for every other token. */
  text(ahead?: number): string;
  /** Takes the next token if it is this word or symbol. */
  accept(...texts: readonly string[]): string | null;
  expect(text: string): void;
  /** The token before; null at the beginning. */
  before(): Token | null;
  refuse(): never;
}

export function createCursor(tokens: readonly Token[], end: Token): Cursor {
  let index = 0;
  const peek = (ahead = 0) => tokens[index + ahead] ?? end;
  const text = (ahead = 0) => textOf(peek(ahead)).toLowerCase();
  const refuse = (): never => {
    const token = peek();
    throw new CalculationFault(
      token.kind === 'end' ? 'the expression is not complete' : `${describe(token)} is not expected`,
      token.at,
    );
  };
  return {
    peek,
    text,
    refuse,
    take() {
      index += 1;
      return tokens[index - 1] ?? end;
    },
    accept(...texts) {
      const found = text();
      if (found === '' || !texts.includes(found)) return null;
      index += 1;
      return found;
    },
    expect(wanted) {
      if (text() !== wanted) refuse();
      index += 1;
    },
    before: () => tokens[index - 1] ?? null,
  };
}

export function textOf(token: Token): string {
  return token.kind === 'word' || token.kind === 'symbol' ? token.text : '';
}

function describe(token: Token): string {
  const text = textOf(token);
  return text === '' ? `a ${token.kind}` : JSON.stringify(text);
}
