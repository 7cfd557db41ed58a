/** What has been read of a document, as the chunks that are stored. Pure. */
import type { SentChunk } from '../contract/documents.ts';
import { MAX_DOCUMENT_CHARS, MAX_DOCUMENT_CHUNKS } from '../limits.ts';
import { dropHidden } from '../text/hidden.ts';
import { type Chunk, chunkDocument, type Part } from './chunk.ts';

export interface ReadParts {
  ok: true;
  chunks: SentChunk[];
  pages: number | null;
  /** Of the text, SHA-256 in hexadecimal. */
  contentHash: string;
}

/** `chars`: of the whole, where not all of it is given. */
export async function toChunks(
  parts: readonly Part[],
  pages: number | null,
  chars?: number,
): Promise<ReadParts | { ok: false; problem: 'document_empty' | 'document_too_long' }> {
  const length = chars ?? parts.reduce((sum, { text }) => sum + text.length, 0);
  if (length > MAX_DOCUMENT_CHARS) return { ok: false, problem: 'document_too_long' };
  const tidied = parts.map(tidyPart);
  const chunks = chunkDocument(tidied);
  if (chunks.length === 0) return { ok: false, problem: 'document_empty' };
  if (chunks.length > MAX_DOCUMENT_CHUNKS) return { ok: false, problem: 'document_too_long' };
  return { ok: true, chunks: chunks.map(toSent), pages, contentHash: await hashOf(tidied) };
}

function tidyPart({ text, heading: written = '', ...part }: Part): Part {
  const heading = tidy(written).trim();
  return { ...part, text: tidy(text), ...(heading === '' ? {} : { heading }) };
}

/** Letters as they are typed, and no more white space than means something: a page of spaces is no text. */
function tidy(text: string): string {
  return (
    dropHidden(text.toWellFormed())
      .normalize('NFC')
      .replaceAll(/\r\n?/g, '\n')
      .replaceAll(/(?<=\S)[ \u00a0]{4,}/g, '   ')
      // More than code is indented by.
      .replaceAll(/(?<=[ \t\u00a0]{40})[ \t\u00a0]+/g, '')
      .replaceAll(/(?:[ \t]*\n){3,}/g, '\n\n')
  );
}

function toSent({ text, overlapChars, tokens, heading, page, lastPage }: Chunk, ordinal: number): SentChunk {
  return {
    ordinal,
    text,
    overlap_chars: overlapChars,
    tokens,
    heading: heading ?? null,
    page: page ?? null,
    last_page: lastPage ?? null,
  };
}

async function hashOf(parts: readonly Part[]): Promise<string> {
  const text = JSON.stringify(parts.map(({ text: each, heading = '' }) => [heading, each]));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return new Uint8Array(digest).toHex();
}
