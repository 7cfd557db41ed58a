/**
 * What has been read of a document, as it is stored: a version is written beside the one that is searched, and takes its place in
 * one transaction. Whatever an attempt sends that is no longer the document's changes nothing.
 */
import { type SQL, sql } from 'drizzle-orm';
import type { SentChunk } from '../../../shared/contract/documents.ts';
import { documentVector, toSparsevec } from '../../../shared/knowledge/bm25.ts';
import { countTerms } from '../../../shared/knowledge/terms.ts';
import { MAX_SPACE_CHUNKS } from '../../../shared/limits.ts';
import type { Database } from '../store/database.ts';
import { documentChunks, documents } from '../store/schema/documents.ts';
import { toStorableText } from '../store/storable-text.ts';
import { lacksVector } from './present-model.ts';
import { toVector } from './search.ts';
import { lockSpace, noteChange } from './store.ts';
import { addTerms, dropTerms, sweepTerms } from './terms-sql.ts';

export interface Attempt {
  document: string;
  ingestion: string;
}

export interface ReadingDocument extends Record<string, unknown> {
  space: string;
  name: string;
  addedBy: string | null;
  version: number;
}

function isUnderWay({ document, ingestion }: Attempt): SQL {
  return sql`d.id = ${document}::uuid and d.ingestion = ${ingestion}::uuid and d.state = 'reading'`;
}

/** Of another document `o`. */
function isSameText(contentHash: string): SQL {
  return sql`coalesce(o.next_hash, o.content_hash) = ${contentHash}`;
}

/** Null: it was removed, or is read by another attempt. */
export async function findReading(db: Database, attempt: Attempt): Promise<ReadingDocument | null> {
  const { rows } = await db.execute<ReadingDocument>(sql`
    select d.space, d.name, d.added_by as "addedBy", d.version from ${documents} d where ${isUnderWay(attempt)}
  `);
  return rows[0] ?? null;
}

export interface BegunReading {
  contentHash: string;
  sizeBytes: number;
  pages: number | null;
  chunks: number;
}

/** `unchanged`: just this text, with vectors of this model, is searched already. */
export type BeginVerdict = 'begun' | 'unchanged' | 'duplicate' | 'space_full' | 'gone';

export async function beginReading(
  db: Database,
  attempt: Attempt,
  { contentHash, sizeBytes, pages, chunks }: BegunReading,
  model: string | null,
): Promise<BeginVerdict> {
  const here = sql`(select space from ${documents} d where ${isUnderWay(attempt)})`;
  const [read] = await db.batch([
    db.execute<{ is_same: boolean; is_elsewhere: boolean; others: number }>(sql`
      select d.version > 0 and d.content_hash = ${contentHash} and not exists (
          select 1 from ${documentChunks} c
          where c.document_id = d.id and c.version = d.version and ${lacksVector(model)}
        ) as is_same,
        exists (
          select 1 from ${documents} o where o.space = d.space and ${isSameText(contentHash)} and o.id <> d.id
        ) as is_elsewhere,
        (
          select coalesce(sum(greatest(chunks, next_chunks)), 0)::int from ${documents} o
          where o.space = d.space and o.id <> d.id
        ) as others
      from ${documents} d where ${isUnderWay(attempt)}
    `),
    db.execute(sql`
      delete from ${documentChunks} c using ${documents} d
      where c.document_id = d.id and c.version > d.version and ${isUnderWay(attempt)}
    `),
    db.execute(sql`
      update ${documents} d set next_hash = ${contentHash}, size_bytes = ${sizeBytes}::int, pages = ${pages}::int,
        next_chunks = ${chunks}::int, updated_at = now()
      where ${isUnderWay(attempt)} and not exists (
        select 1 from ${documents} o where o.space = ${here} and ${isSameText(contentHash)} and o.id <> d.id
      )
    `),
  ]);
  const row = read.rows[0];
  if (row === undefined) return 'gone';
  if (row.is_elsewhere) return 'duplicate';
  if (row.is_same) return 'unchanged';
  return row.others + chunks > MAX_SPACE_CHUNKS ? 'space_full' : 'begun';
}

export interface ReadChunk extends SentChunk {
  /** Null: it is found by its words alone. */
  vector: Float32Array | null;
  /** Of its parts; empty: it is one. */
  partVectors?: readonly Float32Array[];
}

/** `other_length`: a model whose vectors were of another length before, in the same document, cannot be right twice. */
export type StoreVerdict = 'stored' | 'gone' | 'other_length';

