/** The bytes of a file as the chunks that are stored, or why they cannot be had. Never throws. */
import type { SentChunk } from '../../../shared/contract/documents.ts';
import { readPage } from '../../../shared/html/readable.ts';
import { type Chunk, chunkDocument, type Part } from '../../../shared/knowledge/chunk.ts';
import { MAX_DOCUMENT_CHARS, MAX_DOCUMENT_CHUNKS } from '../../../shared/limits.ts';
import { decodeText } from '../../../shared/text/decode-text.ts';
import { dropHidden } from '../../../shared/text/hidden.ts';
import { readDocx } from './docx.ts';
import type { ParseFault } from './fault.ts';
import { kindOfFile } from './file-kind.ts';
import { readMarkdown } from './markdown.ts';
import { readPdf } from './pdf.ts';

export interface ParsedDocument {
  ok: true;
  chunks: SentChunk[];
  pages: number | null;
  /** Of the text, SHA-256 in hexadecimal. */
  contentHash: string;
}

export type Parsed = ParsedDocument | { ok: false; problem: ParseFault };

export interface GivenFile {
  bytes: Uint8Array;
  name: string;
  contentType: string | null;
}

export async function parseFile({ bytes, ...named }: GivenFile): Promise<Parsed> {
  if (bytes.byteLength === 0) return { ok: false, problem: 'document_empty' };
  const text = decodeText(bytes);
  switch (kindOfFile(bytes, named, text)) {
    case null:
      return { ok: false, problem: 'document_type' };
    case 'pdf': {
      const read = await readPdf(bytes);
      return read.ok ? toChunks(read.parts, read.pages) : read;
    }
    case 'docx': {
      const read = await readDocx(bytes);
      return read.ok ? toChunks(read.parts, null) : read;
    }
    case 'html':
      return parseMarkdown(readPage(text ?? '', NOWHERE).text);
    case 'markdown':
      return parseMarkdown(text ?? '');
    case 'table':
      return toChunks([tableOf(text ?? '')], null);
    case 'text':
      return parseText(text ?? '');
  }
}

const NOWHERE = new URL('https://document.invalid/');

export function parseMarkdown(text: string): Promise<Parsed> {
  return toChunks(readMarkdown(text.slice(0, MAX_DOCUMENT_CHARS + 1)), null, text.length);
}

export function parseText(text: string): Promise<Parsed> {
  return toChunks([{ text }], null);
}

const MAX_HEADER_CHARS = 200;

/** Each chunk of a table names its columns. */
function tableOf(text: string): Part {
  const header = /^[^\n]*/.exec(text)?.[0].trim() ?? '';
  return { text, ...(header === '' ? {} : { heading: header.slice(0, MAX_HEADER_CHARS).toWellFormed() }) };
}

async function toChunks(parts: readonly Part[], pages: number | null, chars?: number): Promise<Parsed> {
  const length = chars ?? parts.reduce((sum, { text }) => sum + text.length, 0);
  if (length > MAX_DOCUMENT_CHARS) return { ok: false, problem: 'document_too_long' };
  const tidied = parts.map((part) => ({ ...part, text: tidy(part.text) }));
  const chunks = chunkDocument(tidied);
  if (chunks.length === 0) return { ok: false, problem: 'document_empty' };
  if (chunks.length > MAX_DOCUMENT_CHUNKS) return { ok: false, problem: 'document_too_long' };
  return { ok: true, chunks: chunks.map(toSent), pages, contentHash: await hashOf(tidied) };
}

/** Letters as they are typed, and no more white space than means something: a page of spaces is no text. */
function tidy(text: string): string {
  return dropHidden(text.toWellFormed())
    .normalize('NFC')
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[ \t\u00a0]{4,}/g, '   ')
    .replaceAll(/(?:[ \t]*\n){3,}/g, '\n\n');
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
