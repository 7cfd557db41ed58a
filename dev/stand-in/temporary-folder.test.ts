import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createTemporaryFolder } from './temporary-folder.ts';

it('is gone when it is removed', () => {
  const { path, remove } = createTemporaryFolder('libra-test-');
  writeFileSync(join(path, 'file'), '');
  remove();
  expect(existsSync(path)).toBe(false);
});

/** `before`: what the program does ahead of the rest. */
async function start(before = '') {
  const module = JSON.stringify(join(import.meta.dirname, 'temporary-folder.ts'));
  const program = `import { createTemporaryFolder, exitOnSignals } from ${module};
    ${before}
    exitOnSignals();
    console.log(createTemporaryFolder('libra-test-').path);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program]);
  const [path] = (await once(createInterface(child.stdout), 'line')) as [string];
  expect(existsSync(path)).toBe(true);
  return { child, path };
}

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('is gone with a process that %s ends', async (signal) => {
  const { child, path } = await start();
  child.kill(signal);
  await once(child, 'exit');
  expect(existsSync(path)).toBe(false);
});

it('is gone where the signal comes twice: to the whole group, and from the program above', async () => {
  const { child, path } = await start(
    "process.once('exit', () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400));",
  );
  const ended = once(child, 'exit');
  child.kill('SIGINT');
  await sleep(100);
  child.kill('SIGINT');
  expect(await ended).toEqual([130, null]);
  expect(existsSync(path)).toBe(false);
});
