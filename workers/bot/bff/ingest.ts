/** Has a document read: one signed call of the documents Worker. No failure throws. */
import { DOCUMENTS_ORIGIN, INGEST_PATH, type IngestJob } from '../../../shared/contract/documents.ts';
import { TRACEPARENT_HEADER } from '../../../shared/contract/routes.ts';
import { orAbort } from '../../../shared/time/wait.ts';
import type { BffAccess } from './access.ts';

const TIMEOUT_MS = 10_000;

/** False: it may or may not have been taken; the same job once more does no harm. */
export async function sendToReading(job: IngestJob, { fetch, signer }: BffAccess): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const request = await signer.sign(`${DOCUMENTS_ORIGIN}${INGEST_PATH}`, {
      headers: { [TRACEPARENT_HEADER]: job.traceparent },
      body: JSON.stringify(job),
      signal,
    });
    const response = await orAbort(fetch(request), signal);
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
