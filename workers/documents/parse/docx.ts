/** The text of a Word document. Macros, pictures and what it links to are left out. */
import mammoth from 'mammoth';
import { readPage } from '../../../shared/html/readable.ts';
import type { Part } from '../../../shared/knowledge/chunk.ts';
import { readMarkdown } from '../../../shared/knowledge/markdown.ts';
import type { ParseFault } from './fault.ts';
import { listEntries, unpacksWithin } from './zip-size.ts';

/** Text packs to a tenth; what unpacks to more than this is no text. */
const MAX_UNPACKED_BYTES = 80 * 1024 * 1024;
const NOWHERE = new URL('https://document.invalid/');

export async function readDocx(
  bytes: Uint8Array,
): Promise<{ ok: true; parts: Part[] } | { ok: false; problem: ParseFault }> {
  const entries = listEntries(bytes);
  if (entries === null) return { ok: false, problem: 'document_unreadable' };
  const said = entries.reduce((sum, { saidBytes }) => sum + saidBytes, 0);
  if (said > MAX_UNPACKED_BYTES) return { ok: false, problem: 'document_unpacks_too_large' };
  try {
    // The parser unpacks a part whole before it compares its size.
    if (!unpacksWithin(bytes, entries, MAX_UNPACKED_BYTES)) {
      return { ok: false, problem: 'document_unpacks_too_large' };
    }
    const arrayBuffer = bytes.buffer.slice(
      bytes.byteOffset,
      bytes.byteOffset + bytes.byteLength,
    ) as ArrayBuffer;
    const { value } = await mammoth.convertToHtml(
      { arrayBuffer },
      { convertImage: mammoth.images.imgElement(async () => ({ src: '' })), externalFileAccess: false },
    );
    const { text, isCut } = readPage(value, NOWHERE);
    if (isCut) return { ok: false, problem: 'document_too_long' };
    return { ok: true, parts: readMarkdown(text) };
  } catch {
    return { ok: false, problem: 'document_unreadable' };
  }
}
