/**
 * A loopback port for a program that has to be told its port before it starts.
 *
 * A port that the system chooses would come from where it also takes the ports of outgoing connections, and one of those may
 * have taken it by the time that the program is ready. So it is looked for just under that range (which begins at 32768 on
 * Linux, at 49152 elsewhere), at random, so that two who look at once hardly ever find the same.
 */
import { createServer } from 'node:net';

const FIRST_PORT = 28_000;
const END_PORT = 32_768;

export async function findFreePort(): Promise<number> {
  for (;;) {
    const port = FIRST_PORT + Math.floor(Math.random() * (END_PORT - FIRST_PORT));
    if (await isPortFree(port)) return port;
  }
}

/** True when nothing on this machine listens on it now. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
