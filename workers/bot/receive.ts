/**
 * A request of Discord's, let in: headers → bounded body → signature. No body is read unless its headers may be Discord's, and
 * nothing of it is looked at before the signature has been verified.
 */
import { type ErrorCode, errorKind } from '../../shared/errors.ts';
import { errorResponse } from '../../shared/http/error-response.ts';
import { type SecuredResponse, withSecurityHeaders } from '../../shared/http/security-headers.ts';
import { readTextUpload, UPLOAD_CODES } from '../../shared/http/upload.ts';
import type { UploadGate } from '../../shared/http/upload-gate.ts';
import type { Logger } from '../../shared/observe/log.ts';
import { readDiscordHead, verifyDiscordBody } from './discord/verify.ts';

export interface ReceiveDeps {
  publicKey: string;
  uploads: UploadGate;
  /** Says in the log that nobody has been let in, and why. */
  noteRefusal(
    request: Request,
    log: Logger,
    refusal: { event: string; reason: string; status: number },
  ): Promise<void>;
}

/** What kind of request it is: how large it may be, and the name of its refusals in the log. */
export interface Expected {
  limits: { maxBytes: number; deadlineMs: number };
  refusedEvent: string;
}

/** Vague outside, precise in the log. */
export type Refuse = (code: ErrorCode, reason: string) => Promise<SecuredResponse>;

export type Received = { ok: true; text: string; refuse: Refuse } | { ok: false; response: SecuredResponse };

export async function receiveFromDiscord(
  request: Request,
  { limits, refusedEvent }: Expected,
  { publicKey, uploads, noteRefusal }: ReceiveDeps,
  { log, nowMs }: { log: Logger; nowMs: number },
): Promise<Received> {
  const refuse: Refuse = async (code, reason) => {
    const { status } = errorKind(code);
    const event = status === 401 ? 'signature.refused' : refusedEvent;
    await noteRefusal(request, log, { event, reason, status });
    return withSecurityHeaders(errorResponse(code));
  };
  const refused = async (code: ErrorCode, reason: string): Promise<Received> => ({
    ok: false,
    response: await refuse(code, reason),
  });

  const head = readDiscordHead(request.headers, nowMs);
  if (!head.ok) return refused('unauthorized', head.reason);
  const read = await readTextUpload(request, limits, uploads);
  if (!read.ok) return refused(UPLOAD_CODES[read.refusal], `body_${read.refusal}`);
  const verdict = await verifyDiscordBody(head, read.body, publicKey);
  if (!verdict.ok) return refused('unauthorized', verdict.reason);
  return { ok: true, text: read.body, refuse };
}
