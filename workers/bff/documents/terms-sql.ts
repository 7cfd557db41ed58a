/** The statistics of terms, kept with the chunks that are searched: statements for the transaction that changes them. */
import { type SQL, sql } from 'drizzle-orm';
import { documentChunks, documents, documentTerms } from '../store/schema/documents.ts';

/** Of each term of these chunks `c`, the number of chunks that have it. Ordered, so that two transactions lock alike. */
function countedTerms(which: SQL): SQL {
  return sql`
    select c.space, entry.term, count(*)::int as chunks
    from ${documentChunks} c join ${documents} d on d.id = c.document_id and d.space = c.space
      cross join lateral (
        select split_part(part, ':', 1)::int as term
        from unnest(string_to_array(btrim(split_part(c.sparse::text, '/', 1), '{}'), ',')) part
        where part <> ''
      ) entry
    where ${which}
    group by c.space, entry.term order by c.space, entry.term`;
}

/** `which`: true of the chunks `c` of documents `d` that are searched from now on. */
export function addTerms(which: SQL): SQL {
  return sql`
    insert into ${documentTerms} (space, term, chunks) ${countedTerms(which)}
    on conflict (space, term) do update set chunks = ${documentTerms.chunks} + excluded.chunks`;
}

/** Of those that are not any more, before they go. */
export function dropTerms(which: SQL): SQL {
  return sql`
    with gone as (${countedTerms(which)})
    update ${documentTerms} t set chunks = t.chunks - gone.chunks
    from gone where t.space = gone.space and t.term = gone.term`;
}

export function sweepTerms(space: SQL): SQL {
  return sql`delete from ${documentTerms} where space = ${space} and chunks <= 0`;
}
