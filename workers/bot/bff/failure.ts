/** The bff's errors as the bot takes them in. Pure. */
import { type ErrorEvidence, isErrorBody } from '../../../shared/contract/error-body.ts';
import { type ErrorCode, toErrorCode } from '../../../shared/errors.ts';

export interface BffFailure {
  ok: false;
  code: ErrorCode;
  evidence?: ErrorEvidence;
}

/** An answer that is not the bff's own error body came from something between: the code is then `upstream_unreachable`. */
export function toFailure(body: unknown): BffFailure {
  if (!isErrorBody(body)) return { ok: false, code: 'upstream_unreachable' };
  const evidence = readEvidence(body.error);
  return { ok: false, code: toErrorCode(body.error.code), ...(evidence === undefined ? {} : { evidence }) };
}

function readEvidence(error: object): ErrorEvidence | undefined {
  if (!('libra' in error) || typeof error.libra !== 'object' || error.libra === null) return undefined;
  const evidence: ErrorEvidence = {};
  for (const name of ['retry_after_sec', 'resets_at', 'limit'] as const) {
    const value = (error.libra as Record<string, unknown>)[name];
    if (typeof value === 'number' && Number.isFinite(value)) evidence[name] = value;
  }
  const unit = (error.libra as Record<string, unknown>).limit_unit;
  if (unit === 'tokens' || unit === 'micro_usd') evidence.limit_unit = unit;
  return evidence;
}
