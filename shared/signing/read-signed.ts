/**
 * A signed request with its body: judged by its head before the body is read, and the body by the digest that the head names.
 * Whoever calls this spends the nonce, where there is need of one.
 */
import type { ErrorCode } from '../errors.ts';
import { readUpload, UPLOAD_CODES, type UploadRefusal } from '../http/upload.ts';
import type { UploadGate } from '../http/upload-gate.ts';
import type { Logger } from '../observe/log.ts';
import { type Clock, platformClock } from '../time/clock.ts';
import type { HeadVerdict, RequestVerifier, SignatureRefusal, SignatureVerdict } from './verify.ts';

export type SignedRead = (Extract<SignatureVerdict, { ok: true }> & { body: Uint8Array }) | UnreadSigned;

export interface UnreadSigned {
  ok: false;
  /** For the sender; the reason is for the log alone. */
  code: ErrorCode;
  reason: SignatureRefusal | `body_${UploadRefusal}`;
}

interface SignedLimits {
  maxBytes: number;
  /** For the whole body; absent: five seconds. */
  deadlineMs?: number;
}

interface BodyDeps {
  uploads: UploadGate;
  clock?: Clock;
}

/** A Worker has its body whole when it begins to send. */
const BODY_DEADLINE_MS = 5_000;

export async function readSigned(
  request: Request,
  limits: SignedLimits,
  { verifier, ...deps }: BodyDeps & { verifier: RequestVerifier },
): Promise<SignedRead> {
  const head = await verifier.verifyHead(request);
  return head.ok ? readBehind(head, request, limits, deps) : refuseSigned(head.reason);
}

/** The body behind a head that was verified. */
export async function readBehind(
  head: Extract<HeadVerdict, { ok: true }>,
  request: Request,
  { maxBytes, deadlineMs = BODY_DEADLINE_MS }: SignedLimits,
  { uploads, clock = platformClock }: BodyDeps,
): Promise<SignedRead> {
  const read = await readUpload(request, { maxBytes, deadlineMs }, uploads, clock);
  if (!read.ok) return { ok: false, code: UPLOAD_CODES[read.refusal], reason: `body_${read.refusal}` };
  const verdict = await head.verifyBody(read.body);
  return verdict.ok ? { ...verdict, body: read.body } : refuseSigned(verdict.reason);
}

function refuseSigned(reason: SignatureRefusal): UnreadSigned {
  return { ok: false, code: 'unauthorized', reason };
}

/** Of a Worker that only Libra's own call: there is nobody whose refusals would have to be counted. */
export function logUnread(log: Logger, { code, reason }: UnreadSigned): void {
  if (code === 'unauthorized') log.warn('signature.refused', { reason });
  else log.info('request.unreadable', { reason });
}
