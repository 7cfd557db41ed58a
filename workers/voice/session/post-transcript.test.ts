import { expect, it } from 'vitest';
import { textsOf } from '../locale/choose.ts';
import type { Line } from './lines.ts';
import { postTranscript } from './post-transcript.ts';

const LINES: Line[] = [
  { speaker: 'person', text: '안녕 @everyone' },
  { speaker: 'libra', text: '안녕하세요\u202E [링크](https://evil.example)' },
];

async function post(interaction: { applicationId: string; token: string } | null, status = 200) {
  const sent: { url: string; form: FormData }[] = [];
  const isPosted = await postTranscript(LINES, {
    interaction,
    texts: textsOf('ko'),
    apiBaseUrl: 'https://discord.example/api',
    version: '1.2.3',
    fetch: async (url, init) => {
      sent.push({ url, form: init.body as FormData });
      if (status === 0) throw new TypeError('unreachable');
      return new Response('{}', { status });
    },
  });
  return { isPosted, sent };
}

it('posts what was said as a text file, which notifies nobody', async () => {
  const { isPosted, sent } = await post({ applicationId: '1', token: 't' });
  expect(isPosted).toBe(true);
  expect(sent[0]?.url).toBe('https://discord.example/api/webhooks/1/t');
  const message = JSON.parse(String(sent[0]?.form.get('payload_json')));
  expect(message).toMatchObject({ allowed_mentions: { parse: [] }, attachments: [{ id: '0' }] });
  expect(message.content).not.toContain('evil');
  const file = sent[0]?.form.get('files[0]') as File;
  expect(await file.text()).toBe('나: 안녕 @everyone\n\n리브라: 안녕하세요 [링크](https://evil.example)\n');
});

it.each([0, 401, 404, 500])('says that it was not posted when Discord answers %d', async (status) => {
  expect((await post({ applicationId: '1', token: 't' }, status)).isPosted).toBe(false);
});

it('asks nobody where there is nowhere to post', async () => {
  expect((await post(null)).sent).toEqual([]);
});
