import { describe, expect, it } from 'vitest';
import type { Caller } from '../../../../shared/contract/caller.ts';
import type { LogFields } from '../../../../shared/observe/log.ts';
import type { ToolContext } from '../tool.ts';
import { createReadChannel } from './tool.ts';

const READING = { apiBaseUrl: 'https://discord.test/api/v10', token: 'reader-token', version: '1' };
const caller: Caller = {
  user_id: '1',
  guild_id: '2',
  channel_id: '4',
  history_channel_id: '3',
  locale: 'ko',
};
const message = (content: string) => ({
  type: 0,
  content,
  timestamp: '2026-11-29T12:34:56+00:00',
  author: { id: '5', username: 'bora' },
});

/** `answers`: in order; the last one again and again. */
async function run(answers: (Response | 'hang' | 'refuse')[], args = {}, who: Caller | null = caller) {
  const asked: { url: string; init: RequestInit }[] = [];
  const warnings: [string, LogFields | undefined][] = [];
  const tool = createReadChannel(READING, { warn: (event, fields) => void warnings.push([event, fields]) });
  const stop = new AbortController();
  const result = await tool.run(args, {
    caller: who,
    signal: stop.signal,
    fetch: (async (url: string, init: RequestInit) => {
      asked.push({ url, init });
      const answer = answers[Math.min(asked.length, answers.length) - 1];
      if (answer === 'refuse') throw new TypeError('refused');
      if (answer === 'hang') {
        stop.abort();
        return new Promise<Response>(() => undefined);
      }
      return answer?.clone();
    }) as unknown as typeof fetch,
  } as ToolContext);
  return { result, asked, warnings, tool };
}

const refusal = (status: number, code: number) => Response.json({ message: 'no', code }, { status });
const limited = (seconds: number) => Response.json({ retry_after: seconds, global: false }, { status: 429 });

describe('read_channel', () => {
  it('reads the channel in which the question was asked, and no other', async () => {
    const { result, asked } = await run([Response.json([message('안녕')])], { count: 7 });
    expect(result).toEqual({ ok: true, content: '- [2026-11-29 12:34 UTC] bora: 안녕' });
    expect(asked[0]?.url).toBe('https://discord.test/api/v10/channels/3/messages?limit=7');
    expect(asked[0]?.init).toMatchObject({
      redirect: 'manual',
      headers: { authorization: 'Bot reader-token' },
    });
  });

  it('is for those who may read there alone, and for no API client', async () => {
    const { tool } = await run([Response.json([])]);
    const { history_channel_id: _, ...without } = caller;
    expect([caller, without, null].map((each) => tool.isFor?.(each))).toEqual([true, false, false]);
    const { result, asked } = await run([Response.json([message('안녕')])], {}, without);
    expect([result.ok, asked.length]).toEqual([false, 0]);
  });

  it.each<[string, Response | 'hang' | 'refuse', string, LogFields | null]>([
    [
      'missing access',
      refusal(403, 50_001),
      'may not read',
      { failure: 'no_access', status: 403, code: 50_001 },
    ],
    [
      'a missing permission',
      refusal(403, 50_013),
      'may not read',
      { failure: 'no_access', status: 403, code: 50_013 },
    ],
    [
      'a refused token',
      refusal(401, 0),
      'does not accept',
      { failure: 'token_refused', status: 401, code: 0 },
    ],
    [
      'no such channel',
      refusal(404, 10_003),
      'no such channel',
      { failure: 'no_channel', status: 404, code: 10_003 },
    ],
    ['a long limit', limited(60), 'too many requests', { failure: 'rate_limited', status: 429, code: null }],
    [
      'an outage',
      new Response('bad gateway', { status: 502 }),
      'does not work',
      { failure: 'discord_failed', status: 502, code: null },
    ],
    [
      'a redirect',
      new Response(null, { status: 302 }),
      'does not work',
      { failure: 'discord_failed', status: 302, code: null },
    ],
    ['garbage', new Response('<html>'), 'not understood', { failure: 'unreadable', status: 200, code: null }],
    ['no connection', 'refuse', 'cannot be reached', { failure: 'unreachable', status: null, code: null }],
    ['a stop', 'hang', 'was stopped', null],
    [
      'no contents',
      Response.json([message('')]),
      'Message Content Intent',
      { failure: 'no_contents', status: 200, code: null },
    ],
  ])('tells of %s', async (_, answer, said, logged) => {
    const { result, warnings } = await run([answer]);
    expect(result).toMatchObject({ ok: false, content: expect.stringContaining(said) });
    expect(warnings).toEqual(logged === null ? [] : [['channel.unread', logged]]);
    expect(JSON.stringify([result, warnings])).not.toContain('reader-token');
  });

  it('waits for a short limit, once', async () => {
    const { result, asked } = await run([limited(0.01), Response.json([message('안녕')])]);
    expect([result.ok, asked.length]).toEqual([true, 2]);
    expect((await run([limited(0.01)])).asked).toHaveLength(2);
  });

  it('says where there is nothing', async () => {
    expect((await run([Response.json([])])).result).toMatchObject({
      ok: true,
      content: expect.stringContaining('Read Message History'),
    });
  });
});
