/** Calls back once for a burst of source changes, and never while the callback is still at work. */
import { type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from './build.ts';

const WATCHED = ['workers', 'shared', 'wrangler.toml'];
/** Editors write a file in several steps; a build between two of them would fail for nothing. */
const SETTLE_MS = 120;

export function watchSources(onChange: (changed: string) => Promise<void>): { close(): void } {
  let pending: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  let busy = false;

  const schedule = () => {
    clearTimeout(timer);
    timer = setTimeout(run, SETTLE_MS);
  };
  const run = async () => {
    if (busy || pending === undefined) return;
    const changed = pending;
    pending = undefined;
    busy = true;
    await onChange(changed).finally(() => {
      busy = false;
      if (pending !== undefined) schedule();
    });
  };

  const watchers: FSWatcher[] = WATCHED.map((place) =>
    watch(join(PROJECT_ROOT, place), { recursive: true }, (_event, file) => {
      if (file?.endsWith('.test.ts')) return;
      pending = place === 'wrangler.toml' || file === null ? place : `${place}/${file}`;
      schedule();
    }),
  );
  return {
    close() {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
    },
  };
}
