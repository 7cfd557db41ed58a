/** How other commands find the stack that `npm start` runs: its addresses, in its data folder, while its process lives. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readLock } from './lock.ts';
import type { Database } from './migrate.ts';
import type { Stack } from './stack.ts';

export type RunningStack = Stack['urls'] & { apiKey: string; operatorKey: string; database: Database };

const FILE = 'running.json';

export function announceRunning(dataDir: string, stack: Stack): void {
  const file = join(dataDir, FILE);
  const { apiKey, operatorKey } = stack.keys;
  writeFileSync(
    file,
    JSON.stringify({ ...stack.urls, apiKey, operatorKey, database: stack.database } satisfies RunningStack),
    { mode: 0o600 },
  );
}

export function forgetRunning(dataDir: string): void {
  rmSync(join(dataDir, FILE), { force: true });
}

export function readRunning(dataDir: string): RunningStack | undefined {
  if (readLock(dataDir) === undefined) return undefined;
  try {
    return JSON.parse(readFileSync(join(dataDir, FILE), 'utf8')) as RunningStack;
  } catch {
    return undefined;
  }
}
