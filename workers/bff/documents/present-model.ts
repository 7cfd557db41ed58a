/** Whose vectors are of the present. */
import { type SQL, sql } from 'drizzle-orm';
import { findChain, modelsOf } from '../../../shared/catalogue/catalogue.ts';
import type { Config } from '../config.ts';
import { BACKGROUND } from '../knowledge/background.ts';
import { vectorsOf } from '../knowledge/sides.ts';
import { referenceVectors } from '../store/schema/documents.ts';

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

/**
 * True of a chunk `c` that has no vector of this model, or one of another length than the model gives now: as long are those of the
 * texts that questions are compared with. Without a model none is missing.
 */
export function lacksVector(model: string | null): SQL {
  if (model === null) return sql`false`;
  return sql`(not coalesce(starts_with(c.model, ${`${model}/`}), false) or exists (
    select 1 from ${referenceVectors} r
    where r.name = ${BACKGROUND.name} and r.model <> c.model and regexp_replace(r.model, '[0-9]+$', '') = ${`${model}/`}
  ))`;
}
