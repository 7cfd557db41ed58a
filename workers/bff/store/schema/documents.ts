/** What is searched. */
import { sql } from 'drizzle-orm';
import {
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  real,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { createdAt, denseVector, denseVectors, sparseVector, updatedAt } from './columns.ts';

/**
 * What may be searched, one row a document. Here `space` says who may read it: `server:<guild>`, `channel:<guild>:<channel>` or
 * `person:<user>` (documents/spaces.ts).
 */
export const documents = pgTable(
  'documents',
  {
    id: uuid('id').primaryKey(),
    space: text('space').notNull(),
    /** As it was added; unique in its space, whatever its case. */
    name: text('name').notNull(),
    source: text('source', { enum: ['file', 'page', 'message'] }).notNull(),
    /** Of a page. */
    url: text('url'),
    /** Null after an erasure. */
    addedBy: text('added_by'),
    state: text('state', { enum: ['reading', 'ready', 'failed'] }).notNull(),
    /** Why it has failed: an error code. */
    problem: text('problem'),
    /** The attempt to read it. What another attempt sends is not taken. */
    ingestion: uuid('ingestion').notNull(),
    /** Of the text that is searched, and of the one that is being read: SHA-256 in hexadecimal. */
    contentHash: text('content_hash'),
    nextHash: text('next_hash'),
    sizeBytes: integer('size_bytes').notNull().default(0),
    pages: integer('pages'),
    /** The one that is searched; 0: none yet. The next one is written beside it, and takes its place when it is whole. */
    version: integer('version').notNull().default(0),
    /** Of that version. */
    chunks: integer('chunks').notNull().default(0),
    /** Of the version that is being read. */
    nextChunks: integer('next_chunks').notNull().default(0),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    unique('documents_space_key').on(table.id, table.space),
    uniqueIndex('documents_by_name').on(table.space, sql`lower(${table.name})`),
    uniqueIndex('documents_by_content').on(
      table.space,
      sql`coalesce(${table.nextHash}, ${table.contentHash})`,
    ),
    index('documents_by_person').on(table.addedBy),
  ],
);

/** A chunk is in the space of its document: the key to it holds both. */
export const documentChunks = pgTable(
  'document_chunks',
  {
    documentId: uuid('document_id').notNull(),
    space: text('space').notNull(),
    version: integer('version').notNull(),
    ordinal: integer('ordinal').notNull(),
    text: text('text').notNull(),
    /** So many characters at the beginning are the end of the chunk before. */
    overlapChars: integer('overlap_chars').notNull(),
    heading: text('heading'),
    page: integer('page'),
    lastPage: integer('last_page'),
    /** By estimate. */
    tokens: integer('tokens').notNull(),
    /** Whose vector it is; null: the chunk is found by its words alone. */
    model: text('model'),
    dense: denseVector('dense'),
    sparse: sparseVector('sparse'),
    /** Of its parts, where it has several (shared/knowledge/chunk-parts.ts). Looked at among what has been found. */
    parts: denseVectors('parts'),
  },
  (table) => [
    primaryKey({ columns: [table.documentId, table.version, table.ordinal] }),
    foreignKey({
      name: 'document_chunks_in_space',
      columns: [table.documentId, table.space],
      foreignColumns: [documents.id, documents.space],
    }).onDelete('cascade'),
    index('document_chunks_by_space').on(table.space),
  ],
);

/** In how many chunks of a space a term stands: those of the versions that are searched. */
export const documentTerms = pgTable(
  'document_terms',
  {
    space: text('space').notNull(),
    term: integer('term').notNull(),
    chunks: integer('chunks').notNull(),
  },
  (table) => [primaryKey({ columns: [table.space, table.term] })],
);

/** Of Libra's own texts, which questions and facts are compared with (knowledge/references.ts). Nobody's. */
export const referenceVectors = pgTable(
  'reference_vectors',
  {
    /** Whose vectors they are, and how long. */
    model: text('model').notNull(),
    /** Which texts. */
    name: text('name').notNull(),
    ordinal: integer('ordinal').notNull(),
    /** Numbers, which a PostgreSQL without pgvector has as well. */
    dense: real('dense').array().notNull(),
  },
  (table) => [primaryKey({ columns: [table.model, table.name, table.ordinal] })],
);
