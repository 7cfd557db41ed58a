/** Dice. Pure: the randomness is given. */
import type { JsonRecord } from '../../../shared/json.ts';
import type { ReadingTool, ToolResult } from './tool.ts';

export const roll: ReadingTool = {
  name: 'roll',
  description: 'Rolls dice with true randomness, e.g. "2d6+3". Also for any random choice or coin ("1d2").',
  parameters: {
    type: 'object',
    properties: { dice: { type: 'string', description: 'Dice notation: 1d20, 2d6+3, 4d8-1, d100' } },
    required: ['dice'],
    additionalProperties: false,
  },
  kind: 'reads',
  readsNothing: true,
  variesByCall: true,
  subject: ({ dice }) => String(dice),
  run: async ({ dice }: JsonRecord, { randomInt }): Promise<ToolResult> => rollDice(String(dice), randomInt),
};

const TERM = /([+-]?)\s*(?:(\d{0,3})d(\d{1,6})|(\d{1,6}))\s*/giy;
const MAX_DICE = 100;
const MAX_TERMS = 10;

const UNREADABLE: ToolResult = {
  ok: false,
  content: `Not dice notation. Write for example 2d6+3, with at most ${MAX_DICE} dice of 2 to 999999 sides.`,
};

/** `randomInt(below)`: an integer from 0 to below `below`. */
export function rollDice(notation: string, randomInt: (below: number) => number): ToolResult {
  const terms = readTerms(notation.trim());
  if (terms === null) return UNREADABLE;
  let total = 0;
  const shown = terms.map(({ sign, count, sides }, index) => {
    const rolls = sides === null ? [count] : Array.from({ length: count }, () => 1 + randomInt(sides));
    total += sign * rolls.reduce((sum, each) => sum + each, 0);
    const name = sides === null ? String(count) : `${count}d${sides} (${rolls.join(', ')})`;
    if (index === 0) return sign < 0 ? `-${name}` : name;
    return `${sign < 0 ? '-' : '+'} ${name}`;
  });
  return { ok: true, content: `${shown.join(' ')} = ${total}` };
}

interface Term {
  sign: 1 | -1;
  count: number;
  /** Null for a plain number. */
  sides: number | null;
}

function readTerms(notation: string): Term[] | null {
  const terms: Term[] = [];
  TERM.lastIndex = 0;
  while (TERM.lastIndex < notation.length) {
    const match = TERM.exec(notation);
    if (match === null) return null;
    const [, sign = '', count = '', sides, constant] = match;
    if (sign === '' && terms.length > 0) return null;
    terms.push({
      sign: sign === '-' ? -1 : 1,
      count: Number(constant ?? (count === '' ? '1' : count)),
      sides: sides === undefined ? null : Number(sides),
    });
  }
  const dice = terms.filter(({ sides }) => sides !== null);
  const thrown = dice.reduce((sum, { count }) => sum + count, 0);
  const isReadable = dice.every(({ count, sides }) => count >= 1 && (sides ?? 0) >= 2);
  return isReadable && thrown >= 1 && thrown <= MAX_DICE && terms.length <= MAX_TERMS ? terms : null;
}
