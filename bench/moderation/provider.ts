/** A model whose first token takes as long as a fast one's, and a judge that answers in 30 ms and finds nothing. */
import type { ServerResponse } from 'node:http';
import { startHttpServer } from '../../dev/stand-in/http-server.ts';
import { CATEGORIES } from '../../shared/moderation/categories.ts';
import { formatStamp, nowMicros, parsePrompt } from '../stream/protocol.ts';

export const FIRST_TOKEN_MS = 150;
export const JUDGE_MS = 30;

export interface BenchProvider {
  url: string;
  /** How many calls of the judge have come. */
  judged(): number;
  close(): Promise<void>;
}

export async function startBenchProvider(): Promise<BenchProvider> {
  let judged = 0;
  const server = await startHttpServer({
    name: 'provider',
    handle(request, response) {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        const isJudge = request.url?.endsWith('/moderations') === true;
        if (isJudge) judged += 1;
        if (isJudge) setTimeout(() => judge(body, response), JUDGE_MS);
        else setTimeout(() => answer(body, response), FIRST_TOKEN_MS);
      });
    },
  });
  return {
    url: `${server.origin}/v1`,
    judged: () => judged,
    close: server.close,
  };
}

function judge(body: string, response: ServerResponse): void {
  const { input } = JSON.parse(body) as { input: unknown[] };
  const result = { flagged: false, categories: byCategory(false), category_scores: byCategory(0) };
  response
    .writeHead(200, { 'content-type': 'application/json' })
    .end(JSON.stringify({ id: 'modr-bench', model: 'bench', results: input.map(() => result) }));
}

function byCategory<Value>(value: Value) {
  return Object.fromEntries(CATEGORIES.map((name) => [name, value]));
}

async function answer(body: string, response: ServerResponse): Promise<void> {
  const { deltas, gapMs } = parsePrompt(body) ?? { deltas: 1, gapMs: 0 };
  response.socket?.setNoDelay(true);
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  for (let index = 0; index < deltas; index += 1) {
    response.write(frame({ content: formatStamp(nowMicros()) }, null));
    await new Promise((resolve) => setTimeout(resolve, gapMs));
  }
  response.end(`${frame({}, 'stop')}data: [DONE]\n\n`);
}

function frame(delta: object, finishReason: string | null): string {
  const choices = [{ index: 0, delta, finish_reason: finishReason }];
  return `data: ${JSON.stringify({ id: 'chatcmpl-bench', object: 'chat.completion.chunk', created: 1, model: 'gpt-4o-mini', choices })}\n\n`;
}
