/** Words of the grammar that stand for a value or a notation. */
import type { ConstantName, FormName } from './syntax.ts';

export const CONSTANTS: readonly ConstantName[] = [
  'pi',
  'e',
  'tau',
  'phi',
  'now',
  'today',
  'tomorrow',
  'yesterday',
  '모레',
  '글피',
  '그저께',
];

export const FORMS: ReadonlyMap<string, FormName> = new Map([
  ['hex', 'hex'],
  ['hexadecimal', 'hex'],
  ['binary', 'binary'],
  ['octal', 'octal'],
  ['fraction', 'fraction'],
  ['percent', 'percent'],
  ['%', 'percent'],
]);
