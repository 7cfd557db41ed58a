/** Documents in the database, as people have to do with them. Whatever changes what is searched changes the settings' version. */
import { type SQL, sql } from 'drizzle-orm';
import type { AddedDocument, DocumentFacts, PassagePlace } from '../../../shared/contract/documents.ts';
import { MAX_DOCUMENTS, MAX_DOCUMENTS_A_DAY } from '../../../shared/limits.ts';
import type { Database } from '../store/database.ts';
import { documentChunks, documents } from '../store/schema/documents.ts';
import { guildSettings, userSettings } from '../store/schema/settings.ts';
import { toStorableText } from '../store/storable-text.ts';
import { lacksVector } from './present-model.ts';
import { textArray } from './search.ts';
import { guildOf, personOf, scopeOf } from './space-names.ts';
import { dropTerms, sweepTerms } from './terms-sql.ts';

/** An attempt that has sent nothing for so long has lost its Worker. */
const LOST_MINUTES = 30;

export interface NewDocument {
  space: string;
  name: string;
  source: DocumentFacts['source'];
  url: string | null;
  /** Null: an operator's. */
  addedBy: string | null;
  sizeBytes: number;
  ingestion: string;
}

export type AddVerdict = AddedDocument | 'too_many' | 'too_many_today' | 'busy';

/** The attempt has come before: it may have got anywhere since, and goes on from there. */
const isSame = sql`${documents.ingestion} = excluded.ingestion`;

/** One of the same name is replaced, once the new one has been read. The same attempt once more changes nothing. */
export async function addDocument(db: Database, document: NewDocument): Promise<AddVerdict> {
  const { space, name, source, url, addedBy, sizeBytes, ingestion } = document;
  // A Mac takes Hangul apart in the names of its files.
  const storable = toStorableText(name).normalize('NFC');
  const { rows } = await db.execute<{
    id: string | null;
    name: string | null;
    version: number | null;
    known: boolean;
    here: number;
    today: number;
  }>(sql`
    with known as (select id from ${documents} where space = ${space} and lower(name) = lower(${storable})),
    counted as (
      select count(*)::int as here, count(*) filter (where updated_at > now() - interval '1 day')::int as today
      from ${documents} where space = ${space}
    ),
    added as (
      insert into ${documents} (id, space, name, source, url, added_by, state, ingestion, size_bytes)
      select ${crypto.randomUUID()}::uuid, ${space}, ${storable}, ${source}, ${url}, ${addedBy}::text, 'reading',
        ${ingestion}::uuid, ${sizeBytes}::int
      from counted
      where today < ${MAX_DOCUMENTS_A_DAY} and (here < ${MAX_DOCUMENTS} or exists (select 1 from known))
      on conflict (space, lower(name)) do update set
        source = excluded.source, url = excluded.url, added_by = excluded.added_by, size_bytes = excluded.size_bytes,
        state = case when ${isSame} then ${documents.state} else 'reading' end,
        problem = case when ${isSame} then ${documents.problem} end,
        next_chunks = case when ${isSame} then ${documents.nextChunks} else 0 end,
        next_hash = case when ${isSame} then ${documents.nextHash} end,
        ingestion = excluded.ingestion, updated_at = now()
      where ${documents.state} <> 'reading' or ${documents.ingestion} = excluded.ingestion or ${isLost}
      returning id, name, version
    )
    select added.id, added.name, added.version, exists (select 1 from known) as known, counted.here, counted.today
    from counted left join added on true
  `);
  const row = rows[0];
  if (row?.id != null && row.name !== null) {
    return { id: row.id, ingestion, name: row.name, replaces: (row.version ?? 0) > 0 };
  }
  if ((row?.today ?? 0) >= MAX_DOCUMENTS_A_DAY) return 'too_many_today';
  return row?.known === true ? 'busy' : 'too_many';
}

const isLost = sql`${documents.updatedAt} < now() - make_interval(mins => ${LOST_MINUTES}::int)`;

