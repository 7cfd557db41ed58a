/** The files of a question as the bff takes them: texts are read here, images go by their address. */
import type { Attachment } from '../../../shared/contract/attachment.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import { isDiscordFileUrl, isExpiredFileUrl } from '../../../shared/http/discord-cdn.ts';
import { MAX_ATTACHED_TEXT_BYTES } from '../../../shared/limits.ts';
import { createTimeout } from '../../../shared/time/timeout.ts';
import { type DownloadDeps, downloadText } from './download.ts';
import type { AttachedFile } from './judge.ts';

export type Gathered = { ok: true; attachments: Attachment[] } | { ok: false; failure: Failure };

export interface GatherDeps extends DownloadDeps {
  /** What is said in a recording. Never rejects. */
  hear(
    file: AttachedFile,
    signal: AbortSignal,
  ): Promise<{ ok: true; text: string } | { ok: false; failure: Failure }>;
}

/** For all texts together, repeats included: a person sees "thinking…" meanwhile. */
const DEADLINE_MS = 8_000;

/** The first file at fault is the one that is told. Never rejects. */
export async function gatherAttachments(
  files: readonly AttachedFile[],
  stop: AbortSignal,
  deps: GatherDeps,
): Promise<Gathered> {
  const deadline = createTimeout(DEADLINE_MS);
  const signal = AbortSignal.any([stop, deadline.signal]);
  const gathered = await Promise.all(
    // Hearing an hour of speech takes longer than reading a text.
    files.map((file) => gather(file, file.kind === 'audio' ? stop : signal, deps)),
  );
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
  deps: GatherDeps,
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
  if (kind === 'audio') {
    const heard = await deps.hear(file, signal);
    if (heard.ok) return { ok: true, attachment: { kind: 'recording', ...facts, text: heard.text } };
    const { failure } = heard;
    return { ok: false, failure: { ...failure, evidence: { ...failure.evidence, file: filename } } };
  }
  const read = await downloadText(url, MAX_ATTACHED_TEXT_BYTES, signal, deps);
  return read.ok ? { ok: true, attachment: { kind, ...facts, text: read.text } } : fail(read.code);
}
