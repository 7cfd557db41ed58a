import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, expect, it } from 'vitest';
import { PROJECT_ROOT } from '../../dev/stack/build.ts';
import { findFreePort } from '../../dev/stand-in/free-port.ts';

/** `npm start` as a process: what it prints, whom it refuses, what it leaves behind. */
const dataDir = mkdtempSync(join(tmpdir(), 'libra-start-'));
const children: ChildProcess[] = [];

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

function start(...args: string[]): ChildProcess {
  const child = spawn(
    process.execPath,
    [join(PROJECT_ROOT, 'dev', 'start.ts'), '--data-dir', dataDir, ...args],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  children.push(child);
  return child;
}

async function output(stream: NodeJS.ReadableStream | null): Promise<string> {
  let text = '';
  for await (const chunk of stream ?? []) text += chunk;
  return text;
}

interface Ready {
  urls: { page: string };
  keys: { apiKey: string };
}

async function ready(child: ChildProcess): Promise<Ready> {
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const [line] = (await once(lines, 'line')) as [string];
  return JSON.parse(line) as Ready;
}

async function stop(child: ChildProcess): Promise<number | null> {
  child.kill('SIGTERM');
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

it('prints one line with the addresses and keys, keeps state over a restart, and stops cleanly', async () => {
  const first = start('--port', '0', '--json');
  const { urls, keys } = await ready(first);

  const refused = start('--port', '0');
  expect(await output(refused.stderr)).toContain('already running');

  const channelId = '1300000000000000301';
  const userId = '1300000000000000101';
  await fetch(`${urls.page}/dev/commands`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'help', userId, channelId, locale: 'ko' }),
  });
  expect(await stop(first)).toBe(0);
  expect(existsSync(join(dataDir, 'lock'))).toBe(false);
  expect(existsSync(join(dataDir, 'running.json'))).toBe(false);

  const second = start('--port', '0', '--json');
  const again = await ready(second);
  expect(again.keys).toEqual(keys);
  const messages = await fetch(`${again.urls.page}/dev/messages?channelId=${channelId}&userId=${userId}`);
  expect(await messages.text()).toContain('/help');
  expect(await stop(second)).toBe(0);
});

it.each([
  ['SIGINT', 'redis'],
  ['SIGHUP', join('build', 'bot')],
] as const)(
  'stops cleanly after %s while it is still starting (%s), and leaves no part of it running',
  async (signal, begun) => {
    const ownDir = join(dataDir, `stopped-early-${signal}`);
    const child = start('--port', '0', '--data-dir', ownDir);
    await expect.poll(() => existsSync(join(ownDir, begun)), { timeout: 30_000 }).toBe(true);
    child.kill(signal);
    // As bootstrap.mjs hands on what a terminal has sent to all.
    setTimeout(() => child.kill(signal), 50);
    const [code] = (await once(child, 'exit')) as [number | null];
    expect(code).toBe(0);
    expect(existsSync(join(ownDir, 'lock'))).toBe(false);
    // Where a server listens that nobody has ended.
    expect(existsSync(join(ownDir, 'redis', 'redis-socket.txt'))).toBe(false);
  },
);

it('stops cleanly when nobody reads any more what it says', async () => {
  const ownDir = join(dataDir, 'unread');
  const child = start('--port', '0', '--data-dir', ownDir);
  await once(child.stdout as NodeJS.ReadableStream, 'data');
  child.stdout?.destroy();
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(existsSync(join(ownDir, 'lock'))).toBe(false);
});

it('names the port of the console when another program has it', async () => {
  const port = await findFreePort();
  const other = createServer().listen(port, '127.0.0.1');
  await once(other, 'listening');
  const child = start('--port', String(port - 9), '--data-dir', join(dataDir, 'taken'));
  expect(await output(child.stderr)).toContain(`${port} (console)`);
  other.close();
});

it.each([
  ['a port that is none', ['--port', 'abc'], '--port takes'],
  ['an unknown option', ['--prot', '1'], '--prot'],
  ['a state folder without a name', ['--data-dir', ''], '--data-dir takes a folder'],
])('refuses %s, and shows how it is used', async (_, args, expected) => {
  const child = start(...args);
  const text = await output(child.stderr);
  expect(text).toContain(expected);
  expect(text).toContain('npm start -- --fresh');
});
