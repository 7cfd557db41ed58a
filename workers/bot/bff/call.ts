/** One signed, traced call to the bff that waits for its whole answer, within a deadline of its own. No failure throws. */
import type { Failure } from '../../../shared/contract/failure.ts';
import { BFF_ORIGIN, TRACEPARENT_HEADER } from '../../../shared/contract/routes.ts';
import { orAbort } from '../../../shared/time/wait.ts';
import { type BffAccess, readRefusal } from './access.ts';

export type BffReply<Value> = { ok: true; value: Value } | { ok: false; failure: Failure };

export type BffCall = <Value>(path: string, body: object, timeoutMs: number) => Promise<BffReply<Value>>;

/** `body`: as parsed from JSON; null when it was empty. */
export interface BffResponse {
  isOk: boolean;
  body: unknown;
}

/** For refusals that say more than their code. Null: no answer came in time, or one that is not JSON. */
export type BffExchange = (path: string, body: object, timeoutMs: number) => Promise<BffResponse | null>;

export function createBffCall(options: BffAccess & { traceparent: string }): BffCall {
  const exchange = createBffExchange(options);
  return async <Value>(path: string, body: object, timeoutMs: number) =>
    readReply<Value>(await exchange(path, body, timeoutMs));
}

export function readReply<Value>(response: BffResponse | null): BffReply<Value> {
  if (response === null) return { ok: false, failure: { code: 'upstream_unreachable' } };
  return response.isOk
    ? { ok: true, value: response.body as Value }
    : { ok: false, failure: readRefusal(response.body) };
}

export function createBffExchange(options: BffAccess & { traceparent: string }): BffExchange {
  return async (path, body, timeoutMs) => {
    try {
      const signal = AbortSignal.timeout(timeoutMs);
      const request = await options.signer.sign(`${BFF_ORIGIN}${path}`, {
        headers: { [TRACEPARENT_HEADER]: options.traceparent },
        body: JSON.stringify(body),
        signal,
      });
      const response = await orAbort(options.fetch(request), signal);
      const text = await orAbort(response.text(), signal);
      return { isOk: response.ok, body: text === '' ? null : JSON.parse(text) };
    } catch {
      return null;
    }
  };
}
