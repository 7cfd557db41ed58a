/**
 * One process at a time in a data folder: two engines that write the same files destroy them.
 * The lock is a file with the owner's process id, so that one left behind by a killed process is seen to be stale.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive } from './is-alive.ts';

const LOCK_FILE = 'owner.pid';

/** Folders held by this process: its own id in the file proves nothing when it starts twice. */
const heldHere = new Set<string>();

export interface FolderLock {
  release(): Promise<void>;
}

/** Creates the folder if needed. Throws, naming the folder and the process, when another live process holds it. */
export async function lockFolder(folder: string): Promise<FolderLock> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, LOCK_FILE);
  if (heldHere.has(folder)) throw new Error(`${folder} is already in use by this process`);
  heldHere.add(folder);
  try {
    await claim(file, folder);
  } catch (error) {
    heldHere.delete(folder);
    throw error;
  }
  return {
    async release() {
      heldHere.delete(folder);
      await rm(file, { force: true });
    },
  };
}

async function claim(file: string, folder: string): Promise<void> {
  try {
    await writeFile(file, String(process.pid), { flag: 'wx' });
    return;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const owner = Number(await readFile(file, 'utf8'));
  if (owner !== process.pid && isAlive(owner)) {
    throw new Error(`${folder} is in use by process ${owner} (if that is not a Libra stack, delete ${file})`);
  }
  await writeFile(file, String(process.pid));
}
