/** One signed, traced request to another of Libra's Workers. */
import { TRACEPARENT_HEADER } from '../../../shared/contract/routes.ts';
import { formatTraceparent, type Trace } from '../../../shared/observe/trace.ts';
import type { RequestSigner, SignableInit } from '../../../shared/signing/sign.ts';

export interface SignedPost {
  /** Of the other Worker, with its origin. */
  url: string;
  /** Absent: JSON. */
  contentType?: string;
  body: SignableInit['body'];
  signal: AbortSignal;
}

/** Rejects when there is no response, and when `signal` was aborted before one. */
export async function postSigned(
  worker: Fetcher,
  { url, contentType, body, signal }: SignedPost,
  { signer, trace }: { signer: RequestSigner; trace: Trace },
): Promise<Response> {
  const request = await signer.sign(url, {
    headers: {
      [TRACEPARENT_HEADER]: formatTraceparent(trace),
      ...(contentType === undefined ? {} : { 'content-type': contentType }),
    },
    body,
    signal,
  });
  return worker.fetch(request, { signal });
}
