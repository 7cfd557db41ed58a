/**
 * Keeps the embedded Valkey's data over a restart: it cannot fork, so it has no persistence of its own.
 *
 * Every key is written with DUMP and its absolute expiry to one file, every few seconds if something changed and at
 * the end; the file is put back with RESTORE. A crash loses the last seconds, as an append-only file
 * that is synced every second may too.
 */
import { readFile, rename, writeFile } from 'node:fs/promises';
import type { RedisClient } from './redis-client.ts';
import type { RespReply } from './resp.ts';

const SNAPSHOT_EVERY_MS = 2_000;
const KEYS_PER_SCAN = '500';

interface SnapshotFile {
  version: 1;
  /** Base64 key, base64 DUMP, Unix milliseconds of the expiry or 0 for none. */
  entries: [key: string, dump: string, expiresAtMs: number][];
}

export interface Snapshots {
  /** Writes what changed since the last time and stops. */
  close(): Promise<void>;
}

/** Restores the file if there is one, then keeps it up to date. `onError` hears of a snapshot that could not be written. */
export async function keepSnapshots(options: {
  client: RedisClient;
  file: string;
  onError(error: unknown): void;
}): Promise<Snapshots> {
  const { client, file, onError } = options;
  await restore(client, file);
  let saved = await countChanges(client);

  async function saveIfChanged(): Promise<void> {
    const changes = await countChanges(client);
    if (changes === saved) return;
    await save(client, file);
    saved = changes;
  }

  let running: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    running = running.then(saveIfChanged).catch(onError);
  }, SNAPSHOT_EVERY_MS);
  return {
    async close() {
      clearInterval(timer);
      await running;
      await saveIfChanged().catch(onError);
    },
  };
}

async function restore(client: RedisClient, file: string): Promise<void> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const { entries } = JSON.parse(text) as SnapshotFile;
  const replies = await client.send(
    entries.map(([key, dump, expiresAtMs]) => [
      'RESTORE',
      Buffer.from(key, 'base64'),
      String(expiresAtMs),
      Buffer.from(dump, 'base64'),
      'REPLACE',
      'ABSTTL',
    ]),
  );
  const refused = replies.find((reply) => reply.kind === 'error');
  if (refused?.kind === 'error') throw new Error(`${file} cannot be restored: ${refused.message}`);
}

async function save(client: RedisClient, file: string): Promise<void> {
  const entries: SnapshotFile['entries'] = [];
  let cursor = '0';
  do {
    const [page] = await client.send([['SCAN', cursor, 'COUNT', KEYS_PER_SCAN]]);
    const [next, found] = itemsOf(page);
    cursor = bytesOf(next)?.toString() ?? '0';
    const keys = itemsOf(found).map((reply) => bytesOf(reply) ?? Buffer.alloc(0));
    const replies = await client.send(
      keys.flatMap((key) => [
        ['DUMP', key],
        ['PEXPIRETIME', key],
      ]),
    );
    keys.forEach((key, index) => {
      const dump = bytesOf(replies[index * 2]);
      const expiry = replies[index * 2 + 1];
      if (dump === null || expiry?.kind !== 'integer') return; // The key has gone since the scan.
      entries.push([key.toString('base64'), dump.toString('base64'), Math.max(0, expiry.value)]);
    });
  } while (cursor !== '0');
  const snapshot: SnapshotFile = { version: 1, entries };
  // Renamed into place: a crash in the middle leaves the old file whole.
  await writeFile(`${file}.new`, JSON.stringify(snapshot));
  await rename(`${file}.new`, file);
}

/** Redis' own count of changes; it only ever grows here, because SAVE is never called. */
async function countChanges(client: RedisClient): Promise<string> {
  const [info] = await client.send([['INFO', 'persistence']]);
  return /rdb_changes_since_last_save:(\d+)/.exec(bytesOf(info)?.toString() ?? '')?.[1] ?? '';
}

function itemsOf(reply: RespReply | undefined): RespReply[] {
  if (reply?.kind === 'error') throw new Error(reply.message);
  return reply?.kind === 'array' ? (reply.items ?? []) : [];
}

function bytesOf(reply: RespReply | undefined): Buffer | null {
  if (reply?.kind === 'error') throw new Error(reply.message);
  return reply?.kind === 'bulk' ? reply.bytes : null;
}
