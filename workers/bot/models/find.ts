/** Finds models by what a person types. Pure. */

import type { OfferedModel } from '../../../shared/contract/offered-models.ts';
import { lazyPattern } from '../../../shared/text/lazy-pattern.ts';
import { distanceOf } from '../../../shared/text/nearest.ts';

/** By its name, in whatever case it is written. */
export function findModel(models: readonly OfferedModel[], typed: string): OfferedModel | undefined {
  const name = typed.trim();
  return (
    models.find((model) => model.name === name) ?? models.find((model) => fold(model.name) === fold(name))
  );
}

/** Those that have what was typed in their names: first those that begin with it, else in the order given. */
export function matchingModels(models: readonly OfferedModel[], typed: string): OfferedModel[] {
  const wanted = plain(typed);
  const places = models.map((model) => ({ model, at: plain(model.name).indexOf(wanted) }));
  return [...places.filter(({ at }) => at === 0), ...places.filter(({ at }) => at > 0)].map(
    ({ model }) => model,
  );
}

const MAX_NEAR = 3;
/** A longer text is no misspelt name, and would take long to compare. */
const MAX_COMPARED_CHARS = 60;

/** What may have been meant by a name that no model has, likeliest first. */
export function nearModels(models: readonly OfferedModel[], typed: string): OfferedModel[] {
  const wanted = plain(typed);
  if (wanted === '' || wanted.length > MAX_COMPARED_CHARS) return [];
  const most = Math.max(2, Math.floor(wanted.length / 2));
  return models
    .map((model) => ({ model, name: plain(model.name).slice(0, MAX_COMPARED_CHARS) }))
    .map(({ model, name }) => ({ model, name, distance: distanceOf(wanted, name) }))
    .filter(({ name, distance }) => distance <= most || name.includes(wanted) || wanted.includes(name))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, MAX_NEAR)
    .map(({ model }) => model);
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

const MARKS = lazyPattern('[^\\p{L}\\p{N}]+', 'gu');

/** Without marks between its parts: `GPT 4o` is `gpt-4o`. */
function plain(text: string): string {
  return fold(text).replaceAll(MARKS(), '');
}
