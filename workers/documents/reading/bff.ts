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
import { type Failure, readRefusal } from '../../../shared/contract/failure.ts';
import { BFF_ORIGIN } from '../../../shared/contract/routes.ts';
import { type ExchangeDeps, exchange } from '../../../shared/signing/exchange.ts';

export type BffReply<Value> = { ok: true; value: Value } | { ok: false; failure: Failure };

export interface ReadingClient {
  begin(body: BeginReading): Promise<BffReply<unknown>>;
  chunks(body: ReadChunks): Promise<BffReply<unknown>>;
  anew(body: ReadAnew): Promise<BffReply<ReadAnewReply>>;
  end(body: EndReading): Promise<BffReply<unknown>>;
}

/** A call for vectors and the writing of them. */
const TIMEOUT_MS = 60_000;

export function createReadingClient(deps: ExchangeDeps): ReadingClient {
  async function call<Value>(path: string, body: object): Promise<BffReply<Value>> {
    const answer = await exchange(`${BFF_ORIGIN}${path}`, body, TIMEOUT_MS, deps);
    if (answer?.isOk === true) return { ok: true, value: answer.body as Value };
    return { ok: false, failure: readRefusal(answer?.body) };
  }
  return {
    begin: (body) => call(READING_BEGIN_PATH, body),
    chunks: (body) => call(READING_CHUNKS_PATH, body),
    anew: (body) => call(READING_ANEW_PATH, body),
    end: (body) => call(READING_END_PATH, body),
  };
}
