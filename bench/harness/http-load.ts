/**
 * A load generator that costs as little as it can, because it shares the machine with what it measures: whole requests
 * are bytes made beforehand, answers are only counted and checked for their status. HTTP/1.1 with kept connections,
 * one request at a time on each.
 */
import { connect, type Socket } from 'node:net';

export interface LoadResult {
  requests: number;
  /** Answers with a status other than 200, or broken connections. */
  failures: number;
  seconds: number;
  /** Of each request, in milliseconds; empty unless asked for. */
  latenciesMs: number[];
}

export interface LoadOptions {
  port: number;
  /** Each a whole HTTP/1.1 request; they are sent in turn. */
  requests: readonly Buffer[];
  connections: number;
  /** Ends after so many milliseconds … */
  forMs?: number;
  /** … or so many requests. */
  count?: number;
  /** Milliseconds between an answer and the next request on the same connection. */
  pauseMs?: number;
  recordLatencies?: boolean;
}

export function createRequest(
  method: 'GET' | 'POST',
  path: string,
  headers: Readonly<Record<string, string>>,
  body = '',
): Buffer {
  const bytes = Buffer.from(body);
  const lines = [
    `${method} ${path} HTTP/1.1`,
    'host: 127.0.0.1',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(method === 'POST' ? [`content-length: ${bytes.length}`] : []),
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), bytes]);
}

export async function applyLoad(options: LoadOptions): Promise<LoadResult> {
  const { port, requests, connections, forMs, count, pauseMs = 0, recordLatencies = false } = options;
  const result: LoadResult = { requests: 0, failures: 0, seconds: 0, latenciesMs: [] };
  let sent = 0;
  const startedAt = performance.now();
  const mayGoOn = () =>
    (count === undefined || sent < count) &&
    (forMs === undefined || performance.now() - startedAt < forMs) &&
    result.failures < 1_000;

  await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = await open(port);
      const exchange = createExchange(socket);
      while (mayGoOn()) {
        const request = requests[sent % requests.length];
        if (request === undefined) break;
        sent += 1;
        const sentAt = performance.now();
        const status = await exchange(request);
        if (recordLatencies) result.latenciesMs.push(performance.now() - sentAt);
        result.requests += 1;
        if (status !== 200) result.failures += 1;
        if (status === 0) break;
        if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
      socket.destroy();
    }),
  );
  result.seconds = (performance.now() - startedAt) / 1000;
  return result;
}

/** The status and body of one request on a connection of its own. */
export async function exchangeOnce(port: number, request: Buffer): Promise<{ status: number; body: string }> {
  const socket = await open(port);
  const chunks: Buffer[] = [];
  socket.on('data', (bytes: Buffer) => chunks.push(bytes));
  const status = await createExchange(socket)(request);
  socket.destroy();
  const text = Buffer.concat(chunks).toString();
  return { status, body: text.slice(text.indexOf('\r\n\r\n') + 4) };
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    socket.once('connect', () => resolve(socket));
    socket.once('error', reject);
  });
}

/** Sends a request and resolves with the status when its answer is whole; with 0 when the connection broke. */
function createExchange(socket: Socket): (request: Buffer) => Promise<number> {
  let buffered = Buffer.alloc(0);
  let finish: ((status: number) => void) | undefined;
  socket.on('data', (bytes: Buffer) => {
    buffered = buffered.length === 0 ? bytes : Buffer.concat([buffered, bytes]);
    const answer = readAnswer(buffered);
    if (answer === undefined) return;
    buffered = buffered.subarray(answer.length);
    finish?.(answer.status);
  });
  const fail = () => finish?.(0);
  socket.on('error', fail);
  socket.on('close', fail);
  return (request) =>
    new Promise((resolve) => {
      if (socket.destroyed) return resolve(0);
      finish = resolve;
      socket.write(request);
    });
}

const HEAD_END = Buffer.from('\r\n\r\n');
const CHUNKED_END = Buffer.from('0\r\n\r\n');

/** Undefined until the answer is whole. */
export function readAnswer(bytes: Buffer): { status: number; length: number } | undefined {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd < 0) return undefined;
  const head = bytes.toString('latin1', 0, headEnd).toLowerCase();
  const status = Number(head.slice(9, 12));
  const bodyStart = headEnd + HEAD_END.length;
  const declared = /\r\ncontent-length: (\d+)/.exec(head)?.[1];
  if (declared !== undefined) {
    const length = bodyStart + Number(declared);
    return bytes.length >= length ? { status, length } : undefined;
  }
  if (!head.includes('\r\ntransfer-encoding: chunked')) return { status, length: bodyStart };
  const end = bytes.indexOf(CHUNKED_END, bodyStart);
  return end < 0 ? undefined : { status, length: end + CHUNKED_END.length };
}
