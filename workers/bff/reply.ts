/** Answers that are not a stream: JSON, and errors in OpenAI's shape. */
import { createErrorBody } from '../../shared/contract/error-body.ts';
import type { Failure } from '../../shared/contract/failure.ts';
import { errorKind } from '../../shared/errors.ts';
import { errorName, type Logger } from '../../shared/observe/log.ts';

export function jsonResponse(
  value: unknown,
  options: { status?: number; headers?: Record<string, string> } = {},
): Response {
  return new Response(JSON.stringify(value), {
    status: options.status ?? 200,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      ...options.headers,
    },
  });
}

export function errorResponse(failure: Failure, headers: Record<string, string> = {}): Response {
  const retryAfterSec = failure.evidence?.retry_after_sec;
  const { status, retryable } = errorKind(failure.code);
  return jsonResponse(errorBodyOf(failure), {
    status,
    headers: {
      ...headers,
      ...(retryAfterSec === undefined ? {} : { 'retry-after': String(retryAfterSec) }),
      // OpenAI's clients obey it.
      ...((status < 500 && !retryable) || isBeyondPatience(retryAfterSec)
        ? { 'x-should-retry': 'false' }
        : {}),
    },
  });
}

/** OpenAI's clients wait a minute at most; for a longer wait they would come again at once, twice. */
const MAX_PATIENCE_SEC = 60;

function isBeyondPatience(retryAfterSec: number | undefined): boolean {
  return retryAfterSec !== undefined && retryAfterSec > MAX_PATIENCE_SEC;
}

/** What `work` makes of the database, or the error that says that it cannot be reached. */
export async function replyFromDatabase(log: Logger, work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    log.error('memory.unavailable', { error: errorName(error) });
    return errorResponse({ code: 'upstream_unreachable' });
  }
}

/** The same failure as one frame of a stream. */
export function errorFrame(failure: Failure): string {
  return JSON.stringify(errorBodyOf(failure));
}

function errorBodyOf({ code, param, detail, evidence }: Failure) {
  return createErrorBody(code, {
    ...(param === undefined ? {} : { param }),
    ...(detail === undefined ? {} : { detail }),
    ...(evidence === undefined || Object.keys(evidence).length === 0 ? {} : { evidence }),
  });
}
