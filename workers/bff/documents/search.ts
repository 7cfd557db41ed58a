/**
 * The statement that finds chunks, by vector and by words at once. Each part of it names the spaces: what is found is of the
 * caller's own, whatever the rest asks for.
 */
import { type SQL, sql } from 'drizzle-orm';
import type { TermWeights } from '../../../shared/knowledge/asked-terms.ts';
import { K1 } from '../../../shared/knowledge/bm25.ts';
import { BACKGROUND, QUESTIONS } from '../knowledge/background.ts';
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
  /** Of its vector with the question's, or of its nearest part's; null: they cannot be compared. */
  similarity: number | null;
  /** Of its vector with the nearest of the everyday questions; null: they cannot be compared. */
  everyday: number | null;
  /** How much of the question its words cover, from 0 to 1. */
  coverage: number;
  /** Of the first row alone: the similarities of the question with the texts of the background; null: there are none. */
  background: number[] | null;
}

/** So many of the best by meaning, and by words. More than are shown: what both have found moves up. */
const CANDIDATES = 24;

export function searchChunks({ spaces, terms, vector }: Asked): SQL {
  const here = textArray(spaces);
  // Named beside the join as well: else all terms of the space are read.
  const asked = intArray(terms.keys());
  // Each table is named as seldom as can be: to plan a statement takes longer than to search a thousand chunks.
  return sql`
    with vector as materialized (select ${vector === null ? null : toVector(vector.values)}::vector as numbers),
    asked as materialized (${everydayQuestions(vector)}),
    here as materialized (
      select id, version, name, chunks from ${documents} where space = any(${here}) and version > 0
    ),
    query as materialized (
      select (
        '{' || string_agg(weighed.term || ':' || weighed.weight, ',' order by weighed.term)
          filter (where weighed.chunks > 0 and weighed.weight > 0) || '}/1048576'
      )::sparsevec as terms, sum(weighed.weight) * ${K1 + 1}::float8 as most
      from (
        select known.term, known.chunks, round((known.asked * ln(1 + (
          greatest(whole.chunks, known.chunks) - known.chunks + 0.5) / (known.chunks + 0.5)))::numeric, 5) as weight
        from (
          select asked.term, asked.asked, coalesce(sum(t.chunks), 0)::float8 as chunks
          from unnest(${asked}, ${floatArray(terms.values())}) as asked(term, asked)
            left join ${documentTerms} t on t.space = any(${here}) and t.term = any(${asked}) and t.term = asked.term
          group by asked.term, asked.asked
        ) known cross join (select coalesce(sum(chunks), 0)::float8 as chunks from here) whole
      ) weighed
    ),
    scored as materialized (
      select c.document_id, c.version, c.ordinal, d.name, ${distanceTo(vector)} as distance,
        c.sparse <#> (select terms from query) as score
      from ${documentChunks} c join here d on d.id = c.document_id and d.version = c.version
      where c.space = any(${here})
    ),
    best as (
      (
        select * from scored where distance is not null
        order by distance, document_id, ordinal limit ${CANDIDATES}
      ) union (
        select * from scored where score < 0
        order by score, document_id, ordinal limit ${CANDIDATES}
      )
    )
    select c.document_id, best.name, c.version, c.ordinal, c.text, c.overlap_chars, c.tokens, c.heading, c.page, c.last_page,
      ${similarityTo(vector)} as similarity,
      case when best.distance is not null then (select max(-(c.dense <#> asked.numbers)) from asked) end as everyday,
      coalesce(-best.score / (select nullif(most, 0) from query), 0)::float8 as coverage,
      case when row_number() over () = 1 then ${backgroundTo(vector)} end as background
    from best join ${documentChunks} c using (document_id, version, ordinal)
    where c.space = any(${here})
  `;
}

/** Of a chunk `c`. Vectors of another model, or of another length (its name says it), mean nothing beside this one. All are of length 1. */
function distanceTo(vector: Asked['vector']): SQL {
  if (vector === null) return sql`null::float8`;
  return sql`case when c.model = ${vector.model} then c.dense <#> (select numbers from vector) end`;
}

/** The nearest of a chunk `c` as a whole and of its parts. */
function similarityTo(vector: Asked['vector']): SQL {
  if (vector === null) return sql`null::float8`;
  return sql`case when best.distance is not null then greatest(-best.distance, (
    select max(-(part <#> (select numbers::halfvec from vector))) from unnest(c.parts) part
  )) end`;
}

function everydayQuestions(vector: Asked['vector']): SQL {
  if (vector === null) return sql`select null::vector as numbers where false`;
  return sql`
    select r.dense::vector as numbers from ${referenceVectors} r
    where r.model = ${vector.model} and r.name = ${QUESTIONS.name}`;
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

function intArray(values: Iterable<number>): SQL {
  return sql`${`{${[...values].join(',')}}`}::int[]`;
}

function floatArray(values: Iterable<number>): SQL {
  return sql`${`{${[...values].join(',')}}`}::float8[]`;
}
