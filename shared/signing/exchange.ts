/** One signed, traced call of another Worker that waits for its whole answer, within a deadline of its own. */
import { TRACEPARENT_HEADER } from '../contract/routes.ts';
import { orAbort } from '../time/wait.ts';
import type { RequestSigner } from './sign.ts';

export interface ExchangeDeps {
  fetch(request: Request): Promise<Response>;
  signer: RequestSigner;
  traceparent: string;
}

/** `body`: as parsed from JSON; null when it was empty. */
export interface Exchanged {
  isOk: boolean;
  body: unknown;
}

/** Null: no answer came in time, or one that is not JSON. Never rejects. */
export async function exchange(
  url: string,
  body: object,
  timeoutMs: number,
  { fetch, signer, traceparent }: ExchangeDeps,
): Promise<Exchanged | null> {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const request = await signer.sign(url, {
      headers: { [TRACEPARENT_HEADER]: traceparent },
      body: JSON.stringify(body),
      signal,
    });
    const response = await orAbort(fetch(request), signal);
    const text = await orAbort(response.text(), signal);
    return { isOk: response.ok, body: text === '' ? null : JSON.parse(text) };
  } catch {
    return null;
  }
}
