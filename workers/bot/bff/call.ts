/** One signed, traced call to the bff that waits for its whole answer, within a deadline of its own. No failure throws. */
import { type Failure, readRefusal } from '../../../shared/contract/failure.ts';
import { BFF_ORIGIN } from '../../../shared/contract/routes.ts';
import { type ExchangeDeps, type Exchanged, exchange } from '../../../shared/signing/exchange.ts';

export type BffReply<Value> = { ok: true; value: Value } | { ok: false; failure: Failure };

export type BffCall = <Value>(path: string, body: object, timeoutMs: number) => Promise<BffReply<Value>>;

/** For refusals that say more than their code. */
export type BffExchange = (path: string, body: object, timeoutMs: number) => Promise<Exchanged | null>;

export function createBffCall(deps: ExchangeDeps): BffCall {
  const ask = createBffExchange(deps);
  return async <Value>(path: string, body: object, timeoutMs: number) =>
    readReply<Value>(await ask(path, body, timeoutMs));
}

export function readReply<Value>(response: Exchanged | null): BffReply<Value> {
  if (response === null) return { ok: false, failure: { code: 'upstream_unreachable' } };
  return response.isOk
    ? { ok: true, value: response.body as Value }
    : { ok: false, failure: readRefusal(response.body) };
}

export function createBffExchange(deps: ExchangeDeps): BffExchange {
  return (path, body, timeoutMs) => exchange(`${BFF_ORIGIN}${path}`, body, timeoutMs, deps);
}
