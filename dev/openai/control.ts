/**
 * What a person or a test says to the stand-in itself, outside `/v1`. Faults do not strike it.
 *
 *   GET    /control/faults       the faults in force
 *   POST   /control/faults       replaces them: `OpenAiFaults` or a list; `{}` switches all off
 *   GET    /control/requests     `RecordedRequest[]`, oldest first
 *   DELETE /control/requests     forgets those that have ended
 *   GET    /control/connections  `ConnectionReport`
 *   POST   /control/recordings   `{"sha256": …, "text": …}`: what is said in a file that no engine here understands
 */
import { isRecord, parseJson } from '../../shared/json.ts';
import type { KnownRecordings } from './audio/known-recordings.ts';
import type { FaultBoard } from './fault-board.ts';
import { parseFaults } from './parse-faults.ts';
import type { RequestLog } from './request-log.ts';

export function answerControl(
  request: { method: string; path: string; body: string },
  board: FaultBoard,
  log: RequestLog,
  recordings: KnownRecordings,
): { status: number; body: unknown } {
  switch (`${request.method} ${request.path}`) {
    case 'GET /control/faults':
      return { status: 200, body: board.show() };
    case 'POST /control/faults': {
      const parsed = parseFaults(parseJson(request.body));
      if (!parsed.ok) return { status: 400, body: { error: parsed.why } };
      board.set(parsed.faults);
      return { status: 200, body: board.show() };
    }
    case 'GET /control/requests':
      return { status: 200, body: log.all() };
    case 'DELETE /control/requests':
      log.forget();
      return { status: 200, body: [] };
    case 'GET /control/connections':
      return { status: 200, body: log.connections() };
    case 'POST /control/recordings':
      return addRecording(parseJson(request.body), recordings);
    default:
      return {
        status: 404,
        body: {
          error: 'there are /control/faults, /control/requests, /control/connections, /control/recordings',
        },
      };
  }
}

function addRecording(value: unknown, recordings: KnownRecordings): { status: number; body: unknown } {
  const { sha256, text } = isRecord(value) ? value : {};
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/i.test(sha256) || typeof text !== 'string') {
    return {
      status: 400,
      body: { error: 'a recording is {"sha256": 64 hexadecimal digits, "text": a string}' },
    };
  }
  recordings.add(sha256, text);
  return { status: 200, body: { sha256, text } };
}
