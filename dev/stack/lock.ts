/** One stack a data folder: two would write each other's files to pieces. */
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '../stand-in/is-alive.ts';

export class DataDirInUseError extends Error {
  constructor(pid: number, file: string) {
    super(
      `Libra is already running from this folder (process ${pid}; if that is another program, delete ${file}). ` +
        'Stop it first, or give this one its own state: npm start -- --data-dir .libra-2 --port 9787',
    );
    this.name = 'DataDirInUseError';
  }
}

/** Returns the function that lets go. A lock whose process is gone is taken over. */
export function lockDataDir(dataDir: string): () => void {
  const file = join(dataDir, 'lock');
  for (let attempt = 0; ; attempt++) {
    try {
      const handle = openSync(file, 'wx');
      writeSync(handle, String(process.pid));
      closeSync(handle);
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt > 0) throw error;
      const pid = Number(readFileSync(file, 'utf8'));
      // In a container each start has the same process id as the one that was killed.
      if (pid !== process.pid && isAlive(pid)) throw new DataDirInUseError(pid, file);
      rmSync(file, { force: true });
    }
  }
}

/** The process that runs the stack of `dataDir` now, if any. */
export function readLock(dataDir: string): number | undefined {
  try {
    const pid = Number(readFileSync(join(dataDir, 'lock'), 'utf8'));
    return isAlive(pid) ? pid : undefined;
  } catch {
    return undefined;
  }
}
