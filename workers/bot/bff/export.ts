/** Fetches everything that is stored about a person: one JSON document, handed on as it is. */
import type { Caller } from '../../../shared/contract/caller.ts';
import { type Failure, readRefusal } from '../../../shared/contract/failure.ts';
import { PRIVACY_EXPORT_PATH, type PrivacyRequest } from '../../../shared/contract/privacy.ts';
import { BFF_ORIGIN, TRACEPARENT_HEADER } from '../../../shared/contract/routes.ts';
import { createTimeout } from '../../../shared/time/timeout.ts';
import type { BffAccess } from './access.ts';

const EXPORT_TIMEOUT_MS = 30_000;

export type ExportReply =
  | { kind: 'whole'; json: string }
  /** More bytes than asked for; the rest was not read. */
  | { kind: 'too_large' }
  | { kind: 'failed'; failure: Failure };

/** Never rejects. */
export async function fetchExport(
  request: { caller: Caller; traceparent: string; maxBytes: number },
  bff: BffAccess,
): Promise<ExportReply> {
  const timeout = createTimeout(EXPORT_TIMEOUT_MS);
  try {
    const response = await bff.fetch(
      await bff.signer.sign(`${BFF_ORIGIN}${PRIVACY_EXPORT_PATH}`, {
        headers: { [TRACEPARENT_HEADER]: request.traceparent },
        body: JSON.stringify({ libra: { caller: request.caller } } satisfies PrivacyRequest),
        signal: timeout.signal,
      }),
    );
    if (!response.ok || response.body === null) {
      return { kind: 'failed', failure: readRefusal(await response.json().catch(() => null)) };
    }
    let json = '';
    let bytes = 0;
    const decoder = new TextDecoder();
    for await (const chunk of response.body) {
      bytes += chunk.byteLength;
      if (bytes > request.maxBytes) return { kind: 'too_large' };
      json += decoder.decode(chunk, { stream: true });
    }
    return { kind: 'whole', json: json + decoder.decode() };
  } catch {
    return { kind: 'failed', failure: { code: 'upstream_unreachable' } };
  } finally {
    timeout.end();
  }
}
