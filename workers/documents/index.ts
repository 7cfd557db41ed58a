/** The documents Worker: reads files and pages, and gives their text to the bff. It has no public route, and trusts the bot alone. */
import { SettingsError } from '../../shared/config/settings.ts';
import { INGEST_PATH } from '../../shared/contract/documents.ts';
import { createErrorBody } from '../../shared/contract/error-body.ts';
import { HEALTH_PATH } from '../../shared/contract/routes.ts';
import { type ErrorCode, errorKind } from '../../shared/errors.ts';
import { readBoundedBody } from '../../shared/http/bounded-body.ts';
import { withSecurityHeaders } from '../../shared/http/security-headers.ts';
import { parseBoundedJson } from '../../shared/json.ts';
import { createLogger, errorName } from '../../shared/observe/log.ts';
import { createRequestVerifier, type RequestVerifier } from '../../shared/signing/verify.ts';
import { type DocumentsConfig, readDocumentsConfig } from './config.ts';
import type { DocumentsEnv } from './env.ts';
import { parseJob } from './reading/job.ts';
import { DocumentReading } from './reading/object.ts';

// The runtime looks for the Durable Object's class here.
export { DocumentReading };

export default {
  fetch: async (request, env) => withSecurityHeaders(await respond(request, env)),
} satisfies ExportedHandler<DocumentsEnv>;

async function respond(request: Request, env: DocumentsEnv): Promise<Response> {
  const log = createLogger({ worker: 'documents' });
  try {
    const { config, verifier } = partsOf(env);
    const { pathname } = new URL(request.url);
    if (pathname === HEALTH_PATH && request.method === 'GET') {
      return Response.json({ status: 'ok', version: config.version });
    }
    if (pathname !== INGEST_PATH) return refuse('not_found');
    if (request.method !== 'POST') return refuse('method_not_allowed');
    return await answerIngest(request, env, verifier);
  } catch (error) {
    if (error instanceof SettingsError) log.error('config.invalid', { problems: error.problems.join('; ') });
    else log.error('request.broken', { error: errorName(error) });
    return refuse('internal');
  }
}

/** A message of Discord's, of which JSON escapes every character. */
const MAX_BODY_BYTES = 200_000;

/** No nonce is spent: a job that is sent twice is carried out once, whoever sends it. */
async function answerIngest(
  request: Request,
  env: DocumentsEnv,
  verifier: RequestVerifier,
): Promise<Response> {
  const log = createLogger({ worker: 'documents' });
  const head = await verifier.verifyHead(request);
  const body = head.ok ? await readBoundedBody(request, MAX_BODY_BYTES) : null;
  if (!head.ok) {
    log.warn('signature.refused', { reason: head.reason });
    return refuse('unauthorized');
  }
  if (body?.kind !== 'read') return refuse('body_too_large');
  const verdict = await head.verifyBody(body.bytes);
  if (!verdict.ok) {
    log.warn('signature.refused', { reason: verdict.reason });
    return refuse('unauthorized');
  }
  const job = parseJob(parseBoundedJson(body.bytes));
  if (job === undefined) return refuse('invalid_request');
  await env.DOCUMENT_READING.getByName(job.document).accept(job);
  log.info('reading.accepted', { document: job.document, source: job.source.kind });
  return Response.json({});
}

function refuse(code: ErrorCode): Response {
  return Response.json(createErrorBody(code), { status: errorKind(code).status });
}

let parts: { env: DocumentsEnv; config: DocumentsConfig; verifier: RequestVerifier } | undefined;

function partsOf(env: DocumentsEnv) {
  if (parts?.env !== env) {
    const config = readDocumentsConfig(env);
    const verifier = createRequestVerifier({ secrets: config.sharedSecrets, accept: 'bot' });
    parts = { env, config, verifier };
  }
  return parts;
}
