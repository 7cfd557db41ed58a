/** How far documents have been read, by space. Their names are their owners', and are not shown. */
import { sql } from 'drizzle-orm';
import type { DocumentsOverview } from '../../../shared/contract/operator.ts';
import { personSpace } from '../documents/space-names.ts';
import type { Database } from '../store/database.ts';
import { documents } from '../store/schema/documents.ts';

const MAX_SPACES = 100;
const MAX_PROBLEMS = 50;
const PERSON_PREFIX = personSpace('');

export async function readDocuments(
  db: Database,
  toPseudonym: (id: string) => Promise<string>,
): Promise<DocumentsOverview> {
  const [spaces, problems] = await Promise.all([
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
  };
}
