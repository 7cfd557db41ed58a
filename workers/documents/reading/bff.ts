/** Signed calls of the bff, which owns what is stored and what it costs. No failure throws. */
import {
  type BeginReading,
  type EndReading,
  READING_ANEW_PATH,
  READING_BEGIN_PATH,
  READING_CHUNKS_PATH,
  READING_END_PATH,
  type ReadAnew,
  type ReadAnewReply,
  type ReadChunks,
} from '../../../shared/contract/documents.ts';
import { isErrorBody } from '../../../shared/contract/error-body.ts';
import { type Failure, readFailure } from '../../../shared/contract/failure.ts';
import { BFF_ORIGIN, TRACEPARENT_HEADER } from '../../../shared/contract/routes.ts';
import { parseJson } from '../../../shared/json.ts';
import type { RequestSigner } from '../../../shared/signing/sign.ts';
import { orAbort } from '../../../shared/time/wait.ts';

export type BffReply<Value> = { ok: true; value: Value } | { ok: false; failure: Failure };

export interface ReadingClient {
  begin(body: BeginReading): Promise<BffReply<unknown>>;
  chunks(body: ReadChunks): Promise<BffReply<unknown>>;
  anew(body: ReadAnew): Promise<BffReply<ReadAnewReply>>;
  end(body: EndReading): Promise<BffReply<unknown>>;
}

/** A call for vectors and the writing of them. */
const TIMEOUT_MS = 60_000;

export function createReadingClient({
  bff,
  signer,
  traceparent,
}: {
  bff: Pick<Fetcher, 'fetch'>;
  signer: RequestSigner;
  traceparent: string;
}): ReadingClient {
  async function call<Value>(path: string, body: object): Promise<BffReply<Value>> {
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const request = await signer.sign(`${BFF_ORIGIN}${path}`, {
        headers: { [TRACEPARENT_HEADER]: traceparent },
        body: JSON.stringify(body),
        signal,
      });
      const response = await orAbort(bff.fetch(request), signal);
      const answer = parseJson(await orAbort(response.text(), signal));
      if (response.ok) return { ok: true, value: answer as Value };
      const failure: Failure = isErrorBody(answer) ? readFailure(answer.error) : UNREACHABLE;
      return { ok: false, failure };
    } catch {
      return { ok: false, failure: UNREACHABLE };
    }
  }
  return {
    begin: (body) => call(READING_BEGIN_PATH, body),
    chunks: (body) => call(READING_CHUNKS_PATH, body),
    anew: (body) => call(READING_ANEW_PATH, body),
    end: (body) => call(READING_END_PATH, body),
  };
}

const UNREACHABLE: Failure = { code: 'upstream_unreachable' };
