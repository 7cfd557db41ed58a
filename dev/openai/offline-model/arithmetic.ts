import type { Conversation } from './conversation.ts';

/** `12 * 7은?`, `what is (3 + 4) / 2?`, `3 더하기 4`. */
export function calculate({ prompt, language }: Conversation): string | null {
  const expression = findExpression(prompt);
  const value = expression === null ? null : evaluate(expression);
  if (expression === null || value === null) return null;
  const shown = expression
    .replace(/(?<=[\d)])\s*([-+*/])\s*/g, ' $1 ')
    .replaceAll('*', '×')
    .replaceAll('/', '÷');
  if (!Number.isFinite(value)) {
    return language === 'ko' ? '0으로는 나눌 수 없어요.' : 'That would divide by zero.';
  }
  return `${shown} = ${formatNumber(value)}`;
}

/** The sum that a text holds; null for none. */
export function findExpression(text: string): string | null {
  const spelled = WORDS.reduce((said, [words, sign]) => said.replace(words, ` ${sign} `), text);
  const expression = EXPRESSION.exec(spelled)?.[0].trim();
  if (expression === undefined || !OPERATION.test(expression)) return null;
  return evaluate(expression) === null ? null : expression;
}

const WORDS: readonly [RegExp, string][] = [
  [/더하기|\bplus\b/gi, '+'],
  [/빼기|\bminus\b/gi, '-'],
  [/곱하기|\btimes\b|\bmultiplied by\b|×/gi, '*'],
  [/나누기|\bdivided by\b|÷/gi, '/'],
];
const EXPRESSION =
  /(?<![\w-])(?:[-(]\s*)*\d[\d.,]*(?:\s*[)]*\s*[-+*/]\s*(?:[-(]\s*)*\d[\d.,]*)+(?![\w-])[\s)]*/;
/** An operator between two numbers: a date or a version is not a sum, but 3-1 is. */
const OPERATION = /[\d)]\s*[-+*/]\s*[-(\d]/;

/** Recursive descent over `+ - * /`, unary minus and parentheses. Null when the text is not one expression. */
export function evaluate(text: string): number | null {
  const tokens = text.match(/\d[\d,]*(?:\.\d+)?|[-+*/()]/g) ?? [];
  let position = 0;

  function sum(): number {
    let value = product();
    while (tokens[position] === '+' || tokens[position] === '-') {
      const sign = tokens[position++];
      const right = product();
      value = sign === '+' ? value + right : value - right;
    }
    return value;
  }
  function product(): number {
    let value = factor();
    while (tokens[position] === '*' || tokens[position] === '/') {
      const sign = tokens[position++];
      const right = factor();
      value = sign === '*' ? value * right : value / right;
    }
    return value;
  }
  function factor(): number {
    const token = tokens[position++];
    if (token === '-') return -factor();
    if (token === '(') {
      const value = sum();
      return tokens[position++] === ')' ? value : Number.NaN;
    }
    return token === undefined || !/^\d/.test(token) ? Number.NaN : Number(token.replaceAll(',', ''));
  }

  const value = sum();
  return position === tokens.length && !Number.isNaN(value) ? value : null;
}

/** Up to ten decimal places, without the noise of binary fractions. */
function formatNumber(value: number): string {
  return String(Number(value.toFixed(10)));
}
