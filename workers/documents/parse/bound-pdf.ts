/**
 * What the streams of a PDF come to, counted before its reader decodes them: it has no bound of its own, and an isolate has 128 MB.
 * What is drawn nobody reads here: pictures, and what can be decoded to pictures alone, are taken out, so that what only calls
 * itself one costs nothing either.
 */
import type { ParseFault } from './fault.ts';
import { decodedSize } from './pdf-filters.ts';
import { streamsOf } from './pdf-streams.ts';

/** The reader holds up to twice as much while it decodes one. A page of text takes some kilobytes. */
const MAX_STREAM_BYTES = 24 * 1024 * 1024;
/** Read and written, of all: streams that lie in each other would be decoded for hours. */
const MAX_WORK_BYTES = 256 * 1024 * 1024;
const MAX_STREAMS = 50_000;
const SPACE = 0x20;

/** Changes `bytes`. Null: they may be read. */
export function boundPdf(bytes: Uint8Array): ParseFault | null {
  let workLeft = MAX_WORK_BYTES;
  let streams = 0;
  for (const { at, from, to, isPicture, isVeiled, ...packing } of streamsOf(bytes)) {
    streams += 1;
    if (streams > MAX_STREAMS || (isVeiled && !isPicture)) return 'document_unreadable';
    const enough = Math.min(MAX_STREAM_BYTES, workLeft);
    const { size, usedBytes } = isPicture
      ? { size: null, usedBytes: 0 }
      : decodedSize(bytes.subarray(from), packing, enough);
    if (size === null) bytes.fill(SPACE, at, to);
    else if (size > enough) return 'document_unpacks_too_large';
    workLeft -= (size ?? 0) + usedBytes;
    if (workLeft < 0) return 'document_unpacks_too_large';
  }
  return null;
}
