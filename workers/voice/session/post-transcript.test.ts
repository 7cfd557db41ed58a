import { describe, expect, it } from 'vitest';
import { textsOf } from '../locale/choose.ts';
import type { Line } from './lines.ts';
import { postTranscript } from './post-transcript.ts';

const LINES: Line[] = [
  { speaker: 'person', text: '안녕 @everyone' },
  { speaker: 'libra', text: '안녕하세요\u202E [링크](https://evil.example)' },
];
const MINUTE_MS = 60_000;
const WEBHOOK = 'https://discord.example/api/webhooks/1/t';
const CHANNEL = 'https://discord.example/api/channels/77/messages';

/** `answers`: one a request, 0: there is none. */
async function post({
  answers = [200],
  afterMs = 0,
  botToken,
  interaction = { applicationId: '1', token: 't' },
}: {
  answers?: number[];
  afterMs?: number;
  botToken?: string;
  interaction?: { applicationId: string; token: string } | null;
} = {}) {
  const sent: { url: string; form: FormData; authorization: string | null }[] = [];
  const outcome = await postTranscript(
    {
      interaction,
      startedAtMs: 0,
      caller: { user_id: '5', guild_id: '6', channel_id: '77', locale: 'ko' },
      talk: { id: '0f9a7c6e-1111-4222-8333-444455556666' },
    },
    LINES,
    {
      texts: textsOf('ko'),
      apiBaseUrl: 'https://discord.example/api',
      version: '1.2.3',
      botToken,
      nowMs: afterMs,
      fetch: async (url, init) => {
        const headers = new Headers(init.headers);
        sent.push({ url, form: init.body as FormData, authorization: headers.get('authorization') });
        const status = answers.shift() ?? 200;
        if (status === 0) throw new TypeError('unreachable');
        return new Response('{}', { status });
      },
    },
  );
  const message = JSON.parse(String(sent.at(-1)?.form.get('payload_json') ?? 'null'));
  return { outcome, sent, message, urls: sent.map(({ url }) => url) };
}

it('posts what was said as a text file, which notifies nobody', async () => {
  const { outcome, sent, message, urls } = await post();
  expect(outcome).toBe('posted');
  expect(urls).toEqual([WEBHOOK]);
  expect(message).toMatchObject({ allowed_mentions: { parse: [] }, attachments: [{ id: '0' }] });
  expect(message.content).not.toContain('evil');
  const file = sent[0]?.form.get('files[0]') as File;
  expect(await file.text()).toBe('나: 안녕 @everyone\n\n리브라: 안녕하세요 [링크](https://evil.example)\n');
});

describe('after a quarter of an hour', () => {
  it('is a message of the bot itself, in the channel of the conversation', async () => {
    const { outcome, sent, message, urls } = await post({ afterMs: 20 * MINUTE_MS, botToken: 'secret' });
    expect(outcome).toBe('posted');
    expect(urls).toEqual([CHANNEL]);
    expect(sent[0]?.authorization).toBe('Bot secret');
    expect(message).toMatchObject({ allowed_mentions: { parse: [] }, enforce_nonce: true });
    expect(message.nonce).toHaveLength(25);
  });

  it.each([403, 404, 500, 0])('is not posted where Discord answers the bot %d', async (status) => {
    const { outcome, urls } = await post({
      afterMs: 20 * MINUTE_MS,
      botToken: 'secret',
      answers: [status],
    });
    expect([outcome, urls]).toEqual(['failed', [CHANNEL]]);
  });

  it('is not posted where there is no token of the bot', async () => {
    expect(await post({ afterMs: 20 * MINUTE_MS })).toMatchObject({ outcome: 'failed', sent: [] });
  });
});

it('is a message of the bot where the token of the command is refused', async () => {
  const { outcome, urls } = await post({ answers: [404, 200], botToken: 'secret' });
  expect([outcome, urls]).toEqual(['posted', [WEBHOOK, CHANNEL]]);
});

it.each([500, 0])('is not posted twice when Discord answers %d: it may have been posted', async (status) => {
  const { outcome, urls } = await post({ answers: [status], botToken: 'secret' });
  expect([outcome, urls]).toEqual(['failed', [WEBHOOK]]);
});
