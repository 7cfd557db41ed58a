/** The documents Worker: reads files and pages, and gives their text to the bff. It has no public route, and trusts the bot alone. */
import { INGEST_FORGET_PATH, INGEST_PATH } from '../../shared/contract/documents.ts';
import { HEALTH_PATH } from '../../shared/contract/routes.ts';
import { errorResponse } from '../../shared/http/error-response.ts';
import { withSecurityHeaders } from '../../shared/http/security-headers.ts';
import { createUploadGate, type UploadGate } from '../../shared/http/upload-gate.ts';
import { parseBoundedJson } from '../../shared/json.ts';
import { logCrash } from '../../shared/observe/crash.ts';
import { createLogger, type Logger } from '../../shared/observe/log.ts';
import { logUnread, readSigned } from '../../shared/signing/read-signed.ts';
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
    const { config, ...access } = partsOf(env);
    const { pathname } = new URL(request.url);
    if (pathname === HEALTH_PATH && request.method === 'GET') {
      return Response.json({ status: 'ok', version: config.version });
    }
    const answer = ROUTES.get(pathname);
    if (answer === undefined) return errorResponse('not_found');
    if (request.method !== 'POST') return errorResponse('method_not_allowed');
    return await answerSigned(request, { ...access, log }, (body) => answer(body, env));
  } catch (error) {
    logCrash(log, error);
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
  { log, ...access }: Access & { log: Logger },
  answer: (body: unknown) => Promise<Response>,
): Promise<Response> {
  const read = await readSigned(request, { maxBytes: MAX_BODY_BYTES }, access);
  if (read.ok) return answer(parseBoundedJson(read.body));
  logUnread(log, read);
  return errorResponse(read.code);
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

interface Access {
  verifier: RequestVerifier;
  uploads: UploadGate;
}

interface Parts extends Access {
  config: DocumentsConfig;
}

let made: { env: DocumentsEnv; parts: Parts } | undefined;

function partsOf(env: DocumentsEnv): Parts {
  if (made?.env !== env) {
    const config = readDocumentsConfig(env);
    const verifier = createRequestVerifier({ secrets: config.sharedSecrets, accept: 'bot' });
    made = { env, parts: { config, verifier, uploads: createUploadGate() } };
  }
  return made.parts;
}
