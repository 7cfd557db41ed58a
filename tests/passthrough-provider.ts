/** A model provider for calls that are no chat, which behaves as OpenAI documents; each test scripts what it answers. */
import type { ServerResponse } from 'node:http';
import { startHttpServer } from '../dev/stand-in/http-server.ts';

export interface SeenCall {
  path: string;
  contentType: string;
  /** As its sender has declared it. */
  contentLength: string | undefined;
  body: Buffer;
}

export type Answerer = (call: SeenCall, response: ServerResponse) => void | Promise<void>;

export interface PassthroughProviderServer {
  url: string;
  seen: SeenCall[];
  /** What it answers from now on. */
  answer(answerer: Answerer): void;
  close(): Promise<void>;
}

export async function startPassthroughProvider(): Promise<PassthroughProviderServer> {
  const seen: SeenCall[] = [];
  let answerer: Answerer = (_call, response) => sendJson(response, 500, { error: { message: 'no script' } });
  const server = await startHttpServer({
    name: 'provider',
    async handle(request, response) {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const call = {
        path: request.url ?? '',
        contentType: request.headers['content-type'] ?? '',
        contentLength: request.headers['content-length'],
        body: Buffer.concat(chunks),
      };
      seen.push(call);
      await answerer(call, response);
    },
  });
  return {
    url: `${server.origin}/v1`,
    seen,
    answer(next) {
      answerer = next;
    },
    close: server.close,
  };
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

export function sendEvents(response: ServerResponse, events: readonly { type: string }[]): void {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  for (const event of events) response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  response.end();
}
