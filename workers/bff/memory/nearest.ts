/** The statement that finds a person's facts by their meaning. */
import { type SQL, sql } from 'drizzle-orm';
import type { PlaceValues } from '../conversation/turn-sql.ts';
import { toVector } from '../documents/search.ts';
import { memoryFacts } from '../store/schema/memory.ts';
import { prepare } from '../store/statement.ts';
import { HAS_OTHER_LENGTH, IS_AGREED, IS_USED_HERE } from './memory-sql.ts';
import type { FactCandidate } from './recall.ts';

export interface FoundFacts extends Record<string, unknown> {
  /** The nearest first. */
  near: FactCandidate[];
  /** The person has facts whose vectors this model does not make any more: of another length. */
  are_stale: boolean;
}

const value = sql.placeholder;

type NearestValues = PlaceValues & { model: string; vector: string };

export function searchFacts(
  place: PlaceValues,
  { model, values }: { model: string; values: Float32Array },
): SQL {
  return selectNearest({ ...place, model, vector: toVector(values) });
}

/** More than these could not go along. */
const MAX_NEAR = 8;

// `offset 0`: vectors of different lengths cannot be compared, so the model comes first.
const selectNearest = prepare<NearestValues>(
  () => sql`
    select
      coalesce((
        select json_agg(found.fact order by found.nearness desc)
        from (
          select near.fact, near.nearness
          from (
            select fact_candidate(f) as fact, -(f.dense <#> ${value('vector')}::vector) - f.least as nearness
            from ${memoryFacts} f
            where ${IS_USED_HERE} and ${IS_AGREED} and f.model = ${value('model')} and f.dense is not null offset 0
          ) near
          where nearness >= 0 order by nearness desc limit ${sql.raw(String(MAX_NEAR))}
        ) found
      ), '[]') as near,
      exists (
        select 1 from ${memoryFacts} f where ${IS_USED_HERE} and ${IS_AGREED} and ${HAS_OTHER_LENGTH}
      ) as are_stale
  `,
);
