/** The catalogue that a Worker's variables hold or make. */
import type { SettingsReader } from '../config/settings.ts';
import { parseJson } from '../json.ts';
import type { Catalogue } from './catalogue.ts';
import { catalogueFromVariables } from './from-variables.ts';
import { formatProblem, parseCatalogue } from './parse.ts';

export const CATALOGUE_VARIABLE = 'LIBRA_CATALOGUE';

/** Cloudflare's bound for one variable is 5 kB; a longer catalogue goes on in `LIBRA_CATALOGUE_2` and so on. */
const MAX_PART_BYTES = 4_800;
const MAX_PARTS = 40;

const NOTHING: Catalogue = { providers: [], models: [], chains: new Map(), defaultName: '' };

/** What is wrong is noted by the reader, everything at once. */
export function readCatalogue(settings: SettingsReader, env: Readonly<Record<string, unknown>>): Catalogue {
  const text = joinCatalogue(env);
  if (text === undefined) return catalogueFromVariables(settings, env);
  const value = parseJson(text);
  if (value === undefined) {
    settings.problem(`${CATALOGUE_VARIABLE}: is not JSON`);
    return NOTHING;
  }
  const parsed = parseCatalogue(value);
  if (parsed.ok) return parsed.catalogue;
  for (const problem of parsed.problems) settings.problem(formatProblem(problem, CATALOGUE_VARIABLE));
  return NOTHING;
}

/** The variables that hold a catalogue; each within Cloudflare's bound. */
export function splitCatalogue(value: unknown): Record<string, string> {
  // Only ASCII, so that a character is a byte and none is cut.
  const text = JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const parts = text.match(new RegExp(`.{1,${MAX_PART_BYTES}}`, 'g')) ?? [];
  return Object.fromEntries(parts.map((part, index) => [nameOf(index), part]));
}

function joinCatalogue(env: Readonly<Record<string, unknown>>): string | undefined {
  const parts: string[] = [];
  while (parts.length < MAX_PARTS) {
    const part = env[nameOf(parts.length)];
    if (typeof part !== 'string' || part === '') break;
    parts.push(part);
  }
  return parts.length === 0 ? undefined : parts.join('');
}

function nameOf(index: number): string {
  return index === 0 ? CATALOGUE_VARIABLE : `${CATALOGUE_VARIABLE}_${index + 1}`;
}
