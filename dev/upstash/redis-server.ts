/** A real `redis-server` as a child process on a unix socket: no port to collide with, nobody else can reach it. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTemporaryFolder } from '../stand-in/temporary-folder.ts';
import type { RedisBackend } from './redis-backend.ts';
import { createRedisClient, RedisUnreachableError } from './redis-client.ts';

const START_TIMEOUT_MS = 10_000;
const RUN_DIR_PREFIX = 'libra-redis-';
const STOP_TIMEOUT_MS = 5_000;
/** In the data folder: where the server that uses it listens, so that one that outlived its stack can be found. */
const SOCKET_NOTE = 'redis-socket.txt';

export interface InstalledRedis {
  version: string;
}

/** Null when there is none, or on Windows, where unix sockets and the server itself are another matter. */
export function findRedisServer(): Promise<InstalledRedis | null> {
  if (process.platform === 'win32') return Promise.resolve(null);
  return new Promise((resolve) => {
    execFile('redis-server', ['--version'], (error, stdout) => {
      const version = /v=(\S+)/.exec(stdout)?.[1];
      resolve(error === null && version !== undefined ? { version } : null);
    });
  });
}

export async function startRedisServer(
  installed: InstalledRedis,
  dataDir: string | undefined,
): Promise<RedisBackend> {
  // Under the temporary folder, because a socket's path may have only about 100 bytes.
  const runDir = createTemporaryFolder(RUN_DIR_PREFIX);
  const socketPath = join(runDir.path, 'redis.sock');
  if (dataDir !== undefined) {
    await endAbandonedServer(join(dataDir, SOCKET_NOTE));
    await writeFile(join(dataDir, SOCKET_NOTE), socketPath);
  }
  const settings: Record<string, string> = {
    port: '0',
    unixsocket: socketPath,
    unixsocketperm: '700',
    dir: dataDir ?? runDir.path,
    save: '',
    appendonly: dataDir === undefined ? 'no' : 'yes',
    appendfsync: 'everysec',
  };
  const server = spawn(
    'redis-server',
    Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]),
    // A group of its own: Ctrl-C in the terminal is for the stack, which ends this server when it needs it no more.
    { stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  const log = keepTail(server);
  const killOnExit = (): void => {
    server.kill('SIGTERM');
  };
  process.once('exit', killOnExit);
  const cleanUp = async (): Promise<void> => {
    process.off('exit', killOnExit);
    await endProcess(server);
    runDir.remove();
    if (dataDir !== undefined) await rm(join(dataDir, SOCKET_NOTE), { force: true });
  };
  try {
    await waitUntilReady(server, socketPath);
  } catch (error) {
    await cleanUp();
    throw new Error(`redis-server does not start: ${String(error)}\n${log()}`, { cause: error });
  }
  return {
    label: `redis-server ${installed.version}`,
    address: { endpoint: { path: socketPath } },
    cli: `redis-cli -s ${socketPath}`,
    stop: cleanUp,
  };
}

/** The caller holds the folder's lock, so a server that still answers there has lost its stack (killed, not stopped). */
async function endAbandonedServer(note: string): Promise<void> {
  const path = await readFile(note, 'utf8').catch(() => null);
  if (path === null) return;
  const client = createRedisClient({ endpoint: { path } });
  // A server that shuts down closes the connection rather than answers: that failure is the success.
  await client.send([['SHUTDOWN']]).catch(() => {});
  client.close();
  const runDir = dirname(path);
  if (basename(runDir).startsWith(RUN_DIR_PREFIX)) await rm(runDir, { recursive: true, force: true });
}

async function waitUntilReady(server: ChildProcess, path: string): Promise<void> {
  let ended: string | null = null;
  server.once('error', (error) => {
    ended = error.message;
  });
  server.once('exit', (code, signal) => {
    ended = `it ended with ${signal ?? `code ${code}`}`;
  });
  const client = createRedisClient({ endpoint: { path } });
  const giveUpAt = Date.now() + START_TIMEOUT_MS;
  try {
    for (;;) {
      try {
        const [pong] = await client.send([['PING']]);
        if (pong?.kind === 'status') return; // Otherwise it answers LOADING.
      } catch (error) {
        if (!(error instanceof RedisUnreachableError)) throw error;
      }
      if (ended !== null) throw new Error(ended);
      if (Date.now() > giveUpAt) throw new Error(`no answer within ${START_TIMEOUT_MS} ms`);
      await sleep(5);
    }
  } finally {
    client.close();
  }
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await exited;
  clearTimeout(timer);
}

/** Drains the child's output (a full pipe would stop it) and remembers its end for an error message. */
function keepTail(child: ChildProcess): () => string {
  let tail = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      tail = (tail + chunk.toString()).slice(-2_000);
    });
  }
  return () => tail;
}
