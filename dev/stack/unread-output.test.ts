import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { PROJECT_ROOT } from './build.ts';

/** Prints, waits until nobody reads, prints on, and says that it has come to its end. */
const PROGRAM = `
  import { readArguments } from '${join(PROJECT_ROOT, 'dev', 'stack', 'arguments.ts')}';
  readArguments('help', { options: {} });
  console.log('one');
  process.stdin.on('data', () => {
    for (let line = 0; line < 1000; line++) process.stdout.write('more\\n');
    setTimeout(() => { console.error('done'); process.exit(); }, 50);
  });
`;

function start(stdout: 'pipe' | number) {
  return spawn(process.execPath, ['--input-type=module', '-e', PROGRAM], {
    stdio: ['pipe', stdout, 'pipe'],
    cwd: PROJECT_ROOT,
  });
}

it('a program whose output nobody reads any more goes on to its end', async () => {
  const child = start('pipe');
  const ended = new Promise((resolve) => child.on('close', resolve));
  child.stdout?.once('data', () => {
    child.stdout?.destroy();
    child.stdin?.write('go');
  });
  expect(await text(child.stderr as NonNullable<typeof child.stderr>)).toBe('done\n');
  expect(await ended).toBe(0);
});

it.skipIf(!existsSync('/dev/full'))(
  'a program whose output finds the disk full says so once, and fails',
  async () => {
    const full = openSync('/dev/full', 'w');
    const child = start(full);
    closeSync(full);
    const ended = new Promise((resolve) => child.on('close', resolve));
    child.stdin?.write('go');
    expect(await text(child.stderr as NonNullable<typeof child.stderr>)).toBe(
      'The disk is full: make room, then try again.\ndone\n',
    );
    expect(await ended).toBe(1);
  },
);
