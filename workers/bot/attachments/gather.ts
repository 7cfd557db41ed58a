/** The files of a question as the bff takes them: texts are read here, images go by their address. */
import type { Attachment } from '../../../shared/contract/attachment.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import { isDiscordFileUrl, isExpiredFileUrl } from '../../../shared/http/discord-cdn.ts';
import { createTimeout } from '../../../shared/time/timeout.ts';
import { type DownloadDeps, downloadText } from './download.ts';
import type { AttachedFile } from './judge.ts';

export type Gathered = { ok: true; attachments: Attachment[] } | { ok: false; failure: Failure };

/** For all of them together, repeats included: a person sees "thinking…" meanwhile. */
const DEADLINE_MS = 8_000;

/** The first file at fault is the one that is told. Never rejects. */
export async function gatherAttachments(
  files: readonly AttachedFile[],
  stop: AbortSignal,
  deps: DownloadDeps,
): Promise<Gathered> {
  const deadline = createTimeout(DEADLINE_MS);
  const signal = AbortSignal.any([stop, deadline.signal]);
  const gathered = await Promise.all(files.map((file) => gather(file, signal, deps)));
  deadline.end();
  const attachments: Attachment[] = [];
  for (const each of gathered) {
    if (!each.ok) return each;
    attachments.push(each.attachment);
  }
  return { ok: true, attachments };
}

async function gather(
  file: AttachedFile,
  signal: AbortSignal,
  deps: DownloadDeps,
): Promise<{ ok: true; attachment: Attachment } | { ok: false; failure: Failure }> {
  const { id, filename, contentType, sizeBytes, url, width, height, kind } = file;
  const facts = { id, filename, content_type: contentType, size_bytes: sizeBytes };
  const fail = (code: Failure['code']) => ({
    ok: false as const,
    failure: { code, evidence: { file: filename } },
  });
  if (kind === 'image') {
    if (!isDiscordFileUrl(url, deps.localOrigin)) return fail('attachment_unreachable');
    if (isExpiredFileUrl(url, deps.now())) return fail('attachment_expired');
    const size = width === null || height === null ? {} : { width, height };
    return { ok: true, attachment: { kind, ...facts, url, ...size } };
  }
  const read = await downloadText(url, signal, deps);
  return read.ok ? { ok: true, attachment: { kind, ...facts, text: read.text } } : fail(read.code);
}
