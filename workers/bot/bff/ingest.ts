/** Signed calls of the documents Worker. No failure throws. */
import {
  DOCUMENTS_ORIGIN,
  type ForgetReadings,
  INGEST_FORGET_PATH,
  INGEST_PATH,
  type IngestJob,
} from '../../../shared/contract/documents.ts';
import { exchange } from '../../../shared/signing/exchange.ts';
import type { BffAccess } from './access.ts';

const TIMEOUT_MS = 10_000;

/** False: it may or may not have been taken; the same job once more does no harm. */
export async function sendToReading(job: IngestJob, access: BffAccess): Promise<boolean> {
  const { traceparent } = job;
  const answer = await exchange(`${DOCUMENTS_ORIGIN}${INGEST_PATH}`, job, TIMEOUT_MS, {
    ...access,
    traceparent,
  });
  return answer?.isOk === true;
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
  const url = `${DOCUMENTS_ORIGIN}${INGEST_FORGET_PATH}`;
  const answer = await exchange(url, body, FORGET_TIMEOUT_MS, { ...access, traceparent });
  return answer?.isOk === true;
}
