/** The catalogue that a Worker's variables hold or make. */

import { joinVariable, splitVariable } from '../config/split-variable.ts';
import type { VariableReader } from '../config/variables.ts';
import { parseJson } from '../json.ts';
import type { Catalogue } from './catalogue.ts';
import { catalogueFromVariables } from './from-variables.ts';
import { formatProblem, parseCatalogue } from './parse.ts';

export const CATALOGUE_VARIABLE = 'LIBRA_CATALOGUE';

const NOTHING: Catalogue = { providers: [], models: [], chains: new Map(), defaultName: '' };

/** What is wrong is noted by the reader, everything at once. */
export function readCatalogue(variables: VariableReader, env: Readonly<Record<string, unknown>>): Catalogue {
  const text = joinVariable(CATALOGUE_VARIABLE, env);
  if (text === undefined) return catalogueFromVariables(variables, env);
  const value = parseJson(text);
  if (value === undefined) {
    variables.problem(`${CATALOGUE_VARIABLE}: is not JSON`);
    return NOTHING;
  }
  const parsed = parseCatalogue(value);
  if (parsed.ok) return parsed.catalogue;
  for (const problem of parsed.problems) variables.problem(formatProblem(problem, CATALOGUE_VARIABLE));
  return NOTHING;
}

/** The variables that hold a catalogue. */
export function splitCatalogue(value: unknown): Record<string, string> {
  return splitVariable(CATALOGUE_VARIABLE, value);
}
