import { afterEach, expect, it, vi } from 'vitest';
import { createMuteStore } from './store.ts';

const NOW_MS = 1_700_000_000_000;
const CHANNEL = '400000000000000001';

afterEach(() => {
  vi.unstubAllGlobals();
});

function createStore(answer: (command: unknown[]) => Response | Promise<Response>) {
  const commands: unknown[][] = [];
  const failures: string[] = [];
  vi.stubGlobal('fetch', async (_url: string, init: { body: string; signal: AbortSignal }) => {
    const command = JSON.parse(init.body) as unknown[];
    commands.push(command);
    return new Promise<Response>((resolve, reject) => {
      init.signal.addEventListener('abort', () => reject(init.signal.reason));
      Promise.resolve(answer(command)).then(resolve, reject);
    });
  });
  const store = createMuteStore({
    url: 'http://redis.example',
    token: 'token',
    now: () => NOW_MS,
    onFailure: (operation) => failures.push(operation),
  });
  return { store, commands, failures };
}

const result = (value: unknown) => Response.json({ result: value });

it('reads a channel in one request', async () => {
  const { store, commands } = createStore(() => result(null));
  expect(await store.read(CHANNEL)).toEqual({ kind: 'open' });
  expect(commands).toEqual([['get', `mute:${CHANNEL}`]]);
});

it('reads a mute and its end', async () => {
  const { store } = createStore(() => result(String(NOW_MS + 5_000)));
  expect(await store.read(CHANNEL)).toEqual({ kind: 'muted', untilMs: NOW_MS + 5_000 });
});

it('ignores a mute that has ended but has not expired yet', async () => {
  const { store } = createStore(() => result(String(NOW_MS)));
  expect(await store.read(CHANNEL)).toEqual({ kind: 'open' });
});

it('stores the end, and lets it expire by itself', async () => {
  const { store, commands } = createStore(() => result('OK'));
  expect(await store.mute(CHANNEL, NOW_MS + 30_000)).toBe(true);
  expect(commands).toEqual([['set', `mute:${CHANNEL}`, NOW_MS + 30_000, 'px', 30_000]]);
});

it('ends a mute, whether there was one or not', async () => {
  const { store } = createStore(() => result(0));
  expect(await store.unmute(CHANNEL)).toBe(true);
});

it.each<[string, () => Response | Promise<Response>]>([
  ['hangs', () => new Promise<Response>(() => {})],
  ['refuses the connection', () => Promise.reject(new TypeError('refused'))],
  ['answers an error', () => Response.json({ error: 'WRONGTYPE' }, { status: 400 })],
  ['answers garbage', () => new Response('<html>')],
  ['answers something else', () => result('yes')],
])('knows nothing, and says so, when Redis %s', async (_, answer) => {
  const { store, failures } = createStore(answer);
  expect(await store.read(CHANNEL)).toEqual({ kind: 'unknown' });
  expect(failures).toEqual(['read']);
});

it('says when a mute was not stored', async () => {
  const { store, failures } = createStore(() => Promise.reject(new TypeError('refused')));
  expect(await store.mute(CHANNEL, NOW_MS + 1)).toBe(false);
  expect(await store.unmute(CHANNEL)).toBe(false);
  expect(failures).toEqual(['mute', 'unmute']);
});
