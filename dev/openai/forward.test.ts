import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startOpenAiStandIn } from './server.ts';

describe('a real server behind', () => {
  let server: Server;
  let seen: { url: string | undefined; type: string | undefined; key: string | undefined; body: string }[];

  beforeAll(async () => {
    server = createServer((request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        const { 'content-type': type, authorization: key } = request.headers;
        seen.push({ url: request.url, type, key, body: String(Buffer.concat(pieces)) });
        response.writeHead(201, { 'content-type': 'text/x-own', 'retry-after': '3' }).end('its own answer');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it('gets the request as it came, without the key, and its answer comes back', async () => {
    seen = [];
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/`;
    const other = await startOpenAiStandIn({
      pace: 'instant',
      targets: { WHISPER_BASE_URL: url, EMBEDDINGS_BASE_URL: url, TTS_BASE_URL: 'http://127.0.0.1:1/v1' },
    });
    const post = (path: string, body: string) =>
      fetch(`${other.url}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${other.apiKey}`, 'content-type': 'text/x-any' },
        body,
      });
    for (const path of ['/audio/transcriptions', '/embeddings']) {
      const answer = await post(path, 'anything');
      expect([answer.status, answer.headers.get('content-type'), answer.headers.get('retry-after')]).toEqual([
        201,
        'text/x-own',
        '3',
      ]);
      expect(await answer.text()).toBe('its own answer');
    }
    expect(seen).toEqual(
      ['/v1/audio/transcriptions', '/v1/embeddings'].map((path) => ({
        url: path,
        type: 'text/x-any',
        key: undefined,
        body: 'anything',
      })),
    );
    const unreachable = await post('/audio/speech', '{}');
    expect(unreachable.status).toBe(502);
    expect(await unreachable.text()).toContain('TTS_BASE_URL cannot be reached');
    other.setFaults({ status: { status: 500 } });
    expect((await post('/embeddings', '{}')).status).toBe(500);
    await other.close();
  });
});
