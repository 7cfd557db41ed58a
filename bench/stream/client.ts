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

/** How a streamed answer ended. */
export interface StreamEnd {
  status: number;
  done: boolean;
  /** Milliseconds from the start to the end of the body. */
  wholeMs: number;
}

export interface StreamResult extends StreamEnd {
  /** Milliseconds from the start to the first frame with content; null when none came. */
  firstTokenMs: number | null;
  /** Of each frame with content, milliseconds between its writing by the provider and its arrival here. */
  delaysMs: number[];
  /** Frames that came out of their order: always a bug. */
  disordered: number;
}

/** A connection for every stream, kept and used again as a busy client would. */
let agent = createAgent();

function createAgent(): Agent {
  return new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
}

/** Reads an answer of stamps. Never rejects: a connection that breaks is a stream without an end. */
export async function readStream(stream: StreamRequest): Promise<StreamResult> {
  const delaysMs: number[] = [];
  let firstTokenMs: number | null = null;
  let disordered = 0;
  let rest = '';
  let newest = 0;
  const end = await exchange(stream, (text) => {
    const now = nowMicros();
    const read = readStamps(rest + text);
    rest = read.rest;
    for (const stamp of read.stamps) {
      firstTokenMs ??= (now - stream.startedAtMicros) / 1_000;
      delaysMs.push((now - stamp) / 1_000);
      if (stamp < newest) disordered += 1;
      newest = stamp;
    }
  });
  return { ...end, firstTokenMs, delaysMs, disordered };
}

/** Reads the whole body of an answer. Never rejects. */
export async function readText(stream: StreamRequest): Promise<StreamEnd & { text: string }> {
  const parts: string[] = [];
  const end = await exchange(stream, (text) => parts.push(text));
  return { ...end, text: parts.join('') };
}

function exchange(stream: StreamRequest, onText: (text: string) => void): Promise<StreamEnd> {
  return new Promise((resolve) => {
    let status = 0;
    let tail = '';
    const settle = (done: boolean) =>
      resolve({ status, done, wholeMs: (nowMicros() - stream.startedAtMicros) / 1_000 });
    const breakOff = () => settle(false);
    const request = httpRequest(stream.url, { method: 'POST', headers: stream.headers, agent });
    request.on('error', breakOff);
    request.on('response', (response) => {
      status = response.statusCode ?? 0;
      response.setEncoding('latin1');
      response.on('data', (text: string) => {
        tail = (tail + text).slice(-20);
        onText(text);
      });
      response.on('end', () => settle(tail.includes('data: [DONE]')));
      response.on('error', breakOff);
      response.on('close', breakOff);
    });
    request.end(stream.body);
  });
}

/** Between two measurements: a server may be about to close a connection that has been idle for long. */
export function closeConnections(): void {
  agent.destroy();
  agent = createAgent();
}
