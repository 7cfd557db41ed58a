/** Reads a text file from Discord's CDN: bounded in bytes and time, from there alone. Pure core: the connection is given. */
import { readBoundedBody } from '../../../shared/http/bounded-body.ts';
import { isDiscordFileUrl, isExpiredFileUrl } from '../../../shared/http/discord-cdn.ts';
import { MAX_ATTACHED_TEXT_BYTES } from '../../../shared/limits.ts';
import { decodeText } from '../../../shared/text/decode-text.ts';

export interface DownloadDeps {
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** Unix milliseconds. */
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Of the stand-in's CDN, in the local stack alone. */
  localOrigin?: string;
}

export type DownloadFault =
  | 'attachment_expired'
  | 'attachment_unreachable'
  | 'attachment_too_large'
  | 'attachment_unreadable';

export type Downloaded = { ok: true; text: string } | { ok: false; code: DownloadFault };

const MAX_ATTEMPTS = 2;
const PAUSE_MS = 500;

/** `signal` ends it, its deadline among others. Never rejects. */
export async function downloadText(
  url: string,
  signal: AbortSignal,
  deps: DownloadDeps,
): Promise<Downloaded> {
  if (!isDiscordFileUrl(url, deps.localOrigin)) return { ok: false, code: 'attachment_unreachable' };
  if (isExpiredFileUrl(url, deps.now())) return { ok: false, code: 'attachment_expired' };
  for (let attempt = 1; ; attempt += 1) {
    const read = await readOnce(url, signal, deps);
    const mayHelp = !read.ok && read.code === 'attachment_unreachable' && !signal.aborted;
    if (!mayHelp || attempt === MAX_ATTEMPTS) return read;
    await deps.sleep(PAUSE_MS, signal);
  }
}

async function readOnce(url: string, signal: AbortSignal, { fetch }: DownloadDeps): Promise<Downloaded> {
  try {
    // A redirect could lead anywhere.
    const response = await fetch(url, { redirect: 'manual', signal });
    if (!response.ok) {
      await response.body?.cancel();
      // The CDN answers this to an address that is no longer good.
      const isGone = response.status === 404 || response.status === 410;
      return { ok: false, code: isGone ? 'attachment_expired' : 'attachment_unreachable' };
    }
    const body = await readBoundedBody(response, MAX_ATTACHED_TEXT_BYTES);
    if (body.kind === 'too_large') return { ok: false, code: 'attachment_too_large' };
    if (body.kind === 'broken') return { ok: false, code: 'attachment_unreachable' };
    const text = decodeText(body.bytes);
    return text === null ? { ok: false, code: 'attachment_unreadable' } : { ok: true, text };
  } catch {
    return { ok: false, code: 'attachment_unreachable' };
  }
}
