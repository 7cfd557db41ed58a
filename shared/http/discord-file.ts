/** Downloads a file from Discord's CDN: bounded in bytes and time, from there alone. The connection is given. */
import { readBoundedBody } from './bounded-body.ts';
import { isDiscordFileUrl, isExpiredFileUrl } from './discord-cdn.ts';

export interface FileDownloadDeps {
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** Unix milliseconds. */
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Of the stand-in's CDN, in the local stack alone. */
  localOrigin?: string;
}

export type FileFault = 'attachment_expired' | 'attachment_unreachable' | 'attachment_too_large';

export type DownloadedFile = { ok: true; bytes: Uint8Array } | { ok: false; code: FileFault };

const MAX_ATTEMPTS = 2;
const PAUSE_MS = 500;

/** `signal` ends it, its deadline among others. Never rejects. */
export async function downloadFile(
  url: string,
  maxBytes: number,
  signal: AbortSignal,
  deps: FileDownloadDeps,
): Promise<DownloadedFile> {
  if (!isDiscordFileUrl(url, deps.localOrigin)) return { ok: false, code: 'attachment_unreachable' };
  if (isExpiredFileUrl(url, deps.now())) return { ok: false, code: 'attachment_expired' };
  for (let attempt = 1; ; attempt += 1) {
    const read = await readOnce(url, maxBytes, signal, deps);
    const mayHelp = !read.ok && read.code === 'attachment_unreachable' && !signal.aborted;
    if (!mayHelp || attempt === MAX_ATTEMPTS) return read;
    await deps.sleep(PAUSE_MS, signal);
  }
}

async function readOnce(
  url: string,
  maxBytes: number,
  signal: AbortSignal,
  { fetch }: FileDownloadDeps,
): Promise<DownloadedFile> {
  try {
    // A redirect could lead anywhere.
    const response = await fetch(url, { redirect: 'manual', signal });
    if (!response.ok) {
      await response.body?.cancel();
      // The CDN answers this to an address that is no longer good.
      const isGone = response.status === 404 || response.status === 410;
      return { ok: false, code: isGone ? 'attachment_expired' : 'attachment_unreachable' };
    }
    const body = await readBoundedBody(response, maxBytes);
    if (body.kind === 'too_large') return { ok: false, code: 'attachment_too_large' };
    return body.kind === 'broken'
      ? { ok: false, code: 'attachment_unreachable' }
      : { ok: true, bytes: body.bytes };
  } catch {
    return { ok: false, code: 'attachment_unreachable' };
  }
}
