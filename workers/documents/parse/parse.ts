/** The bytes of a file as the chunks that are stored, or why they cannot be had. Never throws. */
import { readPage } from '../../../shared/html/readable.ts';
import type { Part } from '../../../shared/knowledge/chunk.ts';
import { readMarkdown } from '../../../shared/knowledge/markdown.ts';
import { type ReadParts, toChunks } from '../../../shared/knowledge/to-chunks.ts';
import { MAX_DOCUMENT_CHARS } from '../../../shared/limits.ts';
import { decodeText } from '../../../shared/text/decode-text.ts';
import { readDocx } from './docx.ts';
import type { ParseFault } from './fault.ts';
import { kindOfFile } from './file-kind.ts';
import { readPdf } from './pdf.ts';

export type Parsed = ReadParts | { ok: false; problem: ParseFault };

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
      return parsePage(text ?? '', NOWHERE);
    case 'markdown':
      return parseMarkdown(text ?? '');
    case 'table':
      return toChunks([tableOf(text ?? '')], null);
    case 'text':
      return parseText(text ?? '');
  }
}

const NOWHERE = new URL('https://document.invalid/');

/** `url`: of the page, which its links are relative to. */
export async function parsePage(html: string, url: URL): Promise<Parsed> {
  const { text, isCut } = readPage(html, url);
  return isCut ? { ok: false, problem: 'document_too_long' } : parseMarkdown(text);
}

function parseMarkdown(text: string): Promise<Parsed> {
  return toChunks(readMarkdown(text.slice(0, MAX_DOCUMENT_CHARS + 1)), null, text.length);
}

export function parseText(text: string): Promise<Parsed> {
  return toChunks([{ text }], null);
}

const MAX_HEADER_CHARS = 200;

/** Each chunk of a table names its columns. */
function tableOf(text: string): Part {
  const header = /^[^\r\n]*/.exec(text)?.[0].trim() ?? '';
  return { text, ...(header === '' ? {} : { heading: header.slice(0, MAX_HEADER_CHARS).toWellFormed() }) };
}
