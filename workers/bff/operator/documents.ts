/** How far documents have been read, by space, and how many facts have their vectors. Their names are their owners', and are not shown. */
import { type SQL, sql } from 'drizzle-orm';
import type { DocumentsOverview } from '../../../shared/contract/operator.ts';
import { personSpace } from '../documents/space-names.ts';
import { QUESTIONS } from '../knowledge/background.ts';
import type { Database } from '../store/database.ts';
import { documents, referenceVectors } from '../store/schema/documents.ts';
import { memoryFacts } from '../store/schema/memory.ts';

const MAX_SPACES = 100;
const MAX_PROBLEMS = 50;
const PERSON_PREFIX = personSpace('');

export async function readDocuments(
  db: Database,
  toPseudonym: (id: string) => Promise<string>,
  model: string | null,
): Promise<DocumentsOverview> {
  const [spaces, problems, facts] = await Promise.all([
    db.execute<Record<string, unknown>>(sql`
      select space, (count(*) filter (where state = 'ready'))::int as ready,
        (count(*) filter (where state = 'reading'))::int as reading,
        (count(*) filter (where state = 'failed'))::int as failed,
        coalesce(sum(chunks), 0)::float8 as chunks, coalesce(sum(size_bytes), 0)::float8 as size_bytes
      from ${documents} group by 1 order by count(*) desc, 1 limit ${MAX_SPACES}`),
    db.execute<Record<string, unknown>>(sql`
      select space, coalesce(problem, 'reading') as problem, source,
        to_char(updated_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at
      from ${documents}
      where state = 'failed' or (state = 'reading' and updated_at < now() - interval '10 minutes')
      order by updated_at desc limit ${MAX_PROBLEMS}`),
    db.execute<{ all: number; waiting: number }>(countFacts(model)),
  ]);
  /** A person's own space names them. */
  const shown = async (space: unknown) => {
    const name = String(space);
    if (!name.startsWith(PERSON_PREFIX)) return name;
    return PERSON_PREFIX + (await toPseudonym(name.slice(PERSON_PREFIX.length)));
  };
  return {
    spaces: await Promise.all(
      spaces.rows.map(async (row) => ({
        space: await shown(row.space),
        ready: Number(row.ready),
        reading: Number(row.reading),
        failed: Number(row.failed),
        chunks: Number(row.chunks),
        size_bytes: Number(row.size_bytes),
      })),
    ),
    problems: await Promise.all(
      problems.rows.map(async (row) => ({
        space: await shown(row.space),
        problem: String(row.problem),
        at: String(row.at),
        source: String(row.source),
      })),
    ),
    facts: facts.rows[0] ?? { all: 0, waiting: 0 },
  };
}

/** How long the vectors of the model are now is known by those of Libra's own texts, as for documents. */
function countFacts(model: string | null): SQL {
  if (model === null) return sql`select count(*)::int as all, 0 as waiting from ${memoryFacts}`;
  return sql`
    with present as materialized (
      select r.model from ${referenceVectors} r
      where r.name = ${QUESTIONS.name} and regexp_replace(r.model, '[0-9]+$', '') = ${`${model}/`} limit 1
    )
    select count(*)::int as all, (count(*) filter (where case
      when (select model from present) is null then not coalesce(starts_with(f.model, ${`${model}/`}), false)
      else f.model is distinct from (select model from present)
    end))::int as waiting
    from ${memoryFacts} f`;
}
