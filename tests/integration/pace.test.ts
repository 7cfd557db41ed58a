import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Stack, startStack } from '../../dev/stack/stack.ts';
import { signChat, somebody } from '../signed-calls.ts';

/** A provider that writes the next piece only when its reader has had the one before: whoever holds one back waits for ever. */
let provider: Server;
let stack: Stack;
let answer = Promise.withResolvers<ServerResponse>();

beforeAll(async () => {
  provider = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    answer.resolve(response);
  });
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
  const { port } = provider.address() as AddressInfo;
  stack = await startStack({
    bundles: inject('bundles'),
    settings: {
      overrides: {},
      openai: { apiKey: 'sk-test-0123456789', baseUrl: `http://127.0.0.1:${port}/v1` },
    },
  });
});

afterAll(async () => {
  await stack.close();
  provider.closeAllConnections();
  provider.close();
});

describe('a streamed answer to a client', () => {
  it('reaches it piece by piece, whatever else the bff does with a copy of it', async () => {
    answer = Promise.withResolvers<ServerResponse>();
    const { url, ...call } = await signChat(stack, somebody(), 'Count.', { stream: true });
    const [response, written] = await Promise.all([fetch(url, call), answer.promise.then(writeFirst)]);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    for (let piece = 0; piece < 40; piece += 1) {
      while (!text.includes(`"${piece} "`))
        text += (await reader?.read())?.value ?? expect.fail('it ended early');
      // A rate is known only after a while.
      await sleep(10);
      write(written, { delta: { content: `${piece + 1} ` }, finish_reason: null });
    }
    write(written, { delta: {}, finish_reason: 'stop' });
    written.end('data: [DONE]\n\n');
    for (let next = await reader?.read(); next?.value !== undefined; next = await reader?.read())
      text += next.value;
    expect(text).toContain('data: [DONE]');
  });
});

function writeFirst(response: ServerResponse): ServerResponse {
  write(response, { delta: { content: '0 ' }, finish_reason: null });
  return response;
}

function write(response: ServerResponse, choice: object): void {
  const chunk = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'm' };
  response.write(`data: ${JSON.stringify({ ...chunk, choices: [{ index: 0, ...choice }] })}\n\n`);
}
