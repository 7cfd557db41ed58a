/**
 * Documents that answers are taken from. bot → bff: what people do with them, stated by the bot, which has Discord's word for who
 * acts and what they may. documents → bff: what has been read of one; it names the document and the attempt, and states nobody.
 * bot → documents: read it. All POST, all signed.
 */
import type { Caller } from './caller.ts';

export const DOCUMENTS_ORIGIN = 'https://documents.libra.internal';
/** Body `IngestJob`. The same job once more changes nothing. */
export const INGEST_PATH = '/v1/ingest';
/** Body `ForgetReadings`, answer `{}`: what is kept of these documents until they have been read goes at once. */
export const INGEST_FORGET_PATH = '/v1/ingest/forget';

/** Body `AddDocumentRequest`, answer `AddedDocument`. */
export const DOCUMENTS_ADD_PATH = '/v1/documents/add';
/** Body `DocumentsRequest`, answer `DocumentList`. */
export const DOCUMENTS_LIST_PATH = '/v1/documents/list';
/** Body `ChangeDocumentRequest`, answer `{}`. */
export const DOCUMENTS_REMOVE_PATH = '/v1/documents/remove';
/** Body `ChangeDocumentRequest`, answer `AddedDocument`. */
export const DOCUMENTS_REINDEX_PATH = '/v1/documents/reindex';
/** Body `PassageRequest`, answer `PassageText`. */
export const DOCUMENTS_PASSAGE_PATH = '/v1/documents/passage';

/** For operators, by an API key: POST adds a text, GET lists; DELETE of `/{id}` removes. */
export const OPERATOR_DOCUMENTS_PATH = '/v1/documents';

/** documents → bff. Body `BeginReading`, answer `{}`, or why it is of no use to go on. */
export const READING_BEGIN_PATH = '/v1/documents/reading/begin';
/** Body `ReadChunks`, answer `{}`. The same chunks once more change nothing. */
export const READING_CHUNKS_PATH = '/v1/documents/reading/chunks';
/** Body `EndReading`, answer `{}`. */
export const READING_END_PATH = '/v1/documents/reading/end';
/** Body `ReadAnew`, answer `ReadAnewReply`: vectors of the present model for the next chunks of what is stored. */
export const READING_ANEW_PATH = '/v1/documents/reading/anew';

export const DOCUMENT_SCOPES = ['server', 'channel', 'me'] as const;
/** Who finds it: everybody in the server, everybody in the channel, or the person who added it, where nobody else reads. */
export type DocumentScope = (typeof DOCUMENT_SCOPES)[number];

export interface DocumentPermissions {
  manage_server: boolean;
  manage_channel: boolean;
}

export interface DocumentsRequest {
  libra: { caller: Caller };
  permissions: DocumentPermissions;
}

export interface AddDocumentRequest extends DocumentsRequest {
  scope: DocumentScope;
  name: string;
  source: 'file' | 'page' | 'message';
  /** Of a page. */
  url?: string;
  size_bytes?: number;
  /** Of the attempt: the same one once more adds nothing. */
  ingestion: string;
}

export interface AddedDocument {
  id: string;
  ingestion: string;
  name: string;
  /** There was one of this name, which stays until the new one has been read. */
  replaces: boolean;
}

export interface ChangeDocumentRequest extends DocumentsRequest {
  id: string;
  ingestion?: string;
}

export interface DocumentFacts {
  id: string;
  scope: DocumentScope;
  name: string;
  source: 'file' | 'page' | 'message';
  state: 'reading' | 'ready' | 'failed';
  /** Why it has failed. */
  problem: string | null;
  /** The attempt that is under way, or was last. */
  ingestion: string;
  url: string | null;
  pages: number | null;
  size_bytes: number;
  /** That are searched. */
  chunks: number;
  /** Of the version that is being read: how many there are, and how many have been stored. */
  next_chunks: number;
  done_chunks: number;
  /** Some are found by their words alone, or by vectors of another model. */
  is_stale: boolean;
  /** Unix seconds. */
  added_at: number;
  /** The caller may remove it. */
  may_change: boolean;
}

export interface DocumentList {
  documents: DocumentFacts[];
}

/** Where a passage stands: chunks of one version, from one ordinal to another. */
export interface PassagePlace {
  document: string;
  version: number;
  from: number;
  to: number;
}

export interface PassageRequest {
  libra: { caller: Caller };
  place: PassagePlace;
}

export interface PassageText extends PassageFacts {
  text: string;
}

/** What a reader is told of a passage. */
export interface PassageFacts {
  name: string;
  heading: string | null;
  page: number | null;
  last_page: number | null;
}

/** A passage that was shown to the model under its number. */
export interface Passage extends PassageFacts {
  number: number;
  place: PassagePlace;
}

export interface IngestJob {
  document: string;
  ingestion: string;
  name: string;
  source:
    | { kind: 'file'; url: string; content_type: string | null; size_bytes: number }
    | { kind: 'page'; url: string }
    | { kind: 'text'; text: string }
    /** What is stored gets new vectors. */
    | { kind: 'stored' };
  traceparent: string;
}

/** Their ids. */
export interface ForgetReadings {
  documents: string[];
}

interface OfAttempt {
  document: string;
  ingestion: string;
}

export interface BeginReading extends OfAttempt {
  content_hash: string;
  size_bytes: number;
  pages: number | null;
  chunks: number;
}

export interface SentChunk {
  ordinal: number;
  text: string;
  overlap_chars: number;
  tokens: number;
  heading: string | null;
  page: number | null;
  last_page: number | null;
}

export interface ReadChunks extends OfAttempt {
  chunks: SentChunk[];
}

export interface EndReading extends OfAttempt {
  /** An error code; absent: all chunks are there. */
  problem?: string;
}

export interface ReadAnew extends OfAttempt {
  /** The first ordinal. */
  from: number;
}

export interface ReadAnewReply {
  /** Null: there are no more. */
  next: number | null;
}
