/** The client of the bff: what operators ask, signed as the console; a key that somebody shows, as it is. */
import { isErrorBody } from '../../../shared/contract/error-body.ts';
import { ADMIN_SESSION_PATH, type OperatorIdentity } from '../../../shared/contract/operator.ts';
import { BFF_ORIGIN, TRACEPARENT_HEADER } from '../../../shared/contract/routes.ts';
import { type ErrorCode, toErrorCode } from '../../../shared/errors.ts';
import { errorName, type Logger } from '../../../shared/observe/log.ts';
import { formatTraceparent, type Trace } from '../../../shared/observe/trace.ts';
import type { RequestSigner } from '../../../shared/signing/sign.ts';

export type Asked<T> = { ok: true; value: T } | AskFailure;

export interface AskFailure {
  ok: false;
  code: ErrorCode;
  /** What the bff says of it, in English. */
  detail: string | null;
}

export interface BffClient {
  /** `operator`: the id of the key whose session it is; null: the console itself. */
  ask<T>(operator: number | null, path: string, ask: object): Promise<Asked<T>>;
  /** A response that is a file, as it is. */
  fetch(operator: number, path: string, ask: object): Promise<Asked<Response>>;
  identify(key: string, address: string | null): Promise<Asked<OperatorIdentity>>;
}

const DEADLINE_MS = 10_000;
/** The whole of a file. */
const FILE_DEADLINE_MS = 120_000;

export function createBffClient(deps: {
  bff: Fetcher;
  signer: RequestSigner;
  trace: Trace;
  log: Logger;
}): BffClient {
  const { bff, signer, trace, log } = deps;
  const traced = { [TRACEPARENT_HEADER]: formatTraceparent(trace) };

  async function send(operator: number | null, path: string, ask: object, deadlineMs: number) {
    const signal = AbortSignal.timeout(deadlineMs);
    const body = JSON.stringify({ operator, ask });
    return bff.fetch(await signer.sign(`${BFF_ORIGIN}${path}`, { headers: traced, body, signal }), {
      signal,
    });
  }

  async function read<T>(
    request: () => Promise<Response>,
    take: (response: Response) => Promise<T> = (response) => response.json(),
  ): Promise<Asked<T>> {
    try {
      const response = await request();
      if (response.ok) return { ok: true, value: await take(response) };
      const value: unknown = await response.json();
      if (!isErrorBody(value)) return { ok: false, code: 'internal', detail: null };
      const { code, message } = value.error;
      return { ok: false, code: toErrorCode(code), detail: typeof message === 'string' ? message : null };
    } catch (error) {
      log.error('bff.unreachable', { error: errorName(error) });
      return { ok: false, code: 'upstream_unreachable', detail: null };
    }
  }

  return {
    ask: (operator, path, ask) => read(() => send(operator, path, ask, DEADLINE_MS)),
    fetch: (operator, path, ask) =>
      read(
        () => send(operator, path, ask, FILE_DEADLINE_MS),
        async (file) => file,
      ),
    identify: (key, address) =>
      read(() =>
        bff.fetch(`${BFF_ORIGIN}${ADMIN_SESSION_PATH}`, {
          method: 'POST',
          headers: {
            ...traced,
            authorization: `Bearer ${key}`,
            'content-type': 'application/json',
            // The bff's own limits are by the address of who asks.
            ...(address === null ? {} : { 'cf-connecting-ip': address }),
          },
          body: '{}',
          signal: AbortSignal.timeout(DEADLINE_MS),
        }),
      ),
  };
}
