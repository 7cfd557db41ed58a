/** The text of a PDF, page by page, with what Mozilla's reader finds. No script of it is run, nothing is fetched. */
import { getDocumentProxy } from 'unpdf';
import type { Part } from '../../../shared/knowledge/chunk.ts';
import { MAX_DOCUMENT_CHARS, MAX_DOCUMENT_PAGES } from '../../../shared/limits.ts';
import { withBoundedMemory } from './bound-memory.ts';
import { boundPdf } from './bound-pdf.ts';
import type { ParseFault } from './fault.ts';
import { inTurn } from './in-turn.ts';
import { saysEncrypted } from './pdf-streams.ts';

type ReadPdf = { ok: true; parts: Part[]; pages: number } | { ok: false; problem: ParseFault };

/** Changes `bytes`. */
export async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
  const isEncrypted = saysEncrypted(bytes);
  const fault = boundPdf(bytes);
  if (fault !== null) return { ok: false, problem: fault };
  if (!isEncrypted) return inTurn(() => readBounded(bytes));
  // What was counted is not what its reader decodes.
  const read = await inTurn(() => withBoundedMemory(() => readBounded(bytes)));
  return read ?? { ok: false, problem: 'document_unpacks_too_large' };
}

async function readBounded(bytes: Uint8Array): Promise<ReadPdf> {
  let pdf: Awaited<ReturnType<typeof getDocumentProxy>>;
  try {
    pdf = await getDocumentProxy(bytes, { stopAtErrors: false, verbosity: 0 });
  } catch (error) {
    const isLocked = error instanceof Error && error.name === 'PasswordException';
    return { ok: false, problem: isLocked ? 'document_encrypted' : 'document_unreadable' };
  }
  try {
    if (pdf.numPages > MAX_DOCUMENT_PAGES) return { ok: false, problem: 'document_too_long' };
    const parts: Part[] = [];
    let chars = 0;
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const text = await readPage(pdf, number);
      chars += text.length;
      if (chars > MAX_DOCUMENT_CHARS) return { ok: false, problem: 'document_too_long' };
      parts.push({ text, page: number });
    }
    return { ok: true, parts, pages: pdf.numPages };
  } catch {
    return { ok: false, problem: 'document_unreadable' };
  } finally {
    await pdf.loadingTask.destroy().catch(() => undefined);
  }
}

async function readPage(pdf: Awaited<ReturnType<typeof getDocumentProxy>>, number: number): Promise<string> {
  const page = await pdf.getPage(number);
  const { items } = await page.getTextContent();
  const text = items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('');
  page.cleanup();
  return text;
}
