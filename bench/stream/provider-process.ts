/**
 * A provider that streams to the millisecond, in a process of its own: OpenAI's wire format, each delta stamped with the
 * moment at which it was written. Tells its parent its port.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  EMBEDDING_DIMENSIONS,
  formatStamp,
  formatWord,
  nowMicros,
  parsePrompt,
  type Script,
} from './protocol.ts';

const HEAD =
  '{"id":"chatcmpl-bench","object":"chat.completion.chunk","created":1700000000,"model":"gpt-4o-mini"';
const ROLE = frame('[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]');
const STOP = frame('[{"index":0,"delta":{},"finish_reason":"stop"}]');

function frame(choices: string, rest = ''): string {
  return `data: ${HEAD},"choices":${choices}${rest}}\n\n`;
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks).toString();
    if (request.url?.includes('/embeddings') === true) return answerVectors(body, response);
    const script = parsePrompt(body) ?? { deltas: 1, gapMs: 0 };
    if (body.includes('"stream":true')) void streamAnswer(script, response);
    else answerWhole(response);
  });
});

async function streamAnswer(
  { deltas, gapMs, content: kind }: Script,
  response: ServerResponse,
): Promise<void> {
  response.socket?.setNoDelay(true);
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  response.write(ROLE);
  const startedAt = performance.now();
  for (let index = 0; index < deltas; index += 1) {
    // Against the start and not the last delta: a late one must not make all that follow late.
    const dueIn = startedAt + index * gapMs - performance.now();
    if (dueIn > 0) await new Promise((resolve) => setTimeout(resolve, dueIn));
    // What is written in one go is sent in one go: a model's first token does not wait for all the others.
    else if (index === 1) await new Promise((resolve) => setImmediate(resolve));
    if (response.destroyed) return;
    const content = kind === 'words' ? formatWord(index) : formatStamp(nowMicros());
    response.write(frame(`[{"index":0,"delta":{"content":"${content}"},"finish_reason":null}]`));
  }
  const usage = `,"usage":{"prompt_tokens":20,"completion_tokens":${deltas},"total_tokens":${deltas + 20}}`;
  response.end(`${STOP}${frame('[]', usage)}data: [DONE]\n\n`);
}

function answerWhole(response: ServerResponse): void {
  const message = { role: 'assistant', content: formatStamp(nowMicros()) };
  const body = {
    id: 'chatcmpl-bench',
    object: 'chat.completion',
    created: 1_700_000_000,
    model: 'gpt-4o-mini',
    choices: [{ index: 0, message, finish_reason: 'stop' }],
    usage: { prompt_tokens: 20, completion_tokens: 3, total_tokens: 23 },
  };
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** What a vector says does not matter here, only how long it is. */
const VECTOR = Float32Array.from({ length: EMBEDDING_DIMENSIONS }, (_, at) => Math.sin(at * 78.233));

function answerVectors(asked: string, response: ServerResponse): void {
  const { input, model } = JSON.parse(asked) as { input: string | string[]; model: string };
  const embedding = Buffer.from(VECTOR.buffer).toString('base64');
  const data = [input].flat().map((_, index) => ({ object: 'embedding', index, embedding }));
  const body = { object: 'list', data, model, usage: { prompt_tokens: 20, total_tokens: 20 } };
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('disconnect', () => process.exit(0));
