import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { findFreePort } from '../stand-in/free-port.ts';
import { assertPortsFree, choosePorts } from './ports.ts';

describe('ports', () => {
  it('gives each part its own port, in a fixed order', () => {
    expect(choosePorts(9000)).toEqual({
      discord: 9000,
      bot: 9001,
      bff: 9002,
      openai: 9003,
      upstash: 9004,
      neon: 9005,
      search: 9006,
      mcp: 9007,
      voice: 9008,
      console: 9009,
    });
    expect(new Set(Object.values(choosePorts(0)))).toEqual(new Set([0]));
  });

  it('names every port that is taken, and the way out', async () => {
    const port = await findFreePort();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const ports = { ...choosePorts(0), bot: port };
    await expect(assertPortsFree(ports, ['discord', 'bot'])).rejects.toThrow(`${port} (bot)`);
    await expect(assertPortsFree(ports, ['discord', 'bot'])).rejects.toThrow('--port');
    await expect(assertPortsFree(ports, ['discord', 'bff'])).resolves.toBeUndefined();
    await new Promise((resolve) => server.close(resolve));
  });
});
