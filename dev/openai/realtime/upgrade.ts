/**
 * `GET /v1/realtime?model=…` as a WebSocket. Faults of the path `/v1/realtime` strike the handshake, those of
 * `/v1/realtime/answer` an answer over it: each is a request of its own in the log.
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { SpeechEngines } from '../../speech/engines.ts';
import { acceptWebSocket } from '../../stand-in/websocket.ts';
import { type ApiError, failureOf } from '../api-error.ts';
import { checkApiKey } from '../authorize.ts';
import type { FaultBoard } from '../fault-board.ts';
import { REALTIME_MODELS } from '../models.ts';
import { pause } from '../pace.ts';
import type { RequestLog } from '../request-log.ts';
import { openConnection, type RealtimeConnection } from './connection.ts';

export const REALTIME_PATH = '/v1/realtime';
export const REALTIME_ANSWER = '/v1/realtime/answer';

export interface UpgradeDeps {
  apiKey: string;
  board: FaultBoard;
  log: RequestLog;
  engines: SpeechEngines;
}

/** A frame, with room around the largest sound. */
const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;
const CLOSED_BY_POLICY = 1_008;

export async function upgradeRealtime(
  request: IncomingMessage,
  socket: Duplex,
  { apiKey, board, log, engines }: UpgradeDeps,
): Promise<void> {
  socket.on('error', () => socket.destroy());
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const model = url.searchParams.get('model');
  const path = url.pathname;
  const faults = board.take(model, undefined, path);
  const record = log.begin({ method: 'GET', path, headers: {}, body: undefined, model }, faults);
  if (faults.refuse !== undefined) {
    log.end(record, 'cut');
    socket.destroy();
    return;
  }
  if (faults.hangBeforeHeaders !== undefined) return;
  await pause(faults.delay?.ms ?? 0, new AbortController().signal);
  const refusal = refusalOf(path, faults.status?.status, checkApiKey(request.headers.authorization, apiKey));
  if (refusal !== null) {
    record.status = refusal.status;
    log.end(record, 'finished');
    socket.end(httpOf(refusal, faults.status?.retryAfterSec));
    return;
  }
  record.status = 101;
  let connection: RealtimeConnection | null = null;
  const server = acceptWebSocket(request, socket, MAX_MESSAGE_BYTES, {
    onText: (text) => connection?.take(text),
    onClose() {
      log.end(record, 'finished');
      connection?.close();
    },
  });
  if (model === null || !REALTIME_MODELS.includes(model)) {
    const message = `The model \`${model}\` does not exist or you do not have access to it.`;
    const error = {
      type: 'invalid_request_error',
      code: 'model_not_found',
      message,
      param: null,
      event_id: null,
    };
    server.send(JSON.stringify({ type: 'error', event_id: 'event_0', error }));
    server.close(CLOSED_BY_POLICY, 'invalid_request_error.model_not_found');
    return;
  }
  connection = openConnection({
    model,
    engines,
    socket: server,
    begin(body) {
      const own = board.take(model, body, REALTIME_ANSWER);
      const answer = log.begin({ method: 'POST', path: REALTIME_ANSWER, headers: {}, body, model }, own);
      answer.status = 200;
      return { faults: own, record: answer, end: (outcome) => log.end(answer, outcome) };
    },
  });
}

function refusalOf(path: string, status: number | undefined, unauthorized: ApiError | null): ApiError | null {
  if (path !== REALTIME_PATH) return failureOf(404);
  return status === undefined ? unauthorized : failureOf(status);
}

function httpOf({ status, body }: ApiError, retryAfterSec: number | undefined): string {
  const text = JSON.stringify(body);
  const retry = retryAfterSec === undefined ? '' : `retry-after: ${retryAfterSec}\r\n`;
  return `HTTP/1.1 ${status} Refused\r\ncontent-type: application/json\r\n${retry}content-length: ${Buffer.byteLength(text)}\r\nconnection: close\r\n\r\n${text}`;
}
