import { describe, expect, it } from 'vitest';
import type { ChannelMessage, ChannelReply } from '../discord/channel-messages.ts';
import { createChannelWriter } from '../discord/channel-messages.ts';
import { en } from '../locale/en.ts';
import type { KeptReminder } from './reminders.ts';
import { sendReminder } from './send.ts';

const USER = '200000000000000001';
const reminder = (more: Partial<KeptReminder> = {}): KeptReminder => ({
  id: '100000000000000001.0',
  text: 'call *Ada* @everyone',
  atMs: 1_000,
  askedAtMs: 0,
  channelId: '3',
  guildId: '2',
  locale: 'en',
  isForChannel: false,
  state: { kind: 'open', attempts: 1, nextMs: 6_000 },
  ...more,
});

/** A Discord that answers everything so, and what it was sent. */
function createDiscord(status = 200, body: object = { id: '9' }) {
  const requests: { path: string; body: Record<string, unknown> }[] = [];
  const writer = createChannelWriter({
    apiBaseUrl: 'http://discord.example',
    botToken: 'a.b.c',
    version: '1',
    async fetch(request) {
      requests.push({ path: new URL(request.url).pathname, body: JSON.parse(await request.text()) });
      return Response.json(body, { status });
    },
  });
  return { requests, writer };
}

describe('a reminder', () => {
  it('pings its person alone, with a nonce by which Discord knows a repeat', async () => {
    const { requests, writer } = createDiscord();
    expect(await sendReminder(USER, reminder(), writer)).toEqual({ kind: 'posted' });
    expect(requests).toMatchObject([
      {
        path: '/channels/3/messages',
        body: {
          content: `⏰ <@${USER}> call \\*Ada\\* @everyone`,
          allowed_mentions: { parse: [], users: [USER] },
          nonce: '100000000000000001.0',
          enforce_nonce: true,
        },
      },
    ]);
  });

  it('goes by a direct message where its channel cannot be written to, and says so', async () => {
    const { requests, writer } = createDiscord();
    await sendReminder(USER, reminder({ isDirect: true }), writer);
    expect(requests.map(({ path }) => path)).toEqual(['/users/@me/channels', '/channels/9/messages']);
    expect(requests[1]?.body.content).toContain(en.reminders.instead);
    expect(requests[1]?.body.nonce).toBe('100000000000000001.0d');
  });

  it.each<[status: number, body: object, sent: object]>([
    [429, { retry_after: 1.5 }, { kind: 'later', afterMs: 1_500 }],
    [500, {}, { kind: 'later', afterMs: null }],
    [401, {}, { kind: 'later', afterMs: null }],
    [403, { code: 50_001 }, { kind: 'failed', failure: 'forbidden' }],
    [404, { code: 10_003 }, { kind: 'failed', failure: 'channel_gone' }],
    [400, { code: 50_083 }, { kind: 'failed', failure: 'forbidden' }],
    [400, { code: 160_005 }, { kind: 'failed', failure: 'forbidden' }],
    [400, { code: 200_000 }, { kind: 'failed', failure: 'refused' }],
  ])('of which Discord says %i %j is %j', async (status, body, sent) => {
    const { writer } = createDiscord(status, body);
    expect(await sendReminder(USER, reminder(), writer)).toEqual(sent);
  });

  it('is tried again where no answer comes', async () => {
    const writer = {
      post: async (_: string, __: ChannelMessage): Promise<ChannelReply> => ({
        kind: 'unavailable',
        status: 0,
      }),
      openDirect: async (): Promise<ChannelReply> => ({ kind: 'ok', id: null }),
    };
    expect(await sendReminder(USER, reminder(), writer)).toEqual({ kind: 'later', afterMs: null });
    expect(await sendReminder(USER, reminder({ isDirect: true }), writer)).toEqual({
      kind: 'later',
      afterMs: null,
    });
  });
});
