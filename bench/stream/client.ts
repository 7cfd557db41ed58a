/** Reads one streamed answer and measures it: when the first token came, how late each frame was, whether any is missing. */
import { Agent, request as httpRequest } from 'node:http';
import { nowMicros, readStamps } from './protocol.ts';

export interface StreamRequest {
  url: string;
  headers: Record<string, string>;
  body: string;
  /** Unix-independent microseconds (see `nowMicros`) from which the first token is waited for. */
  startedAtMicros: number;
}

export interface StreamResult {
  status: number;
  /** Milliseconds from the start to the first frame with content; null when none came. */
  firstTokenMs: number | null;
  /** Of each frame with content, milliseconds between its writing by the provider and its arrival here. */
  delaysMs: number[];
  /** Frames that came out of their order: always a bug. */
  disordered: number;
  done: boolean;
}

/** A connection for every stream, kept and used again as a busy client would. */
let agent = createAgent();

function createAgent(): Agent {
  return new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
}

/** Never rejects: a connection that breaks is a stream without an end. */
export function readStream(stream: StreamRequest): Promise<StreamResult> {
  const result: StreamResult = {
    status: 0,
    firstTokenMs: null,
    delaysMs: [],
    disordered: 0,
    done: false,
  };
  return new Promise((resolve) => {
    const finish = () => resolve(result);
    const request = httpRequest(stream.url, { method: 'POST', headers: stream.headers, agent });
    request.on('error', finish);
    request.on('response', (response) => {
      result.status = response.statusCode ?? 0;
      let rest = '';
      let tail = '';
      let newest = 0;
      response.setEncoding('latin1');
      response.on('data', (text: string) => {
        const now = nowMicros();
        const read = readStamps(rest + text);
        rest = read.rest;
        tail = (tail + text).slice(-20);
        for (const stamp of read.stamps) {
          result.firstTokenMs ??= (now - stream.startedAtMicros) / 1_000;
          result.delaysMs.push((now - stamp) / 1_000);
          if (stamp < newest) result.disordered += 1;
          newest = stamp;
        }
      });
      response.on('end', () => {
        result.done = tail.includes('data: [DONE]');
        finish();
      });
      response.on('error', finish);
      response.on('close', finish);
    });
    request.end(stream.body);
  });
}

/** Between two measurements: a server may be about to close a connection that has been idle for long. */
export function closeConnections(): void {
  agent.destroy();
  agent = createAgent();
}
