import { createServer, type Server } from 'node:net';
import { afterAll, expect, inject, it, vi } from 'vitest';
import { findFreePort } from '../../dev/stand-in/free-port.ts';
import { startTestStack } from '../use-stack.ts';

/** A port that was free is taken by somebody else before the Workers are ready. */
vi.mock('../../dev/stand-in/free-port.ts', { spy: true });

let somebodyElse: Server | undefined;
afterAll(() => void somebodyElse?.close());

it('starts on other ports when the ones it found are taken in between', async () => {
  const taken = await findFreePort();
  const server = createServer();
  somebodyElse = server;
  await new Promise<void>((resolve) => server.listen(taken, '127.0.0.1', resolve));
  vi.mocked(findFreePort).mockResolvedValueOnce(taken);
  const stack = await startTestStack({ bundles: inject('bundles'), redis: 'valkey' });
  try {
    expect((await fetch(`${stack.urls.bff}/health`)).status).toBe(200);
    expect(stack.urls.bot).not.toContain(String(taken));
    expect(vi.mocked(findFreePort).mock.calls.length).toBeGreaterThanOrEqual(5);
  } finally {
    await stack.close();
  }
});
