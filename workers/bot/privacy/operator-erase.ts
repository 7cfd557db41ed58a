/**
 * POST /operator/erase: an operator erases a person who cannot do it in Discord any more (`npm run erase`). Signed with the shared
 * secret, as the bot signs. 202 says that the erasure is written down; the person's `PersonErasure` object tries until it has
 * succeeded. A copy of the request does nothing: what it erases is dated by its signature.
 */
import { type ErrorCode, errorKind } from '../../../shared/errors.ts';
import { errorResponse } from '../../../shared/http/error-response.ts';
import { parseJson } from '../../../shared/json.ts';
import { errorName } from '../../../shared/observe/log.ts';
import { MAX_DRIFT_SEC } from '../../../shared/signing/profile.ts';
import { readSigned } from '../../../shared/signing/read-signed.ts';
import { createRequestVerifier } from '../../../shared/signing/verify.ts';
import type { ReceiveDeps } from '../receive.ts';
import type { Services } from '../services.ts';

const LIMITS = { maxBytes: 1_024, deadlineMs: 1_000 };

export interface OperatorEraseDeps extends Omit<ReceiveDeps, 'publicKey'> {
  sharedSecret: string;
  services: Pick<Services, 'now' | 'log' | 'personErasure' | 'traceparent'>;
}

export async function handleOperatorErase(request: Request, deps: OperatorEraseDeps): Promise<Response> {
  const { log, now, personErasure, traceparent } = deps.services;
  const refuse = async (code: ErrorCode, reason: string): Promise<Response> => {
    const { status } = errorKind(code);
    const event = status === 401 ? 'signature.refused' : 'erasure.refused';
    await deps.noteRefusal(request, log, { event, reason, status });
    return errorResponse(code);
  };
  const verifier = createRequestVerifier({ secrets: [deps.sharedSecret], accept: 'bot', now });
  const read = await readSigned(request, LIMITS, { verifier, uploads: deps.uploads });
  if (!read.ok) return refuse(read.code, read.reason);
  const userId = readUserId(read.body);
  if (userId === undefined) return refuse('invalid_request', 'user_id');
  try {
    const eventAtMs = read.expiresAtMs - MAX_DRIFT_SEC * 1_000;
    const began = await personErasure(userId).begin({ userId, eventAtMs, traceparent });
    log.info('erasure.ordered', { verdict: began });
    return Response.json({ verdict: began }, { status: 202 });
  } catch (error) {
    log.error('erasure.failed', { error: errorName(error) });
    return errorResponse('upstream_unreachable');
  }
}

function readUserId(bytes: Uint8Array): string | undefined {
  const value = parseJson(new TextDecoder().decode(bytes));
  const id = (value as { user_id?: unknown } | null | undefined)?.user_id;
  return typeof id === 'string' && /^\d{15,20}$/.test(id) ? id : undefined;
}
