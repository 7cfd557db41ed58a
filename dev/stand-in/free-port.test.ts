import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { findFreePort, isPortFree } from './free-port.ts';

it('is free, nobody else’s, and none that the system gives to an outgoing connection', async () => {
  const ports = await Promise.all(Array.from({ length: 100 }, findFreePort));
  expect(new Set(ports).size).toBe(100);
  expect(Math.max(...ports)).toBeLessThan(32_768);
  for (const port of ports) expect(await isPortFree(port)).toBe(true);
});

it('is not free while somebody listens on it', async () => {
  const port = await findFreePort();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  expect(await isPortFree(port)).toBe(false);
  await new Promise((resolve) => server.close(resolve));
});
