import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { createTemporaryFolder } from './temporary-folder.ts';

it('is gone when it is removed', () => {
  const { path, remove } = createTemporaryFolder('libra-test-');
  writeFileSync(join(path, 'file'), '');
  remove();
  expect(existsSync(path)).toBe(false);
});

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('is gone with a process that %s ends', async (signal) => {
  const module = JSON.stringify(join(import.meta.dirname, 'temporary-folder.ts'));
  const program = `import { createTemporaryFolder, exitOnSignals } from ${module};
    exitOnSignals();
    console.log(createTemporaryFolder('libra-test-').path);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program]);
  const [path] = (await once(createInterface(child.stdout), 'line')) as [string];
  expect(existsSync(path)).toBe(true);
  child.kill(signal);
  await once(child, 'exit');
  expect(existsSync(path)).toBe(false);
});
