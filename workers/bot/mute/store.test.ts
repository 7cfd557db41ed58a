import { afterEach, expect, it, vi } from 'vitest';
import { createMuteStore } from './store.ts';

const NOW_MS = 1_700_000_000_000;
const CHANNEL = '400000000000000001';
const THREAD = '400000000000000002';
const INTERACTION = '300000000000000001';
const channel = { channelId: CHANNEL, parentId: null };
const thread = { channelId: THREAD, parentId: CHANNEL };

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
const SPENT_MS = String(16 * 60_000);

it('stores the end of a mute, lets it expire by itself and spends the interaction, in one request', async () => {
  const { store, commands } = createStore(() => result([1, String(NOW_MS + 30_000)]));
  expect(await store.mute(INTERACTION, channel, NOW_MS + 30_000)).toEqual({
    kind: 'done',
    channelUntilMs: null,
  });
  expect(commands.map(([, , ...rest]) => rest)).toEqual([
    [
      3,
      `done:${INTERACTION}`,
      `mute:${CHANNEL}`,
      `mute:${CHANNEL}`,
      SPENT_MS,
      String(NOW_MS + 30_000),
      '30000',
    ],
  ]);
});

it('ends a mute, whether there was one or not', async () => {
  const { store, commands } = createStore(() => result([1, '']));
  expect(await store.unmute(INTERACTION, channel)).toEqual({ kind: 'done', channelUntilMs: null });
  expect(commands[0]?.slice(2)).toEqual([
    3,
    `done:${INTERACTION}`,
    `mute:${CHANNEL}`,
    `mute:${CHANNEL}`,
    SPENT_MS,
  ]);
});

it.each([
  [String(NOW_MS + 5_000), NOW_MS + 5_000],
  [String(NOW_MS), null],
  ['', null],
])('unmutes a thread and tells of its channel: %j', async (stored, channelUntilMs) => {
  const { store, commands } = createStore(() => result([1, stored]));
  expect(await store.unmute(INTERACTION, thread)).toEqual({ kind: 'done', channelUntilMs });
  expect(commands[0]?.slice(3, 6)).toEqual([`done:${INTERACTION}`, `mute:${THREAD}`, `mute:${CHANNEL}`]);
});

it('writes nothing for an interaction that has written before', async () => {
  const { store, failures } = createStore(() => result([0, '']));
  expect(await store.mute(INTERACTION, channel, NOW_MS + 1)).toEqual({ kind: 'again' });
  expect(await store.unmute(INTERACTION, channel)).toEqual({ kind: 'again' });
  expect(failures).toEqual([]);
});

it.each<[string, () => Response | Promise<Response>]>([
  ['hangs', () => new Promise<Response>(() => {})],
  ['refuses the connection', () => Promise.reject(new TypeError('refused'))],
  ['answers an error', () => Response.json({ error: 'WRONGTYPE' }, { status: 400 })],
  ['answers garbage', () => new Response('<html>')],
  ['answers something else', () => result('yes')],
])('says that nothing was stored when Redis %s', async (_, answer) => {
  const { store, failures } = createStore(answer);
  expect(await store.mute(INTERACTION, channel, NOW_MS + 1)).toEqual({ kind: 'failed' });
  expect(await store.unmute(INTERACTION, thread)).toEqual({ kind: 'failed' });
  expect(failures).toEqual(['mute', 'unmute']);
});
