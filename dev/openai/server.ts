/**
 * A stand-in for OpenAI's API: an offline, deterministic model behind the real wire format, with faults that can be
 * switched on. The `openai` package talks to it unmodified.
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { LOOPBACK, startHttpServer } from '../stand-in/http-server.ts';
import { parseJson, readBody, sendJson } from '../stand-in/read-body.ts';
import { alterBody } from './altered-body.ts';
import { type ApiError, apiError } from './api-error.ts';
import { checkApiKey } from './authorize.ts';
import { sendBody, sendError, sendJsonBody } from './body-answer.ts';
import { answerChat } from './chat-answer.ts';
import { answerControl } from './control.ts';
import { answerEmbeddings } from './embedding/answer.ts';
import { createExchange, type Exchange } from './exchange.ts';
import { createFaultBoard } from './fault-board.ts';
import type { OpenAiFaults } from './faults.ts';
import { MODEL_DESCRIPTIONS } from './models.ts';
import { answerModerations } from './moderation/answer.ts';
import { createPace, type PaceName } from './pace.ts';
import { parseFaults } from './parse-faults.ts';
import { sendRejection } from './rejection.ts';
import { type ConnectionReport, createRequestLog, type RecordedRequest } from './request-log.ts';

export interface OpenAiOptions {
  /** 0 or nothing: any free port. */
  port?: number;
  /** The only key that is accepted; made up when there is none. */
  apiKey?: string;
  /** `realistic` by default: a quarter of a second to the first token, then about 40 tokens a second. */
  pace?: PaceName;
}

export interface OpenAiStandIn {
  /** For `OPENAI_BASE_URL`: `http://127.0.0.1:PORT/v1`. */
  url: string;
  /** `http://127.0.0.1:PORT/control`; see control.ts. */
  controlUrl: string;
  apiKey: string;
  /** Requests under `/v1`, oldest first; the last thousand. */
  requests(): readonly RecordedRequest[];
  connections(): ConnectionReport;
  forgetRequests(): void;
  /**
   * Replaces the faults in force; `{}` switches all off. In a list, different models can fail differently.
   * Throws when a fault is malformed.
   */
  setFaults(faults: OpenAiFaults | readonly OpenAiFaults[]): void;
  close(): Promise<void>;
}

/** A prompt that fills the largest context, with room to spare. */
const MAX_BODY_BYTES = 20_000_000;

/** Rejects when the port is taken. */
export async function startOpenAiStandIn(options: OpenAiOptions = {}): Promise<OpenAiStandIn> {
  const { apiKey = `sk-offline-${randomBytes(16).toString('hex')}` } = options;
  const pace = createPace(options.pace ?? 'realistic');
  const board = createFaultBoard();
  const log = createRequestLog();
  const server = await startHttpServer({ name: 'OpenAI stand-in', port: options.port, handle });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET' } = request;
    const path = new URL(request.url ?? '/', `http://${LOOPBACK}`).pathname;
    const bytes = await readBody(request, MAX_BODY_BYTES);
    if (path.startsWith('/control/')) {
      const { status, body } = answerControl({ method, path, body: String(bytes) }, board, log);
      sendJson(response, status, body);
      return;
    }
    if (!path.startsWith('/v1/')) {
      greet(response, server.origin);
      return;
    }
    const body = parseJson(String(bytes));
    const model = readModelName(body);
    const faults = board.take(model, body, path);
    const record = log.begin({ method, path, headers: readHeaders(request), body, model }, faults);
    const exchange = createExchange({ response, record, faults, pace, log, headers: createHeaders() });
    const tooLarge =
      bytes === null ? apiError(413, 'invalid_request_error', 'The request is too large.') : null;
    await answer(exchange, tooLarge ?? checkApiKey(request.headers.authorization, apiKey), body);
  }

  return {
    url: `${server.origin}/v1`,
    controlUrl: `${server.origin}/control`,
    apiKey,
    requests: log.all,
    connections: log.connections,
    forgetRequests: log.forget,
    setFaults(faults) {
      const parsed = parseFaults(faults);
      if (!parsed.ok) throw new TypeError(parsed.why);
      board.set(parsed.faults);
    },
    close: server.close,
  };
}

async function answer(exchange: Exchange, refusal: ApiError | null, body: unknown): Promise<void> {
  const { faults, record } = exchange;
  if (faults.refuse !== undefined) return exchange.reset();
  if (faults.hangBeforeHeaders !== undefined) return exchange.waitForClient();
  if (!(await exchange.wait(faults.delay?.ms ?? 0))) return;
  if (faults.status !== undefined) {
    return sendError(exchange, faults.status.status, faults.status.retryAfterSec);
  }
  if (faults.reject !== undefined) return sendRejection(faults.reject, exchange);
  if (refusal !== null) return sendJsonBody(exchange, refusal);
  switch (`${record.method} ${record.path}`) {
    case 'POST /v1/chat/completions':
      return answerChat(body, exchange);
    case 'POST /v1/embeddings':
      return sendVerdict(exchange, answerEmbeddings(body));
    case 'POST /v1/moderations':
      return sendVerdict(exchange, answerModerations(body, `modr-${randomBytes(8).toString('hex')}`));
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

function createHeaders(): Record<string, string> {
  return {
    'x-request-id': `req_${randomBytes(16).toString('hex')}`,
    'openai-version': '2020-10-01',
    'openai-organization': 'libra-offline-stand-in',
    'x-ratelimit-limit-requests': '10000',
    'x-ratelimit-remaining-requests': '9999',
    'x-ratelimit-reset-requests': '6ms',
    'x-ratelimit-limit-tokens': '2000000',
    'x-ratelimit-remaining-tokens': '1999000',
    'x-ratelimit-reset-tokens': '30ms',
  };
}

function readHeaders(request: IncomingMessage): Record<string, string> {
  const { authorization: _key, ...rest } = request.headers;
  return Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)]));
}

function readModelName(body: unknown): string | null {
  const isObject = typeof body === 'object' && body !== null && 'model' in body;
  return isObject && typeof body.model === 'string' ? body.model : null;
}

/** Whoever opens the address in a browser learns what this is. */
function greet(response: ServerResponse, origin: string): void {
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(
    `Libra's offline stand-in for the OpenAI API. No real model answers here.\n` +
      `오픈AI API의 오프라인 대역입니다. 실제 모델이 아닙니다.\n\n` +
      `API      ${origin}/v1\nControl  ${origin}/control/faults · requests · connections\n`,
  );
}
