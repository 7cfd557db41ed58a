/** The documents Worker: reads files and pages, and gives their text to the bff. It has no public route, and trusts the bot alone. */
import { VariablesError } from '../../shared/config/variables.ts';
import { INGEST_FORGET_PATH, INGEST_PATH } from '../../shared/contract/documents.ts';
import { HEALTH_PATH } from '../../shared/contract/routes.ts';
import { errorResponse } from '../../shared/http/error-response.ts';
import { withSecurityHeaders } from '../../shared/http/security-headers.ts';
import { parseBoundedJson } from '../../shared/json.ts';
import { createLogger, errorName } from '../../shared/observe/log.ts';
import { readSigned } from '../../shared/signing/read-signed.ts';
import { createRequestVerifier, type RequestVerifier } from '../../shared/signing/verify.ts';
import { type DocumentsConfig, readDocumentsConfig } from './config.ts';
import type { DocumentsEnv } from './env.ts';
import { parseForget, parseJob } from './reading/job.ts';
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
    const answer = ROUTES.get(pathname);
    if (answer === undefined) return errorResponse('not_found');
    if (request.method !== 'POST') return errorResponse('method_not_allowed');
    return await answerSigned(request, verifier, (body) => answer(body, env));
  } catch (error) {
    if (error instanceof VariablesError) log.error('config.invalid', { problems: error.problems.join('; ') });
    else log.error('request.broken', { error: errorName(error) });
    return errorResponse('internal');
  }
}

/** A message of Discord's, of which JSON escapes every character. */
const MAX_BODY_BYTES = 200_000;

type Answer = (body: unknown, env: DocumentsEnv) => Promise<Response>;

const ROUTES: ReadonlyMap<string, Answer> = new Map([
  [INGEST_PATH, beginReading],
  [INGEST_FORGET_PATH, forgetReadings],
]);

/** No nonce is spent: what is sent twice is carried out once. */
async function answerSigned(
  request: Request,
  verifier: RequestVerifier,
  answer: (body: unknown) => Promise<Response>,
): Promise<Response> {
  const log = createLogger({ worker: 'documents' });
  const read = await readSigned(request, { verifier, log, maxBytes: MAX_BODY_BYTES });
  return read.ok ? answer(parseBoundedJson(read.body)) : errorResponse(read.code);
}

async function beginReading(body: unknown, env: DocumentsEnv): Promise<Response> {
  const job = parseJob(body);
  if (job === undefined) return errorResponse('invalid_request');
  await env.DOCUMENT_READING.getByName(job.document).accept(job);
  createLogger({ worker: 'documents' }).info('reading.accepted', {
    document: job.document,
    source: job.source.kind,
  });
  return Response.json({});
}

async function forgetReadings(body: unknown, env: DocumentsEnv): Promise<Response> {
  const ids = parseForget(body);
  if (ids === undefined) return errorResponse('invalid_request');
  await Promise.all(ids.map((id) => env.DOCUMENT_READING.getByName(id).forget()));
  return Response.json({});
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
