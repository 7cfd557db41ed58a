/** Why a provider refused a call, by the status and the body that it answered with. */
import { readBoundedBody } from '../../../shared/http/bounded-body.ts';
import { parseRetryAfter } from '../../../shared/http/retry-after.ts';
import { classifyRefusal } from './classify.ts';
import type { Failure } from './failure.ts';

/** Nobody may send us more. */
const MAX_ERROR_BODY_BYTES = 65_536;

export async function readRefusal(response: Response): Promise<Failure> {
  const retryAfterMs = parseRetryAfter(response.headers, Date.now());
  const read = await readBoundedBody(response, MAX_ERROR_BODY_BYTES);
  const text = read.kind === 'read' ? new TextDecoder().decode(read.bytes) : '';
  return classifyRefusal(response.status, text, retryAfterMs);
}
