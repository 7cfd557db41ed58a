/** Every tool that there is, with what it asks outside broken in every way: a result that the model can read comes of it, in time. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Caller } from '../../../shared/contract/caller.ts';
import { platformClock } from '../../../shared/time/clock.ts';
import { createCallRunner, type RanTool } from './call-runner.ts';
import { createReadingTools } from './reading-tools.ts';
import { CALL_MS } from './run-bounded.ts';
import { MAX_RESULT_BYTES } from './tool.ts';

const caller: Caller = {
  user_id: '1',
  guild_id: '2',
  channel_id: '3',
  history_channel_id: '3',
  locale: 'ko',
};
const SECRETS = ['search-key-0123456789', 'reader-token-0123456789'] as const;

const tools = createReadingTools({
  config: {
    publicWeb: undefined,
    search: { provider: 'brave', baseUrl: 'https://search.example', apiKey: SECRETS[0] },
    channelReading: { apiBaseUrl: 'https://discord.example', token: SECRETS[1], version: '1' },
  },
  log: { warn: () => undefined },
});

/** Of each tool: a call that asks outside, and for those that ask nobody one that cannot succeed. */
const CALLS: Readonly<Record<string, object>> = {
  calculator: { expression: '1 / 0' },
  fetch_page: { url: 'https://site.example/' },
  web_search: { query: 'stars' },
  roll: { dice: '0d0' },
  read_channel: {},
};

const hangs = () => new Promise<never>(() => undefined);
const endless = () =>
  new Response(new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536)) }));
const silentBody = () => new Response(new ReadableStream({ start: () => undefined }));

const OUTSIDE: Readonly<Record<string, () => Response | Promise<never>>> = {
  'cannot be reached': () => Promise.reject(new TypeError(`fetch failed: ${SECRETS.join()}`)),
  'throws at once': () => {
    throw new Error(SECRETS.join());
  },
  'answers 500': () => new Response(SECRETS.join(), { status: 500 }),
  'answers 403': () => new Response(null, { status: 403 }),
  'answers 429': () => Response.json({ retry_after: 3_600 }, { status: 429 }),
  'answers garbage': () =>
    new Response('\u0000\u0001{[', { headers: { 'content-type': 'application/json' } }),
  'answers another form': () => Response.json({ web: 5, results: [null, 7], messages: 'none' }),
  'answers without end': endless,
  'answers and says nothing': silentBody,
  'never answers': hangs,
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function run(name: string, outside: () => Response | Promise<never>) {
  const ran: RanTool[] = [];
  const runner = createCallRunner({
    tools,
    context: {
      now: Date.now,
      randomInt: () => 0,
      locale: 'ko',
      timeZone: null,
      caller,
      fetch: (async () => outside()) as unknown as typeof fetch,
    },
    signal: new AbortController().signal,
    clock: platformClock,
    leftMs: () => 60_000,
    onRan: (each) => ran.push(each),
  });
  const call = {
    id: 'a',
    type: 'function' as const,
    function: { name, arguments: JSON.stringify(CALLS[name]) },
  };
  const results = runner.run([call], () => undefined);
  await vi.advanceTimersByTimeAsync(CALL_MS);
  return { ran, result: (await results)[0] ?? '' };
}

it('has a case of every tool', () => {
  expect(tools.map(({ name }) => name).sort()).toEqual(Object.keys(CALLS).sort());
});

describe.each(tools.map(({ name }) => name))('%s', (name) => {
  it.each(Object.entries(OUTSIDE))('gives a result in time where what it asks %s', async (_, outside) => {
    const { ran, result } = await run(name, outside);
    expect(ran).toEqual([
      {
        tool: name,
        outcome: expect.stringMatching(/^(?:ok|failed|timed_out)$/),
        durationMs: expect.any(Number),
      },
    ]);
    expect(result).toMatch(/<tool_result tool="\w+" status="(?:ok|failed)">\n[\s\S]+\n<\/tool_result>$/);
    expect(new TextEncoder().encode(result).length).toBeLessThanOrEqual(MAX_RESULT_BYTES);
    for (const secret of SECRETS) expect(result).not.toContain(secret);
  });
});
