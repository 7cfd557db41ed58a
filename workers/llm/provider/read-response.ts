/** Reads what a provider answers with where there is no stream: a refusal, or a whole answer. */
import { parseFrame, STREAM_DONE } from '../../../shared/chat/chunk.ts';
import { readBoundedBody } from '../../../shared/http/bounded-body.ts';
import { parseRetryAfter } from '../../../shared/http/retry-after.ts';
import { encodeData } from '../../../shared/sse/encode.ts';
import { classifyErrorFrame, classifyRefusal } from './classify.ts';
import type { Failure } from './failure.ts';

/** Of an error's body this much is read; nobody may send us more. */
const MAX_ERROR_BODY_BYTES = 65_536;
/** Of a whole answer: as much as one frame of a stream may be. */
const MAX_WHOLE_BODY_BYTES = 1_048_576;

export async function readRefusal(response: Response): Promise<Failure> {
  const retryAfterMs = parseRetryAfter(response.headers, Date.now());
  return classifyRefusal(response.status, await readText(response), retryAfterMs);
}

/** What stands where a stream was asked for, under a status that says that all is well: a whole answer, or an error. */
export async function readNoStream(response: Response): Promise<Response | Failure> {
  const text = await readText(response, MAX_WHOLE_BODY_BYTES);
  const frame = parseFrame(text);
  if (frame.kind === 'error') return classifyErrorFrame(frame.error);
  return frame.kind === 'chunk' && frame.chunk.choices.length > 0
    ? new Response(encodeData(text) + encodeData(STREAM_DONE))
    : { cause: 'garbled' };
}

async function readText(response: Response, maxBytes = MAX_ERROR_BODY_BYTES): Promise<string> {
  const read = await readBoundedBody(response, maxBytes);
  return read.kind === 'read' ? new TextDecoder().decode(read.bytes) : '';
}
