/** One POST to the interactions endpoint, with Discord's deadline. */
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { SignedHeaders } from './signing.ts';

/** How long an endpoint has for its first response. */
export interface Deadline {
  ms: number;
  /** Calls `expire` when the time is over, and gives what calls that off. */
  start(expire: () => void): () => void;
}

const DISCORDS_LIMIT_MS = 3_000;

export const DISCORDS_DEADLINE: Deadline = {
  ms: DISCORDS_LIMIT_MS,
  start(expire) {
    const timer = setTimeout(expire, DISCORDS_LIMIT_MS);
    return () => clearTimeout(timer);
  },
};

const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

export type Delivery =
  | { kind: 'answered'; status: number; contentType: string; body: Uint8Array }
  | { kind: 'timeout'; deadlineMs: number }
  | { kind: 'unreachable'; why: string };

/**
 * Never rejects. When the deadline passes, or `signal` aborts, the connection is closed. Each delivery has a connection
 * of its own: a kept one may turn out dead when the Workers have been restarted, and Discord's is not ours to test.
 */
export function deliverInteraction(options: {
  url: string;
  body: string;
  headers: SignedHeaders;
  deadline: Deadline;
  signal: AbortSignal;
}): Promise<Delivery> {
  const { url, body, headers, deadline, signal } = options;
  return new Promise((resolve) => {
    const request = url.startsWith('https:') ? requestHttps : requestHttp;
    const outgoing = request(url, {
      method: 'POST',
      agent: false,
      signal,
      headers: {
        ...headers,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'Discord-Interactions/1.0 (+https://discord.com)',
      },
    });
    const callOff = deadline.start(() => {
      resolve({ kind: 'timeout', deadlineMs: deadline.ms });
      outgoing.destroy();
    });
    const settle = (delivery: Delivery) => {
      callOff();
      resolve(delivery);
    };
    outgoing.on('response', (response) => void readAnswer(response).then(settle));
    outgoing.on('error', (error) => settle({ kind: 'unreachable', why: error.message || error.name }));
    outgoing.end(body);
  });
}

async function readAnswer(response: IncomingMessage): Promise<Delivery> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > MAX_ANSWER_BYTES) return { kind: 'unreachable', why: 'the answer is too large' };
    }
  } catch (error) {
    return { kind: 'unreachable', why: `the answer broke off: ${(error as Error).message}` };
  }
  return {
    kind: 'answered',
    status: response.statusCode ?? 0,
    contentType: response.headers['content-type'] ?? '',
    body: Buffer.concat(chunks),
  };
}
