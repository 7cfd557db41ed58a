/**
 * A loopback port for a program that has to be told its port before it starts.
 *
 * A port that the system chooses would come from where it also takes the ports of outgoing connections, and one of those may
 * have taken it by the time that the program is ready. So it is looked for just under that range (which begins at 32768 on
 * Linux, at 49152 elsewhere): one after the other, so that nobody in this process gets the same twice, from a random one on,
 * so that two processes hardly ever look at the same.
 */
import { createServer } from 'node:net';

const FIRST_PORT = 28_000;
const END_PORT = 32_768;
const COUNT = END_PORT - FIRST_PORT;

let next = Math.floor(Math.random() * COUNT);

export async function findFreePort(): Promise<number> {
  for (;;) {
    const port = FIRST_PORT + (next % COUNT);
    next += 1;
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
