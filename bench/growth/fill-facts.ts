/** What people have told of themselves, written straight into the database, with vectors. */
import type { neon } from '@neondatabase/serverless';
import { hashedTerms } from '../../workers/bff/memory/terms.ts';
import { EMBEDDING_MODEL } from '../stream/protocol.ts';
import { VECTOR_OF_N } from './fill-documents.ts';

const TEXT = 'I write programs that read a stream of deltas.';
const AT_ONCE = 500;

/** `facts` of each of the people `from` to `from + people`, who have agreed to it everywhere; the first is `personOf(from)`. */
export async function fillFacts(
  sql: ReturnType<typeof neon<false, false>>,
  { from, people, facts }: { from: number; people: number; facts: number },
): Promise<void> {
  const first = personOf(from);
  await sql.query(
    `INSERT INTO memory_choices (user_id, space, state)
     SELECT ($1::bigint + n)::text, '*', 'on' FROM generate_series(0, $2::int - 1) AS n`,
    [first, people],
  );
  for (let start = 0; start < people * facts; start += AT_ONCE) {
    await sql.query(
      `INSERT INTO memory_facts (user_id, space, text, terms, model, dense, least, standing, origin)
       SELECT ($1::bigint + n / $2::int)::text, '*', $3 || ' ' || n, $4::int[], $5, ${VECTOR_OF_N}, 0.9, false, 'told'
       FROM generate_series($6::int, $7::int) AS n`,
      [
        first,
        facts,
        TEXT,
        hashedTerms(TEXT),
        EMBEDDING_MODEL,
        start,
        Math.min(start + AT_ONCE, people * facts) - 1,
      ],
    );
  }
}

export function personOf(index: number): string {
  return String(1_900_000_000_000_000_000n + BigInt(index));
}
