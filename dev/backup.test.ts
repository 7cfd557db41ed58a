import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createTemporaryFolder } from './stand-in/temporary-folder.ts';

it('leaves no file that looks like a backup when it is interrupted', async () => {
  const silent = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { path, remove } = createTemporaryFolder('libra-backup-');
  const file = join(path, 'libra.backup.gz');
  const child = spawn(process.execPath, [join(import.meta.dirname, 'backup.ts'), file], {
    env: {
      ...process.env,
      DATABASE_URL: 'postgres://libra:libra@ep-fake.neon.tech/libra',
      NEON_HTTP_URL: `http://127.0.0.1:${(silent.address() as AddressInfo).port}/sql`,
    },
  });
  const asked = once(silent, 'request');
  const ended = once(child, 'exit');
  await asked;
  expect(existsSync(file)).toBe(true);
  child.kill('SIGINT');
  await ended;
  expect(existsSync(file)).toBe(false);
  silent.closeAllConnections();
  silent.close();
  remove();
});