/** `model`: as the vectors are named, with their length. */
export async function storeChunks(
  db: Database,
  attempt: Attempt,
  chunks: readonly ReadChunk[],
  model: string | null,
): Promise<StoreVerdict> {
  const hasOther = sql`exists (
    select 1 from ${documentChunks} o where o.document_id = d.id and o.version = d.version + 1
      and o.model <> ${model}::text and starts_with(o.model, ${model?.replace(/\d+$/, '') ?? ''}::text)
  )`;
  const rows = chunks.map(({ vector, partVectors = [], text, heading, ...chunk }) => ({
    ...chunk,
    text: toStorableText(text),
    heading: heading === null ? null : toStorableText(heading),
    dense: vector === null ? null : toVector(vector),
    parts: partVectors.length === 0 ? null : partVectors.map(toVector),
    sparse: toSparsevec(documentVector(countTerms(`${heading ?? ''}\n${text}`), chunk.tokens)),
  }));
  const [touched] = await db.batch([
    db.execute<{ has_other: boolean }>(sql`
      update ${documents} d set updated_at = now() where ${isUnderWay(attempt)} returning ${hasOther} as has_other
    `),
    db.execute(sql`
      insert into ${documentChunks} (
        document_id, space, version, ordinal, text, overlap_chars, heading, page, last_page, tokens, model, dense, sparse, parts
      )
      select d.id, d.space, d.version + 1, added.ordinal, added.text, added.overlap_chars, added.heading, added.page,
        added.last_page, added.tokens, case when added.dense is not null then ${model}::text end, added.dense::vector,
        added.sparse::sparsevec, added.parts::halfvec[]
      from ${documents} d, jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as added(
        ordinal int, text text, overlap_chars int, heading text, page int, last_page int, tokens int, dense text, sparse text, parts text[]
      )
      where ${isUnderWay(attempt)} and not ${hasOther}
      on conflict do nothing
    `),
  ]);
  const row = touched.rows[0];
  if (row === undefined) return 'gone';
  return row.has_other ? 'other_length' : 'stored';
}

/** What is searched now, for new vectors. */
export async function readStored(
  db: Database,
  attempt: Attempt,
  from: number,
  limit: number,
): Promise<SentChunk[]> {
  const { rows } = await db.execute<Record<string, unknown> & SentChunk>(sql`
    select c.ordinal, c.text, c.overlap_chars, c.tokens, c.heading, c.page, c.last_page
    from ${documentChunks} c join ${documents} d on d.id = c.document_id and d.version = c.version
    where ${isUnderWay(attempt)} and c.ordinal >= ${from}::int order by c.ordinal limit ${limit}
  `);
  return rows;
}

/** The new version is searched from now on. False: the attempt is no longer the document's, or chunks are missing. */
export async function finishReading(db: Database, attempt: Attempt, space: string): Promise<boolean> {
  const isWhole = sql`${isUnderWay(attempt)} and d.next_chunks > 0 and d.next_chunks = (
    select count(*) from ${documentChunks} n where n.document_id = d.id and n.version = d.version + 1
  )`;
  const [, , , , , finished] = await db.batch([
    db.execute(lockSpace(space)),
    db.execute(sql`select 1 from ${documents} d where ${isUnderWay(attempt)} for update`),
    db.execute(addTerms(sql`${isWhole} and c.version = d.version + 1`)),
    db.execute(dropTerms(sql`${isWhole} and c.version = d.version`)),
    db.execute(sweepTerms(sql`${space}`)),
    db.execute<{ id: string }>(sql`
      update ${documents} d set state = 'ready', problem = null, version = d.version + 1, chunks = d.next_chunks,
        next_chunks = 0, content_hash = coalesce(d.next_hash, d.content_hash), next_hash = null, updated_at = now()
      where ${isWhole} returning d.id
    `),
    db.execute(sql`
      delete from ${documentChunks} c using ${documents} d
      where d.id = ${attempt.document}::uuid and c.document_id = d.id and c.version < d.version
    `),
    db.execute(noteChange(space)),
  ]);
  return finished.rows.length > 0;
}

/** What was searched before stays. `unchanged`: nothing was to be done. */
export async function endReading(
  db: Database,
  attempt: Attempt,
  end: { kind: 'failed'; problem: string } | { kind: 'unchanged' },
): Promise<void> {
  const problem = end.kind === 'failed' ? end.problem : null;
  await db.batch([
    db.execute(sql`
      delete from ${documentChunks} c using ${documents} d
      where c.document_id = d.id and c.version > d.version and ${isUnderWay(attempt)}
    `),
    db.execute(sql`
      update ${documents} d set state = ${problem === null ? 'ready' : 'failed'}, problem = ${problem}::text, next_chunks = 0,
        next_hash = null, updated_at = now()
      where ${isUnderWay(attempt)}
    `),
  ]);
}
