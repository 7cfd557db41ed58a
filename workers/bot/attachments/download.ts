/** Reads a text file from Discord's CDN: bounded in bytes and time, from there alone. Pure core: the connection is given. */
import { downloadFile, type FileDownloadDeps, type FileFault } from '../../../shared/http/discord-file.ts';
import { decodeText } from '../../../shared/text/decode-text.ts';

export type DownloadDeps = FileDownloadDeps;

export type DownloadFault = FileFault | 'attachment_unreadable';

export type Downloaded = { ok: true; text: string } | { ok: false; code: DownloadFault };

/** `signal` ends it, its deadline among others. Never rejects. */
export async function downloadText(
  url: string,
  maxBytes: number,
  signal: AbortSignal,
  deps: DownloadDeps,
): Promise<Downloaded> {
  const read = await downloadFile(url, maxBytes, signal, deps);
  if (!read.ok) return read;
  const text = decodeText(read.bytes);
  return text === null ? { ok: false, code: 'attachment_unreadable' } : { ok: true, text };
}
