import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { jsonAnswer } from './json-answer.ts';

it('names who answers with a page, and nothing of an address but its host', async () => {
  const server = createServer((request, response) => {
    response.writeHead(502).end(request.url === '/json' ? '{"a": 1}' : '<html>Bad gateway</html>');
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const ask = async (path: string) => jsonAnswer(await fetch(`http://127.0.0.1:${port}/${path}`));
  expect(await ask('json')).toEqual({ a: 1 });
  await expect(ask('a-secret')).rejects.toThrow(
    `127.0.0.1:${port} answers 502 and no JSON: is that the address of the service, and is it up?`,
  );
});
