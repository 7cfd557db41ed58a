/** What is typed behind `npm run settings --`: which variables become what. Pure but for the files that are named. */
import { OPERATOR_VARIABLES } from '../../shared/config/operator-variables.ts';
import { nearest } from '../../shared/text/nearest.ts';

/** Null: as the environment has it. */
export type Changes = Record<string, string | null>;

export type Order = { kind: 'show' } | { kind: 'change'; changes: Changes } | { kind: 'undo' };

/** `readFile`: for `NAME=@file`. Throws one sentence about what cannot be understood. */
export function parseOrder(words: readonly string[], readFile: (path: string) => string): Order {
  const [verb = 'show', ...rest] = words;
  switch (verb) {
    case 'show':
    case 'undo':
      if (rest.length > 0) throw new Error(`${verb} takes nothing more.`);
      return { kind: verb };
    case 'set':
      return { kind: 'change', changes: named(rest, (word) => parseAssignment(word, readFile)) };
    case 'unset':
      return { kind: 'change', changes: named(rest, (word) => [checkName(word), null]) };
    default:
      throw new Error(`There is no ${verb}: there are set, unset and undo.`);
  }
}

function named(words: readonly string[], parse: (word: string) => [string, string | null]): Changes {
  if (words.length === 0) throw new Error('Name at least one variable. --help lists them.');
  return Object.fromEntries(words.map(parse));
}

function parseAssignment(word: string, readFile: (path: string) => string): [string, string] {
  const at = word.indexOf('=');
  if (at < 1) throw new Error(`${word} sets nothing: write NAME=value.`);
  const value = word.slice(at + 1);
  return [checkName(word.slice(0, at)), value.startsWith('@') ? readFile(value.slice(1)).trim() : value];
}

function checkName(name: string): string {
  if (OPERATOR_VARIABLES.some((known) => known === name)) return name;
  const meant = nearest(name, OPERATOR_VARIABLES);
  const hint = meant === undefined ? '' : ` Is ${meant} meant?`;
  throw new Error(`${name} cannot be set while Libra runs.${hint}`);
}
