/**
 * A stand-in for OpenAI's API: an offline, deterministic model behind the real wire format, with faults that can be
 * switched on. The `openai` package talks to it unmodified.
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseJson } from '../../shared/json.ts';
import { createSpeechEngines, type SpeechEngines } from '../speech/engines.ts';
import { npmPackages } from '../speech/fetch-package.ts';
import { LOOPBACK, startHttpServer } from '../stand-in/http-server.ts';
import { readBody, sendJson } from '../stand-in/read-body.ts';
import { type ApiError, apiError } from './api-error.ts';
import { createKnownRecordings } from './audio/known-recordings.ts';
import { MAX_UPLOAD_BYTES, tooLarge } from './audio/transcription-request.ts';
import { readUpload } from './audio/upload.ts';
import { checkApiKey } from './authorize.ts';
import { answerControl } from './control.ts';
import { createExchange } from './exchange.ts';
import { createFaultBoard } from './fault-board.ts';
import type { OpenAiFaults } from './faults.ts';
import type { ForwardTargets } from './forward.ts';
import { createPace, type PaceName } from './pace.ts';
import { parseFaults } from './parse-faults.ts';
import { upgradeRealtime } from './realtime/upgrade.ts';
import { type ConnectionReport, createRequestLog, type RecordedRequest } from './request-log.ts';
import { answerRequest } from './route.ts';

export interface OpenAiOptions {
  /** 0 or nothing: any free port. */
  port?: number;
  /** The only key that is accepted; made up when there is none. */
  apiKey?: string;
  /** `realistic` by default: a quarter of a second to the first token, then about 40 tokens a second. */
  pace?: PaceName;
  /** Real servers in the place of the stand-in's engines. */
  targets?: ForwardTargets;
  /** By default those that are fetched into `.libra/packages` on first use. */
  engines?: SpeechEngines;
  /** What hears is loaded in the background, where it has been fetched before. */
  warmsUp?: boolean;
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
  /** What is said in the file with this SHA-256, in any language: it is answered without being heard. */
  knowRecording(sha256: string, text: string): void;
  close(): Promise<void>;
}

/** A prompt that fills the largest context, with room to spare. */
const MAX_BODY_BYTES = 20_000_000;

const UPLOAD_PATHS = /^\/v1\/audio\/(?:transcriptions|translations)$/;

/** Rejects when the port is taken. */
export async function startOpenAiStandIn(options: OpenAiOptions = {}): Promise<OpenAiStandIn> {
  const { apiKey = `sk-offline-${randomBytes(16).toString('hex')}` } = options;
  const pace = createPace(options.pace ?? 'realistic');
  const board = createFaultBoard();
  const log = createRequestLog();
  const recordings = createKnownRecordings();
  const engines = options.engines ?? createDefaultEngines();
  if (options.warmsUp === true) void engines.warm();
  const deps = { engines, recordings, targets: options.targets ?? {} };
  const server = await startHttpServer({
    name: 'OpenAI stand-in',
    port: options.port,
    handle,
    upgrade: (request, socket) => void upgradeRealtime(request, socket, { apiKey, board, log, engines }),
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET' } = request;
    const path = new URL(request.url ?? '/', `http://${LOOPBACK}`).pathname;
    const isUpload = UPLOAD_PATHS.test(path);
    const bytes = await readBody(request, isUpload ? MAX_UPLOAD_BYTES : MAX_BODY_BYTES);
    if (path.startsWith('/control/')) {
      const { status, body } = answerControl({ method, path, body: String(bytes) }, board, log, recordings);
      sendJson(response, status, body);
      return;
    }
    if (!path.startsWith('/v1/')) {
      greet(response, server.origin);
      return;
    }
    const { 'content-type': contentType = '', authorization } = request.headers;
    const upload = isUpload && bytes !== null ? await readUpload(bytes, contentType) : null;
    const body = isUpload ? upload?.fields : parseJson(String(bytes));
    const model = readModelName(body);
    const faults = board.take(model, body, path);
    const record = log.begin({ method, path, headers: readHeaders(request), body, model }, faults);
    const exchange = createExchange({
      ...{ response, record, faults, pace, log },
      inForce: board.inForce(),
      headers: createHeaders(),
    });
    const refusal = bytes === null ? refuseLarge(request, isUpload) : checkApiKey(authorization, apiKey);
    await answerRequest(
      { contentType, bytes: bytes ?? Buffer.alloc(0), body, upload, refusal },
      exchange,
      deps,
    );
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
    knowRecording: recordings.add,
    async close() {
      await server.close();
      await engines.close();
    },
  };
}

/** Less than the first word of a transcript is waited for. */
const FETCH_PATIENCE_MS = 8_000;

function createDefaultEngines(): SpeechEngines {
  return createSpeechEngines(npmPackages, { patienceMs: FETCH_PATIENCE_MS });
}

function refuseLarge(request: IncomingMessage, isUpload: boolean): ApiError {
  if (isUpload) return tooLarge(Number(request.headers['content-length'] ?? MAX_UPLOAD_BYTES + 1));
  return apiError(413, 'invalid_request_error', 'The request is too large.');
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

/** Opened in a browser, the address says what this is. */
function greet(response: ServerResponse, origin: string): void {
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(
    `Libra's offline stand-in for the OpenAI API. No real model answers here.\n` +
      `오픈AI API의 오프라인 대역입니다. 실제 모델이 아닙니다.\n` +
      `Embeddings are lexical, moderation is a word list, speech is Moonshine tiny (English) and espeak-ng.\n\n` +
      `API      ${origin}/v1\nControl  ${origin}/control/faults · requests · connections · recordings\n`,
  );
}
