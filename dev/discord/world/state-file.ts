/**
 * The world on disk: one JSON file, written whole to a neighbour and renamed over, so that a crash leaves the old state
 * or the new one. Writes are gathered for a moment, because an answer that grows changes the world many times a second.
 */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { emptySnapshot, type WorldSnapshot } from './records.ts';

const GATHER_MS = 250;

export interface StateFile {
  load(): Promise<WorldSnapshot>;
  /** Writes soon what `take` then returns. */
  schedule(take: () => WorldSnapshot): void;
  /** Resolves when everything scheduled is on disk. */
  flush(): Promise<void>;
}

/** Without a folder nothing is kept. `onFailure` hears of a file that cannot be read or written; the world goes on. */
export function createStateFile(
  dataDir: string | undefined,
  applicationId: string,
  onFailure: (line: string) => void,
): StateFile {
  if (dataDir === undefined) {
    return { load: async () => emptySnapshot(applicationId), schedule: () => {}, flush: async () => {} };
  }
  const file = join(dataDir, 'discord.json');
  let pending: (() => WorldSnapshot) | null = null;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  function write(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(async () => {
      const take = pending;
      pending = null;
      if (take === null) return;
      try {
        await writeFile(`${file}.new`, JSON.stringify(take()), { mode: 0o600 });
        await rename(`${file}.new`, file);
      } catch (error) {
        onFailure(`discord: the state could not be written: ${(error as Error).message}`);
      }
    });
    return writing;
  }

  return {
    async load() {
      await mkdir(dataDir, { recursive: true });
      const text = await readFile(file, 'utf8').catch(() => null);
      if (text === null) return emptySnapshot(applicationId);
      const snapshot = parseSnapshot(text, applicationId);
      if (snapshot !== null) return snapshot;
      await rename(file, `${file}.unreadable`);
      onFailure(`discord: ${file} is not a state of this application; it was set aside as .unreadable`);
      return emptySnapshot(applicationId);
    },
    schedule(take) {
      pending = take;
      timer ??= setTimeout(() => void write(), GATHER_MS);
    },
    flush: write,
  };
}

function parseSnapshot(text: string, applicationId: string): WorldSnapshot | null {
  try {
    const value = JSON.parse(text) as WorldSnapshot;
    const whole =
      value.version === 1 &&
      value.applicationId === applicationId &&
      [value.commands, value.interactions, value.messages].every(Array.isArray);
    return whole ? value : null;
  } catch {
    return null;
  }
}
