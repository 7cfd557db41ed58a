/** A job of the bot, checked by form. Pure. */
import type { IngestJob } from '../../../shared/contract/documents.ts';
import { isList, isRecord } from '../../../shared/json.ts';
import { MAX_DOCUMENT_BYTES, MAX_DOCUMENTS } from '../../../shared/limits.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const MAX_TEXT_CHARS = 20_000;
const MAX_NAME_CHARS = 300;
const MAX_URL_CHARS = 2_048;

/** Undefined for anything that is no job. */
export function parseJob(value: unknown): IngestJob | undefined {
  if (!isRecord(value)) return undefined;
  const { document, ingestion, name, traceparent } = value;
  const source = readSource(value.source);
  if (source === undefined || !isShort(name, MAX_NAME_CHARS) || !isShort(traceparent, 100)) return undefined;
  if (typeof document !== 'string' || !UUID.test(document)) return undefined;
  if (typeof ingestion !== 'string' || !UUID.test(ingestion)) return undefined;
  return { document, ingestion, name, source, traceparent };
}

/** The ids in `ForgetReadings`; undefined for anything else. */
export function parseForget(value: unknown): string[] | undefined {
  if (!isRecord(value) || !isList(value.documents)) return undefined;
  const ids = value.documents;
  if (ids.length > MAX_DOCUMENTS) return undefined;
  return ids.every((id): id is string => typeof id === 'string' && UUID.test(id)) ? ids : undefined;
}

function readSource(value: unknown): IngestJob['source'] | undefined {
  if (!isRecord(value)) return undefined;
  const { kind, url, text, content_type: type, size_bytes: size } = value;
  switch (kind) {
    case 'stored':
      return { kind };
    case 'page':
      return isShort(url, MAX_URL_CHARS) ? { kind, url } : undefined;
    case 'text':
      return isShort(text, MAX_TEXT_CHARS) ? { kind, text } : undefined;
    case 'file': {
      const isSized = typeof size === 'number' && size >= 0 && size <= MAX_DOCUMENT_BYTES;
      if (!isShort(url, MAX_URL_CHARS) || !isSized) return undefined;
      return { kind, url, content_type: typeof type === 'string' ? type : null, size_bytes: size };
    }
    default:
      return undefined;
  }
}

function isShort(value: unknown, maxChars: number): value is string {
  return typeof value === 'string' && value.length <= maxChars;
}
