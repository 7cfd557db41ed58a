/**
 * A text that an operator adds, from its words to the version that is searched, within one request. What heavy parsers read is
 * added in Discord, by the documents Worker.
 */
import type { Failure } from '../../../shared/contract/failure.ts';
import { readPage } from '../../../shared/html/readable.ts';
import type { Part } from '../../../shared/knowledge/chunk.ts';
import { readMarkdown } from '../../../shared/knowledge/markdown.ts';
import { type ReadParts, toChunks } from '../../../shared/knowledge/to-chunks.ts';
import { CHUNKS_PER_REQUEST, MAX_DOCUMENTS, MAX_DOCUMENTS_A_DAY } from '../../../shared/limits.ts';
import type { Payer } from '../passthrough/payer.ts';
import type { OperatorDocument } from '../request/operator-documents.ts';
import type { Services } from '../services.ts';
import { embedAndStore } from './embed-and-store.ts';
import { presentModel } from './present-model.ts';
import { type Attempt, beginReading, endReading, finishReading } from './reading-store.ts';
import { addDocument } from './store.ts';

const DEADLINE_MS = 15_000;
const NOWHERE = new URL('https://document.invalid/');

export interface AddedText {
  id: string;
  name: string;
  chunks: number;
  /** There was one of this name. */
  replaces: boolean;
}

/** The same text once more changes nothing. */
export async function addText(
  services: Services,
  payer: Payer,
  { space, name, text, format }: OperatorDocument,
): Promise<AddedText | Failure> {
  const parts = partsOf(text, format);
  const read =
    parts === null ? ({ ok: false, problem: 'document_too_long' } as const) : await toChunks(parts, null);
  if (!read.ok) return { code: read.problem };
  const db = services.openDatabase(DEADLINE_MS);
  const sizeBytes = new TextEncoder().encode(text).byteLength;
  const ingestion = crypto.randomUUID();
  const added = await addDocument(db, {
    ...{ space, name, source: 'file', url: null, addedBy: null, sizeBytes, ingestion },
  });
  if (typeof added === 'string') return failureOf(added);
  const attempt = { document: added.id, ingestion };
  const failure = await store(services, payer, { attempt, space, read, sizeBytes });
  if (failure !== null) {
    await endReading(db, attempt, { kind: 'failed', problem: failure.code });
    return failure;
  }
  return { id: added.id, name: added.name, chunks: read.chunks.length, replaces: added.replaces };
}

/** Null: it is too long to be read to its end. */
function partsOf(text: string, format: OperatorDocument['format']): Part[] | null {
  switch (format) {
    case 'text':
      return [{ text }];
    case 'markdown':
      return readMarkdown(text);
    case 'html': {
      const page = readPage(text, NOWHERE);
      return page.isCut ? null : readMarkdown(page.text);
    }
  }
}

async function store(
  services: Services,
  payer: Payer,
  {
    attempt,
    space,
    read: { chunks, contentHash },
    sizeBytes,
  }: { attempt: Attempt; space: string; read: ReadParts; sizeBytes: number },
): Promise<Failure | null> {
  const db = services.openDatabase(DEADLINE_MS);
  const facts = { contentHash, sizeBytes, pages: null, chunks: chunks.length };
  switch (await beginReading(db, attempt, facts, presentModel(services.config))) {
    case 'unchanged':
      await endReading(db, attempt, { kind: 'unchanged' });
      return null;
    case 'duplicate':
      return { code: 'document_duplicate' };
    case 'space_full':
      return { code: 'document_limit' };
    case 'gone':
      return { code: 'document_not_found' };
    case 'begun':
      break;
  }
  for (let from = 0; from < chunks.length; from += CHUNKS_PER_REQUEST) {
    const part = chunks.slice(from, from + CHUNKS_PER_REQUEST);
    const failure = await embedAndStore(services, attempt, payer, part);
    if (failure !== null) return failure;
  }
  return (await finishReading(db, attempt, space)) ? null : { code: 'document_busy' };
}

function failureOf(refused: 'busy' | 'too_many' | 'too_many_today'): Failure {
  switch (refused) {
    case 'busy':
      return { code: 'document_busy' };
    case 'too_many':
      return { code: 'document_limit', evidence: { limit: MAX_DOCUMENTS } };
    case 'too_many_today':
      return { code: 'document_day_limit', evidence: { limit: MAX_DOCUMENTS_A_DAY } };
  }
}
