/** The embedded Valkey as a backend: nothing to install, in a process of its own, its data kept by snapshots. */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { RedisBackend } from './redis-backend.ts';
import { createRedisClient, type RedisAddress } from './redis-client.ts';
import { keepSnapshots } from './snapshot.ts';
import type { ValkeyHostMessage } from './valkey-host.ts';

const HOST_MODULE = join(import.meta.dirname, 'valkey-host.ts');
const SNAPSHOT_FILE = 'valkey-snapshot.json';

export async function startValkey(dataDir: string | undefined): Promise<RedisBackend> {
  const host = fork(HOST_MODULE, {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  const endHost = async (): Promise<void> => {
    if (host.exitCode !== null || host.signalCode !== null) return;
    const exited = new Promise<void>((resolve) => host.once('exit', () => resolve()));
    host.kill('SIGKILL'); // It has nothing to lose: the data is in the snapshot.
    await exited;
  };
  try {
    const port = await portOf(host);
    const address: RedisAddress = { endpoint: { host: '127.0.0.1', port } };
    const client = createRedisClient(address);
    const [info] = await client.send([['INFO', 'server']]);
    const version = /valkey_version:(\S+)/.exec(info?.kind === 'bulk' ? `${info.bytes}` : '')?.[1] ?? '';
    const snapshots =
      dataDir === undefined
        ? null
        : await keepSnapshots({
            client,
            file: join(dataDir, SNAPSHOT_FILE),
            onError: (error) => console.error('Valkey snapshot failed', error),
          });
    return {
      label: `embedded Valkey ${version}`,
      address,
      cli: `redis-cli -p ${port}`,
      async stop() {
        await snapshots?.close();
        client.close();
        await endHost();
      },
    };
  } catch (error) {
    await endHost();
    throw error;
  }
}

function portOf(host: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    host.once('message', (message: ValkeyHostMessage) => {
      if ('port' in message) resolve(message.port);
      else reject(new Error(`the embedded Valkey does not start: ${message.failure}`));
    });
    host.once('error', reject);
    host.once('exit', (code) => reject(new Error(`the embedded Valkey ended with code ${code}`)));
  });
}
