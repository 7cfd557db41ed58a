/** A plain PostgreSQL of this machine as a temporary cluster: own folder, own port, gone afterwards. */
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import {
  accessSync,
  chownSync,
  constants,
  existsSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { findFreePort } from '../stand-in/free-port.ts';

export interface TemporaryPostgres {
  /** In the form that SQLAlchemy writes, which Libra takes as well. */
  url: string;
  version: string;
  /** As a power cut would. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** The folder with `initdb` and `postgres`: beside what PATH finds, or where Debian keeps them. Undefined: none. */
export function findPostgres(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter).flatMap((folder) => {
      const program = join(folder, 'postgres');
      return existsSync(program) ? [dirname(realpathSync(program))] : [];
    }),
    ...versions.map((version) => join(debian, version, 'bin')),
  ];
  return folders.find((folder) => ['initdb', 'postgres'].every((name) => isExecutable(join(folder, name))));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** PostgreSQL does not run as root: then somebody else of this machine runs it. */
function findOwner(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    try {
      const ask = (flag: string) =>
        Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }));
      return { uid: ask('-u'), gid: ask('-g') };
    } catch {
      // The next one.
    }
  }
  throw new Error('run as root, and there is neither a user postgres nor nobody to run PostgreSQL as');
}

export async function startTemporaryPostgres(binaries: string): Promise<TemporaryPostgres> {
  const owner = findOwner();
  const folder = mkdtempSync(join(tmpdir(), 'libra-postgres-'));
  if (owner !== undefined) chownSync(folder, owner.uid, owner.gid);
  const data = join(folder, 'data');
  const port = await findFreePort();
  const settings = ['-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='];
  const as = { cwd: folder, ...owner };
  let server: ChildProcess | undefined;

  async function start(): Promise<void> {
    const child = spawn(join(binaries, 'postgres'), ['-D', data, ...settings], { ...as, stdio: 'ignore' });
    server = child;
    for (;;) {
      const client = new pg.Client({ connectionString: `postgres://libra:libra@127.0.0.1:${port}/postgres` });
      try {
        await client.connect();
        await client.end();
        return;
      } catch (error) {
        if (child.exitCode !== null) throw error;
        await sleep(50);
      }
    }
  }
  async function stop(signal: 'SIGINT' | 'SIGKILL'): Promise<void> {
    const child = server;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  }
  const killOnExit = (): void => {
    server?.kill('SIGKILL');
    // Its processes may be ending still.
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  process.once('exit', killOnExit);

  try {
    const initial = ['-D', data, '-U', 'libra', '--auth=trust', '--no-locale', '-E', 'UTF8', '--no-sync'];
    await promisify(execFile)(join(binaries, 'initdb'), initial, as);
    await start();
  } catch (error) {
    await stop('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  const { stdout } = await promisify(execFile)(join(binaries, 'postgres'), ['--version']);
  return {
    url: `postgresql+asyncpg://libra:libra@127.0.0.1:${port}/postgres`,
    version: stdout.trim(),
    kill: () => stop('SIGKILL'),
    restart: start,
    async close() {
      process.off('exit', killOnExit);
      await stop('SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
