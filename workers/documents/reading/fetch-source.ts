/** The document itself: from Discord's CDN, or from the public web. Never throws. */
import type { IngestJob } from '../../../shared/contract/documents.ts';
import { readBoundedBody } from '../../../shared/http/bounded-body.ts';
import { isDiscordFileUrl, isExpiredFileUrl } from '../../../shared/http/discord-cdn.ts';
import { MAX_DOCUMENT_BYTES } from '../../../shared/limits.ts';
import { decodeText } from '../../../shared/web/decode-declared.ts';
import { fetchDocument } from '../../../shared/web/fetch-document.ts';
import type { ParseFault } from '../parse/fault.ts';
import { type Parsed, parseFile, parsePage, parseText } from '../parse/parse.ts';

export interface FetchSourceDeps {
  fetch(url: string, init: RequestInit): Promise<Response>;
  fetchWeb(url: string, init: RequestInit): Promise<Response>;
  /** Of the stand-in's CDN, in the local stack alone. */
  localOrigin: string | undefined;
  nowMs: number;
}

export type FetchFault = ParseFault | 'attachment_expired' | 'document_page';

export type ReadSource =
  | { kind: 'read'; parsed: Parsed & { ok: true }; sizeBytes: number }
  /** It will not be another time. */
  | { kind: 'failed'; problem: FetchFault }
  /** It may be another time. */
  | { kind: 'unreachable' };

type Source = Exclude<IngestJob['source'], { kind: 'stored' }>;

const FILE_TIMEOUT_MS = 30_000;

export async function readSource(source: Source, name: string, deps: FetchSourceDeps): Promise<ReadSource> {
  switch (source.kind) {
    case 'text':
      return toRead(await parseText(source.text), source.text.length);
    case 'page':
      return readWebPage(source.url, deps);
    case 'file':
      return readFile(source, name, deps);
  }
}

async function readFile(
  { url, content_type: contentType }: Extract<Source, { kind: 'file' }>,
  name: string,
  { fetch, localOrigin, nowMs }: FetchSourceDeps,
): Promise<ReadSource> {
  if (!isDiscordFileUrl(url, localOrigin) || isExpiredFileUrl(url, nowMs)) {
    return { kind: 'failed', problem: 'attachment_expired' };
  }
  try {
    // A redirect could lead anywhere.
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(FILE_TIMEOUT_MS) });
    if (!response.ok) {
      await response.body?.cancel();
      const isGone = response.status === 404 || response.status === 410;
      return isGone ? { kind: 'failed', problem: 'attachment_expired' } : { kind: 'unreachable' };
    }
    const body = await readBoundedBody(response, MAX_DOCUMENT_BYTES);
    if (body.kind === 'too_large') return { kind: 'failed', problem: 'document_too_large' };
    if (body.kind === 'broken') return { kind: 'unreachable' };
    const { byteLength } = body.bytes;
    return toRead(await parseFile({ bytes: body.bytes, name, contentType }), byteLength);
  } catch {
    return { kind: 'unreachable' };
  }
}

async function readWebPage(url: string, { fetchWeb }: FetchSourceDeps): Promise<ReadSource> {
  const fetched = await fetchDocument(url, {
    fetch: fetchWeb,
    signal: new AbortController().signal,
    language: 'ko, en;q=0.8',
  });
  if (!fetched.ok) return { kind: 'failed', problem: 'document_page' };
  const { bytes, contentType } = fetched;
  const text = decodeText(bytes, contentType);
  const isHtml = /^(?:text\/html|application\/xhtml\+xml)\b/i.test(contentType);
  const parsed = await (isHtml ? parsePage(text, fetched.url) : parseText(text));
  return toRead(parsed, bytes.byteLength);
}

function toRead(parsed: Parsed, sizeBytes: number): ReadSource {
  return parsed.ok ? { kind: 'read', parsed, sizeBytes } : { kind: 'failed', problem: parsed.problem };
}
