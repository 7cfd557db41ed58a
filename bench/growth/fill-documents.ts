/** Documents written straight into the database, each of some chunks with vectors, as reading and embedding would have left them. */
import type { neon } from '@neondatabase/serverless';
import { documentVector, toSparsevec } from '../../shared/knowledge/bm25.ts';
import { countTerms } from '../../shared/knowledge/terms.ts';
import { serverSpace } from '../../workers/bff/documents/space-names.ts';
import { EMBEDDING_DIMENSIONS, EMBEDDING_MODEL } from '../stream/protocol.ts';

/** It shares words with the question of the bench, so that every chunk is weighed by words, too. */
const TEXT = 'Please note what the deltas of a stream are, and how far apart. '.repeat(12);
const TOKENS = 200;
/** Postgres makes so many rows with vectors in one statement. */
const AT_ONCE = 500;

/** A vector of a row `n`. Only its length matters here: how long a scan takes does not depend on the numbers. */
export const VECTOR_OF_N = `(select array_agg(sin(n * 12.9898 + d * 78.233)) from generate_series(1, ${EMBEDDING_DIMENSIONS}) d)::vector`;

/** `documents` of a server, of `chunks` each. It must have none yet. */
export async function fillDocuments(
  sql: ReturnType<typeof neon<false, false>>,
  guildId: string,
  { documents, chunks }: { documents: number; chunks: number },
): Promise<void> {
  const space = serverSpace(guildId);
  const terms = countTerms(TEXT);
  await sql.query(
    `INSERT INTO documents (id, space, name, source, state, ingestion, content_hash, version, chunks)
     SELECT md5($1 || ':' || n)::uuid, $1, 'note ' || n, 'file', 'ready', gen_random_uuid(), md5($1 || n), 1, $3::int
     FROM generate_series(0, $2::int - 1) AS n`,
    [space, documents, chunks],
  );
  for (let from = 0; from < documents * chunks; from += AT_ONCE) {
    await sql.query(
      `INSERT INTO document_chunks
         (document_id, space, version, ordinal, text, overlap_chars, tokens, model, dense, sparse)
       SELECT md5($1 || ':' || n / $2::int)::uuid, $1, 1, n % $2::int, $3, 0, ${TOKENS}, $4, ${VECTOR_OF_N}, $5::sparsevec
       FROM generate_series($6::int, $7::int) AS n`,
      [
        space,
        chunks,
        TEXT,
        EMBEDDING_MODEL,
        toSparsevec(documentVector(terms, TOKENS)),
        from,
        Math.min(from + AT_ONCE, documents * chunks) - 1,
      ],
    );
  }
  await sql.query(
    `INSERT INTO document_terms (space, term, chunks)
     SELECT $1, term::int, $3::int FROM jsonb_array_elements_text($2::jsonb) AS term`,
    [space, JSON.stringify([...terms.keys()]), documents * chunks],
  );
}
