/** A failure → the sentences that a user reads, with its stable code. Pure. */
import type { ErrorEvidence } from '../../../shared/contract/error-body.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import { concernsSelfHarm } from '../../../shared/moderation/categories.ts';
import { showFileName } from './file-name.ts';
import type { FailureFacts, Texts } from './texts.ts';

/** Discord's subtext line: small and grey. The code is what a user can quote to the bot's operator. */
export function withCode(text: string, code: string): string {
  return `⚠️ ${text}\n-# ${code}`;
}

/** Without its code. */
export function failureText(texts: Texts, { code, evidence }: Failure, nowMs: number): string {
  return texts.errors[code](toFacts(evidence, nowMs));
}

export function describeFailure(texts: Texts, failure: Failure, nowMs: number): string {
  const { code, evidence } = failure;
  const text = failureText(texts, failure, nowMs);
  // Nobody who is in need is met with a warning sign.
  return concernsSelfHarm(evidence?.categories ?? []) ? `💛 ${text}\n-# ${code}` : withCode(text, code);
}

function toFacts(evidence: ErrorEvidence = {}, nowMs: number): FailureFacts {
  const { resets_at: resetsAt, retry_after_sec: retryAfter, limit, limit_unit: unit, model, file } = evidence;
  const { categories = [], side = null } = evidence;
  const retryAtSec = resetsAt ?? (retryAfter === undefined ? null : Math.ceil(nowMs / 1000) + retryAfter);
  return {
    retryAtSec,
    limit: limit ?? null,
    limitUnit: unit ?? null,
    model: model ?? null,
    categories,
    side,
    file: file === undefined ? null : showFileName(file),
  };
}
