/**
 * Downloads the images of a request for a provider that cannot fetch them: from Discord's CDN alone, once a request, bounded in
 * bytes and time. Which models need that is remembered by the adaptations.
 */
import { readBoundedBody } from '../../../shared/http/bounded-body.ts';
import { isDiscordFileUrl } from '../../../shared/http/discord-cdn.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import { createTimeout } from '../../../shared/time/timeout.ts';
import { sleep } from '../../../shared/time/wait.ts';
import type { AttachmentFailure } from '../provider/failure.ts';
import { imageTypeOf, imageUrlsOf } from '../provider/images.ts';
import type { ProviderRequest } from '../provider/provider.ts';

export interface ImageSource {
  fetch(url: string, init: RequestInit): Promise<Response>;
  clock: Clock;
  /** Of the stand-in's CDN, in the local stack alone. */
  localOrigin: string | undefined;
}

export type ImageData =
  /** By address; images elsewhere are not in it. */
  { ok: true; data: ReadonlyMap<string, string> } | { ok: false; failure: AttachmentFailure };

/** All images of a request together: an isolate holds about five copies of a body, and has 128 MB for all of its requests. */
export const MAX_IMAGE_DATA_BYTES = 8 * 1024 * 1024;

/** For all of them together, repeats included: nobody has seen a word of the answer. */
const DEADLINE_MS = 8_000;
const MAX_ATTEMPTS = 2;
const PAUSE_MS = 300;

/** `life` ends it as well. Never rejects. */
export async function downloadImages(
  messages: ProviderRequest['messages'],
  life: AbortSignal,
  source: ImageSource,
): Promise<ImageData> {
  const urls = imageUrlsOf(messages).filter((url) => isDiscordFileUrl(url, source.localOrigin));
  const deadline = createTimeout(DEADLINE_MS);
  const signal = AbortSignal.any([life, deadline.signal]);
  const data = new Map<string, string>();
  let leftBytes = MAX_IMAGE_DATA_BYTES;
  try {
    // One after the other, so that what is left bounds the next.
    for (const url of urls) {
      const read = await downloadWithRetry(url, leftBytes, signal, source);
      if (!read.ok) return read;
      leftBytes -= read.bytes.byteLength;
      const type = imageTypeOf(read.bytes);
      // What is no image is left to the provider to refuse.
      if (type !== null) data.set(url, `data:${type};base64,${read.bytes.toBase64()}`);
    }
    return { ok: true, data };
  } finally {
    deadline.end();
  }
}

type Download = { ok: true; bytes: Uint8Array } | { ok: false; failure: AttachmentFailure };

async function downloadWithRetry(
  url: string,
  maxBytes: number,
  signal: AbortSignal,
  source: ImageSource,
): Promise<Download> {
  for (let attempt = 1; ; attempt += 1) {
    const read = await download(url, maxBytes, signal, source);
    const mayHelp = !read.ok && read.failure.code === 'attachment_unreachable' && !signal.aborted;
    if (!mayHelp || attempt === MAX_ATTEMPTS) return read;
    await sleep(PAUSE_MS, signal, source.clock);
  }
}

async function download(
  url: string,
  maxBytes: number,
  signal: AbortSignal,
  { fetch }: ImageSource,
): Promise<Download> {
  try {
    // A redirect could lead anywhere.
    const response = await fetch(url, { redirect: 'manual', signal });
    if (!response.ok) {
      await response.body?.cancel();
      return fail(
        response.status === 404 || response.status === 410 ? 'attachment_expired' : 'attachment_unreachable',
      );
    }
    const body = await readBoundedBody(response, maxBytes);
    if (body.kind === 'read') return { ok: true, bytes: body.bytes };
    return fail(body.kind === 'too_large' ? 'attachment_too_large' : 'attachment_unreachable');
  } catch {
    return fail('attachment_unreachable');
  }
}

function fail(code: AttachmentFailure['code']): Download {
  return { ok: false, failure: { cause: 'attachment', code } };
}
