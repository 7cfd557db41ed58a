/** A failure that crosses a Worker's boundary, and how it is read from an error body. Pure. */
import { type ErrorCode, toErrorCode } from '../errors.ts';
import { isRecord } from '../json.ts';
import { readCategories } from '../moderation/categories.ts';
import type { ErrorEvidence } from './error-body.ts';

export interface Failure {
  code: ErrorCode;
  /** The field at fault, in the client's own notation: `messages[2].content`. */
  param?: string;
  /** A sentence for the developer who sent the request; absent: the code's own. */
  detail?: string;
  evidence?: ErrorEvidence;
}

/** Moderation has ended the answer: what was shown of it is taken back, and it is not remembered. */
export function isModerated({ code }: Failure): boolean {
  return code === 'content_blocked' || code === 'moderation_unavailable';
}

/** `error` is the inner object of an error body of another Worker, of whatever form. Its message is not taken over. */
export function readFailure(
  error: { code?: unknown; param?: unknown; libra?: unknown } | undefined,
): Failure {
  const evidence = readEvidence(error?.libra);
  return {
    code: toErrorCode(error?.code),
    ...(typeof error?.param === 'string' ? { param: error.param } : {}),
    ...(evidence === undefined ? {} : { evidence }),
  };
}

/** Of the body with which another Worker has refused. What is none of its own came from something in between: it was not reached. */
export function readRefusal(body: unknown): Failure {
  return isRecord(body) && isRecord(body.error) ? readFailure(body.error) : { code: 'upstream_unreachable' };
}

function readEvidence(value: unknown): ErrorEvidence | undefined {
  if (!isRecord(value)) return undefined;
  const evidence: ErrorEvidence = {};
  for (const name of ['retry_after_sec', 'resets_at', 'limit'] as const) {
    const number = value[name];
    if (typeof number === 'number' && Number.isFinite(number) && number >= 0)
      evidence[name] = Math.ceil(number);
  }
  const unit = value.limit_unit;
  if (unit === 'tokens' || unit === 'micro_usd') evidence.limit_unit = unit;
  if (typeof value.model === 'string' && MODEL_NAME.test(value.model)) evidence.model = value.model;
  const categories = readCategories(value.categories);
  if (categories.length > 0) evidence.categories = categories;
  if (value.side === 'question' || value.side === 'answer') evidence.side = value.side;
  return Object.keys(evidence).length === 0 ? undefined : evidence;
}

/** It is shown to a person. */
const MODEL_NAME = /^[\w.:/@-]{1,100}$/;
