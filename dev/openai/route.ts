/** Which answer a request gets: first the faults that come before any, then by its path. */
import { randomBytes } from 'node:crypto';
import { alterBody } from './altered-body.ts';
import { type ApiError, apiError } from './api-error.ts';
import { answerSpeech } from './audio/answer-speech.ts';
import { answerTranscription, type TranscriptionDeps } from './audio/answer-transcription.ts';
import type { Upload } from './audio/upload.ts';
import { sendBody, sendError, sendJsonBody } from './body-answer.ts';
import { answerChat } from './chat-answer.ts';
import { answerEmbeddings } from './embedding/answer.ts';
import type { Exchange } from './exchange.ts';
import { type ForwardTargets, findTarget, forward } from './forward.ts';
import { MODEL_DESCRIPTIONS } from './models.ts';
import { answerModerations } from './moderation/answer.ts';
import { sendRejection } from './rejection.ts';

export interface Incoming {
  contentType: string;
  bytes: Buffer;
  /** Parsed JSON; undefined when it is none. */
  body: unknown;
  /** Null when it is no form. */
  upload: Upload | null;
  /** What is wrong with the request before its content is looked at. */
  refusal: ApiError | null;
}

export interface RouteDeps extends TranscriptionDeps {
  targets: ForwardTargets;
}

export async function answerRequest(incoming: Incoming, exchange: Exchange, deps: RouteDeps): Promise<void> {
  const { faults, record } = exchange;
  if (faults.refuse !== undefined) return exchange.reset();
  if (faults.hangBeforeHeaders !== undefined) return exchange.waitForClient();
  if (faults.hold !== undefined && !(await exchange.waitForFaults())) return;
  if (!(await exchange.wait(faults.delay?.ms ?? 0))) return;
  if (faults.status !== undefined) {
    return sendError(exchange, faults.status.status, faults.status.retryAfterSec);
  }
  if (faults.reject !== undefined) return sendRejection(faults.reject, exchange);
  if (incoming.refusal !== null) return sendJsonBody(exchange, incoming.refusal);
  const target = findTarget(record.method, record.path, deps.targets);
  if (target !== null) return forward(target, incoming, exchange);
  return answerPath(incoming, exchange, deps);
}

function answerPath({ body, upload }: Incoming, exchange: Exchange, deps: RouteDeps): Promise<void> {
  const { method, path } = exchange.record;
  switch (`${method} ${path}`) {
    case 'POST /v1/chat/completions':
      return answerChat(body, exchange);
    case 'POST /v1/embeddings':
      return sendVerdict(exchange, answerEmbeddings(body));
    case 'POST /v1/moderations':
      return sendVerdict(exchange, answerModerations(body, `modr-${randomBytes(8).toString('hex')}`));
    case 'POST /v1/audio/transcriptions':
      return answerTranscription(upload, 'transcribe', exchange, deps);
    case 'POST /v1/audio/translations':
      return answerTranscription(upload, 'translate', exchange, deps);
    case 'POST /v1/audio/speech':
      return answerSpeech(body, exchange, deps);
    case 'GET /v1/models':
      return sendJsonBody(exchange, {
        status: 200,
        body: { object: 'list', data: [...MODEL_DESCRIPTIONS.keys()].map(describeModel) },
      });
    default:
      return answerElsewhere(exchange);
  }
}

function answerElsewhere(exchange: Exchange): Promise<void> {
  const { method, path } = exchange.record;
  const id = /^\/v1\/models\/([^/]+)$/.exec(path)?.[1];
  if (method === 'GET' && id !== undefined && MODEL_DESCRIPTIONS.has(id)) {
    return sendJsonBody(exchange, { status: 200, body: describeModel(id) });
  }
  return sendJsonBody(exchange, apiError(404, 'invalid_request_error', `Invalid URL (${method} ${path})`));
}

function describeModel(id: string): object {
  const description = MODEL_DESCRIPTIONS.get(id);
  return { id, object: 'model', created: 1_700_000_000, owned_by: 'libra-offline-stand-in', description };
}

function sendVerdict(
  exchange: Exchange,
  verdict: { ok: true; body: Record<string, unknown> } | { ok: false; error: ApiError },
): Promise<void> {
  if (!verdict.ok) return sendJsonBody(exchange, verdict.error);
  return sendBody(exchange, { body: JSON.stringify(alterBody(verdict.body, exchange.faults)) });
}
