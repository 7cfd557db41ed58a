/** One signed, traced call to the bff that waits for its whole answer, within a deadline of its own. No failure throws. */
import type { Failure } from '../../../shared/contract/failure.ts';
import { BFF_ORIGIN, TRACEPARENT_HEADER } from '../../../shared/contract/routes.ts';
import { orAbort } from '../../../shared/time/wait.ts';
import { type BffAccess, readRefusal } from './access.ts';

export type BffReply<Value> = { ok: true; value: Value } | { ok: false; failure: Failure };

export type BffCall = <Value>(path: string, body: object, timeoutMs: number) => Promise<BffReply<Value>>;

export function createBffCall(options: BffAccess & { traceparent: string }): BffCall {
  return async <Value>(path: string, body: object, timeoutMs: number): Promise<BffReply<Value>> => {
    try {
      const signal = AbortSignal.timeout(timeoutMs);
      const request = await options.signer.sign(`${BFF_ORIGIN}${path}`, {
        headers: { [TRACEPARENT_HEADER]: options.traceparent },
        body: JSON.stringify(body),
        signal,
      });
      const response = await orAbort(options.fetch(request), signal);
      const text = await orAbort(response.text(), signal);
      const answer: unknown = text === '' ? null : JSON.parse(text);
      return response.ok ? { ok: true, value: answer as Value } : { ok: false, failure: readRefusal(answer) };
    } catch {
      return { ok: false, failure: { code: 'upstream_unreachable' } };
    }
  };
}