/** Gives what is stored new vectors; the same attempt once more changes nothing. Null: there is none that has been read. */
export async function beginAnew(
  db: Database,
  { id, spaces, ingestion }: { id: string; spaces: readonly string[]; ingestion: string },
): Promise<AddedDocument | 'busy' | null> {
  const { rows } = await db.execute<{ name: string; begun: boolean }>(sql`
    with begun as (
      update ${documents} set state = 'reading', problem = null, ingestion = ${ingestion}::uuid, next_chunks = chunks,
        next_hash = null, updated_at = now()
      where id = ${id}::uuid and space = any(${textArray(spaces)}) and version > 0
        and ingestion <> ${ingestion}::uuid and (state <> 'reading' or ${isLost})
      returning id
    )
    select name, ingestion = ${ingestion}::uuid or exists (select 1 from begun) as begun
    from ${documents} where id = ${id}::uuid and space = any(${textArray(spaces)}) and version > 0
  `);
  const row = rows[0];
  if (row === undefined) return null;
  return row.begun ? { id, ingestion, name: row.name, replaces: true } : 'busy';
}

export interface ListedDocument extends Omit<DocumentFacts, 'may_change' | 'is_stale'> {
  addedBy: string | null;
  isStale: boolean;
}

interface ListedRow
  extends Record<string, unknown>,
    Omit<DocumentFacts, 'scope' | 'may_change' | 'is_stale'> {
  space: string;
  added_by: string | null;
  is_stale: boolean;
}

/** `model`: whose vectors are of the present; null: there is none. */
export async function listDocuments(
  db: Database,
  spaces: readonly string[],
  model: string | null,
): Promise<ListedDocument[]> {
  const { rows } = await db.execute<ListedRow>(sql`
    select d.id, d.space, d.name, d.source, d.state, d.problem, d.ingestion, d.url, d.pages, d.size_bytes, d.chunks, d.next_chunks,
      d.added_by, extract(epoch from d.created_at)::int as added_at,
      (
        select count(*)::int from ${documentChunks} c where c.document_id = d.id and c.version = d.version + 1
      ) as done_chunks,
      exists (
        select 1 from ${documentChunks} c
        where c.document_id = d.id and c.version = d.version and ${lacksVector(model)}
      ) as is_stale
    from ${documents} d where d.space = any(${textArray(spaces)})
    order by d.space desc, lower(d.name)
  `);
  return rows.map(({ space, added_by: addedBy, is_stale: isStale, ...row }) => ({
    ...row,
    scope: scopeOf(space),
    added_at: Number(row.added_at),
    addedBy,
    isStale,
  }));
}

/** False: there is none of them in these spaces. */
export async function removeDocument(db: Database, id: string, space: string): Promise<boolean> {
  const [, , removed] = await db.batch([
    db.execute(lockSpace(space)),
    db.execute(dropTerms(sql`d.id = ${id}::uuid and d.space = ${space} and c.version = d.version`)),
    db.execute<{ id: string }>(
      sql`delete from ${documents} where id = ${id}::uuid and space = ${space} returning id`,
    ),
    db.execute(sweepTerms(sql`${space}`)),
    db.execute(noteChange(space)),
  ]);
  return removed.rows.length > 0;
}

/** Statistics and documents of a space change one after the other. */
export function lockSpace(space: string): SQL {
  return sql`select pg_advisory_xact_lock(hashtextextended(${`documents:${space}`}, 0))`;
}

/** What is found here has changed: an isolate that knows an older version reads its settings anew. */
export function noteChange(space: string): SQL {
  const guildId = guildOf(space);
  if (guildId !== null) {
    return sql`insert into ${guildSettings} (guild_id, version) values (${guildId}, 1)
      on conflict (guild_id) do update set version = ${guildSettings}.version + 1, updated_at = now()`;
  }
  return sql`insert into ${userSettings} (user_id, version) values (${personOf(space)}, 1)
    on conflict (user_id) do update set version = ${userSettings}.version + 1, updated_at = now()`;
}

export interface PassageChunk extends Record<string, unknown> {
  name: string;
  text: string;
  overlap_chars: number;
  heading: string | null;
  page: number | null;
  last_page: number | null;
}

/** In their order; empty when they are gone, or of a space that the caller does not see. */
export async function readPassage(
  db: Database,
  { document, version, from, to }: PassagePlace,
  spaces: readonly string[],
): Promise<PassageChunk[]> {
  const { rows } = await db.execute<PassageChunk>(sql`
    select d.name, c.text, c.overlap_chars, c.heading, c.page, c.last_page
    from ${documentChunks} c join ${documents} d on d.id = c.document_id and d.space = c.space
    where c.document_id = ${document}::uuid and c.version = ${version}::int and c.ordinal between ${from}::int and ${to}::int
      and c.space = any(${textArray(spaces)})
    order by c.ordinal
  `);
  return rows;
}
