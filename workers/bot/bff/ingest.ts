/** Signed calls of the documents Worker. No failure throws. */
import {
  DOCUMENTS_ORIGIN,
  type ForgetReadings,
  INGEST_FORGET_PATH,
  INGEST_PATH,
  type IngestJob,
} from '../../../shared/contract/documents.ts';
import { TRACEPARENT_HEADER } from '../../../shared/contract/routes.ts';
import { orAbort } from '../../../shared/time/wait.ts';
import type { BffAccess } from './access.ts';

const TIMEOUT_MS = 10_000;

/** False: it may or may not have been taken; the same job once more does no harm. */
export function sendToReading(job: IngestJob, access: BffAccess): Promise<boolean> {
  return send(access, { path: INGEST_PATH, body: job, traceparent: job.traceparent, timeoutMs: TIMEOUT_MS });
}

/** Within Discord's three seconds, after the bff. False: what is kept goes when its next step finds the document gone. */
const FORGET_TIMEOUT_MS = 600;

export async function forgetReadings(
  documents: readonly string[],
  access: BffAccess,
  traceparent: string,
): Promise<boolean> {
  if (documents.length === 0) return true;
  const body: ForgetReadings = { documents: [...documents] };
  return send(access, { path: INGEST_FORGET_PATH, body, traceparent, timeoutMs: FORGET_TIMEOUT_MS });
}

async function send(
  { fetch, signer }: BffAccess,
  call: { path: string; body: object; traceparent: string; timeoutMs: number },
): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(call.timeoutMs);
    const request = await signer.sign(`${DOCUMENTS_ORIGIN}${call.path}`, {
      headers: { [TRACEPARENT_HEADER]: call.traceparent },
      body: JSON.stringify(call.body),
      signal,
    });
    const response = await orAbort(fetch(request), signal);
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
