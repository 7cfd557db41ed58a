/**
 * The statement that finds chunks, by vector and by words at once. Each part of it names the spaces: what is found is of the
 * caller's own, whatever the rest asks for.
 */
import { type SQL, sql } from 'drizzle-orm';
import type { TermWeights } from '../../../shared/knowledge/asked-terms.ts';
import { K1 } from '../../../shared/knowledge/bm25.ts';
import { BACKGROUND } from '../knowledge/background.ts';
import { documentChunks, documents, documentTerms, referenceVectors } from '../store/schema/documents.ts';

export interface Asked {
  spaces: readonly string[];
  terms: TermWeights;
  /** Null: found by words alone. */
  vector: { model: string; values: Float32Array } | null;
}

export interface FoundChunk extends Record<string, unknown> {
  document_id: string;
  name: string;
  version: number;
  ordinal: number;
  text: string;
  overlap_chars: number;
  tokens: number;
  heading: string | null;
  page: number | null;
  last_page: number | null;
  /** From 1; null: not among the best by this. */
  dense_rank: number | null;
  sparse_rank: number | null;
  /** Of its vector with the question's; null: they cannot be compared. */
  similarity: number | null;
  /** How much of the question its words cover, from 0 to 1. */
  coverage: number;
  /** Of the first row alone: the similarities of the question with the texts of the background; null: there are none. */
  background: number[] | null;
}

/** More of each than are shown: what both have found moves up. */
const CANDIDATES = 24;

export function searchChunks({ spaces, terms, vector }: Asked): SQL {
  const here = textArray(spaces);
  return sql`
    ${asVector(vector)}asked as (
      select (entry ->> 0)::int as term, (entry ->> 1)::float8 as asked
      from jsonb_array_elements(${JSON.stringify([...terms])}::jsonb) entry
    ),
    whole as (
      select coalesce(sum(chunks), 0)::float8 as chunks from ${documents} where space = any(${here}) and version > 0
    ),
    query as materialized (
      select (
        '{' || string_agg(weighed.term || ':' || weighed.weight, ',' order by weighed.term)
          filter (where weighed.chunks > 0 and weighed.weight > 0) || '}/1048576'
      )::sparsevec as terms, sum(weighed.weight) * ${K1 + 1}::float8 as most
      from (
        select asked.term, known.chunks, round((asked.asked * ln(1 + (
          greatest(whole.chunks, known.chunks) - known.chunks + 0.5) / (known.chunks + 0.5)))::numeric, 5) as weight
        from asked cross join whole cross join lateral (
          select coalesce(sum(chunks), 0)::float8 as chunks
          from ${documentTerms} t where t.space = any(${here}) and t.term = asked.term
        ) known
      ) weighed
    ),
    live as (
      select c.document_id, c.version, c.ordinal, c.model, c.dense, c.sparse, d.name
      from ${documentChunks} c
        join ${documents} d on d.id = c.document_id and d.space = c.space and d.version = c.version
      where c.space = any(${here}) and d.space = any(${here})
    ),
    dense as (${denseRanking(vector)}),
    sparse as (
      select document_id, version, ordinal, row_number() over (order by score) as rank
      from (
        select document_id, version, ordinal, sparse <#> (select terms from query) as score
        from live where (select terms from query) is not null
        order by score, document_id, ordinal limit ${CANDIDATES}
      ) best where score < 0
    )
    select c.document_id, d.name, c.version, c.ordinal, c.text, c.overlap_chars, c.tokens, c.heading, c.page, c.last_page,
      dense.rank::int as dense_rank, sparse.rank::int as sparse_rank, ${similarityTo(vector)} as similarity,
      coalesce(-(c.sparse <#> (select terms from query)) / (select nullif(most, 0) from query), 0)::float8 as coverage,
      case when row_number() over () = 1 then ${backgroundTo(vector)} end as background
    from dense full join sparse using (document_id, version, ordinal)
      join ${documentChunks} c using (document_id, version, ordinal)
      join ${documents} d on d.id = c.document_id
    where c.space = any(${here}) and d.space = any(${here})
  `;
}

/** Read once: as a value of its own it would be for each row. */
function asVector(vector: Asked['vector']): SQL {
  if (vector === null) return sql`with `;
  return sql`with vector as materialized (select ${toVector(vector.values)}::vector as numbers), `;
}

/** Vectors of another model, or of another length (its name says it), mean nothing beside this one. All are of length 1. */
function denseRanking(vector: Asked['vector']): SQL {
  if (vector === null) {
    return sql`select null::uuid as document_id, null::int as version, null::int as ordinal, null::int as rank where false`;
  }
  const { model } = vector;
  return sql`
    select document_id, version, ordinal, row_number() over (order by distance) as rank
    from (
      select document_id, version, ordinal, dense <#> (select numbers from vector) as distance
      from (
        select * from live
        where model = ${model} and dense is not null offset 0
      ) comparable
      order by distance, document_id, ordinal limit ${CANDIDATES}
    ) best`;
}

/** Of a chunk `c`. */
function similarityTo(vector: Asked['vector']): SQL {
  if (vector === null) return sql`null::float8`;
  return sql`case when c.model = ${vector.model} then -(c.dense <#> (select numbers from vector)) end`;
}

function backgroundTo(vector: Asked['vector']): SQL {
  if (vector === null) return sql`null::float8[]`;
  return sql`(
    select array_agg(-(r.dense::vector <#> (select numbers from vector)))
    from ${referenceVectors} r where r.model = ${vector.model} and r.name = ${BACKGROUND.name}
  )`;
}

const DECIMALS = 5;

/** As pgvector reads it. */
export function toVector(values: Float32Array): string {
  return `[${Array.from(values, (value) => Number(value.toFixed(DECIMALS))).join(',')}]`;
}

/**
 * One value: Drizzle spreads a list into several. PostgreSQL then knows which they are when it plans, and looks up a few spaces by
 * an index however many there are.
 */
export function textArray(values: readonly string[]): SQL {
  const quoted = values.map((value) => `"${value.replaceAll(/["\\]/g, '\\$&')}"`);
  return sql`${`{${quoted.join(',')}}`}::text[]`;
}
