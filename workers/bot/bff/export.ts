/** Fetches everything that is stored about a person: one JSON document, handed on as it is. */
import type { Caller } from '../../../shared/contract/caller.ts';
import { PRIVACY_EXPORT_PATH, type PrivacyRequest } from '../../../shared/contract/privacy.ts';
import { BFF_ORIGIN, TRACEPARENT_HEADER } from '../../../shared/contract/routes.ts';
import type { RequestSigner } from '../../../shared/signing/sign.ts';
import { createTimeout } from '../../../shared/time/timeout.ts';
import { type BffFailure, toFailure } from './failure.ts';

const EXPORT_TIMEOUT_MS = 30_000;

/** Never rejects. `too_large`: more than `maxBytes`; the rest is not read. */
export async function fetchExport(
  request: { caller: Caller; traceparent: string; maxBytes: number },
  bff: { fetch: (request: Request) => Promise<Response>; signer: RequestSigner },
): Promise<{ ok: true; json: string } | { ok: false; code: 'too_large' } | BffFailure> {
  const timeout = createTimeout(EXPORT_TIMEOUT_MS);
  try {
    const response = await bff.fetch(
      await bff.signer.sign(`${BFF_ORIGIN}${PRIVACY_EXPORT_PATH}`, {
        headers: { [TRACEPARENT_HEADER]: request.traceparent },
        body: JSON.stringify({ libra: { caller: request.caller } } satisfies PrivacyRequest),
        signal: timeout.signal,
      }),
    );
    if (!response.ok || response.body === null) return toFailure(await response.json().catch(() => null));
    let json = '';
    let bytes = 0;
    const decoder = new TextDecoder();
    for await (const chunk of response.body) {
      bytes += chunk.byteLength;
      if (bytes > request.maxBytes) return { ok: false, code: 'too_large' };
      json += decoder.decode(chunk, { stream: true });
    }
    return { ok: true, json: json + decoder.decode() };
  } catch {
    return { ok: false, code: 'upstream_unreachable' };
  } finally {
    timeout.end();
  }
}
