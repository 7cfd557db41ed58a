/** Whose vectors are of the present. */
import { type SQL, sql } from 'drizzle-orm';
import { findChain, modelsOf } from '../../../shared/catalogue/catalogue.ts';
import type { Config } from '../config.ts';
import { vectorsOf } from '../knowledge/sides.ts';

/** As the vectors of a chunk are named, without their length. Null: there are none. */
export function presentModel({
  catalogue,
  embeddingModel,
  embeddingSides,
}: Pick<Config, 'catalogue' | 'embeddingModel' | 'embeddingSides'>): string | null {
  if (embeddingModel === null) return null;
  const [first] = modelsOf(findChain(catalogue, embeddingModel) ?? []);
  return first === undefined ? null : vectorsOf(first.name, embeddingSides);
}

/** True of a chunk `c` that has no vector of this model. Without a model none is missing. */
export function lacksVector(model: string | null): SQL {
  return model === null ? sql`false` : sql`not coalesce(starts_with(c.model, ${`${model}/`}), false)`;
}
