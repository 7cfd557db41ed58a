import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { EPHEMERAL, SUPPRESS_EMBEDS } from './message.ts';
import { createInteractionWebhook, parseReply } from './webhook.ts';

function createRecorder(answer: () => Response | Promise<Response>) {
  const requests: { method: string; url: string; headers: Headers; body: FormData | unknown }[] = [];
  const webhook = createInteractionWebhook({
    apiBaseUrl: 'https://discord.example/api/v10',
    applicationId: '100000000000000001',
    token: 'tok.en',
    version: '1.2.3',
    async fetch(request) {
      const { method, url, headers } = request;
      const isForm = headers.get('content-type')?.startsWith('multipart/') === true;
      const body = method === 'GET' ? null : isForm ? await request.formData() : await request.json();
      requests.push({ method, url, headers, body });
      return answer();
    },
  });
  return { webhook, requests };
}

afterEach(() => {
  vi.useRealTimers();
});

const posted = () => Response.json({ id: '7', content: 'Hello', components: [] });

describe('every request', () => {
  it('goes to the webhook of the interaction, with the User-Agent that Discord requires', async () => {
    const { webhook, requests } = createRecorder(posted);
    await webhook.edit('@original', { content: 'Hello' });
    await webhook.create({ content: 'more' });
    await webhook.read('7');
    const base = 'https://discord.example/api/v10/webhooks/100000000000000001/tok.en';
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      `PATCH ${base}/messages/@original`,
      `POST ${base}`,
      `GET ${base}/messages/7`,
    ]);
    for (const { headers } of requests) {
      expect(headers.get('user-agent')).toMatch(/^DiscordBot \(https:\/\/\S+, 1\.2\.3\)$/);
    }
  });

  it('can ping nobody', async () => {
    const { webhook, requests } = createRecorder(posted);
    await webhook.edit('@original', { content: '@everyone' });
    await webhook.create({ content: '@everyone' });
    await webhook.edit('7', { components: [] });
    for (const { body } of requests) expect(body).toMatchObject({ allowed_mentions: { parse: [] } });
  });

  it('is given up after ten seconds, and leaves no timer behind when it is answered sooner', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const waiting: number[] = [];
    const { webhook } = createRecorder(() => {
      waiting.push(vi.getTimerCount());
      return posted();
    });
    await webhook.edit('@original', { content: 'Hello' });
    expect([waiting, vi.getTimerCount()]).toEqual([[1], 0]);

    const asked = Promise.withResolvers<AbortSignal>();
    const hanging = createInteractionWebhook({
      apiBaseUrl: 'https://discord.example/api/v10',
      applicationId: '1',
      token: 't',
      version: '1',
      fetch: ({ signal }) => {
        asked.resolve(signal);
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      },
    });
    const reply = hanging.create({ content: 'Hello' });
    await asked.promise;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await reply).toEqual({ kind: 'unavailable', status: 0, maybeDone: true });
  });

  it('leaves out what is to stay as it is', async () => {
    const { webhook, requests } = createRecorder(posted);
    await webhook.edit('@original', { components: [] });
    expect(requests[0]?.body).toEqual({ components: [], allowed_mentions: { parse: [] } });
  });

  it('suppresses the previews of links in each text, unless the message has embeds or flags of its own', async () => {
    const { webhook, requests } = createRecorder(posted);
    await webhook.edit('@original', { content: 'https://example.com' });
    await webhook.create({ content: 'https://example.com' });
    await webhook.create({ content: 'x', embeds: [{ title: 'y' }] });
    await webhook.edit('7', { content: 'x', flags: 0 });
    expect(requests.map(({ body }) => (body as { flags?: number }).flags)).toEqual([4, 4, 0, 0]);
  });

  it('lists the attachments that an edit keeps, before those that it adds', async () => {
    const { webhook, requests } = createRecorder(posted);
    await webhook.edit('7', { content: 'x', keptAttachments: ['900000000000000001'] });
    await webhook.edit('7', { content: 'x', files: [], keptAttachments: [] });
    const file = { name: 'b.md', type: 'text/markdown', text: 'b' };
    await webhook.edit('7', { content: 'x', files: [file], keptAttachments: ['900000000000000001'] });
    const form = requests[2]?.body as FormData;
    const payloads = [requests[0]?.body, requests[1]?.body, JSON.parse(String(form.get('payload_json')))];
    expect(payloads.map(({ attachments }) => attachments)).toEqual([
      [{ id: '900000000000000001' }],
      [],
      [{ id: '900000000000000001' }, { id: '0', filename: 'b.md' }],
    ]);
  });

  it('sends several files under their numbers', async () => {
    const { webhook, requests } = createRecorder(posted);
    const files = ['a', 'b'].map((text) => ({ name: `${text}.md`, type: 'text/markdown', text }));
    await webhook.create({ content: 'x', files });
    const form = requests[0]?.body as FormData;
    expect(JSON.parse(String(form.get('payload_json')))).toMatchObject({
      attachments: [
        { id: '0', filename: 'a.md' },
        { id: '1', filename: 'b.md' },
      ],
    });
    expect(await (form.get('files[1]') as File).text()).toBe('b');
  });

  it('makes links harmless in each text and file, and keeps the marks of a JSON file readable', async () => {
    const { webhook, requests } = createRecorder(posted);
    const text = '[bank.com](https://evil.com) \u202e';
    await webhook.create({ content: text });
    await webhook.edit('7', {
      content: text,
      files: [
        { name: 'a.md', type: 'text/markdown', text },
        { name: 'a.json', type: 'application/json', text: JSON.stringify([text]) },
      ],
    });
    expect(requests[0]?.body).toMatchObject({ content: '[bank.com] (https://evil.com) ' });
    const form = requests[1]?.body as FormData;
    const read = async (index: number) => (form.get(`files[${index}]`) as File).text();
    expect(JSON.parse(String(form.get('payload_json'))).content).toBe('[bank.com] (https://evil.com) ');
    expect(await read(0)).toBe('[bank.com] (https://evil.com) ');
    expect(await read(1)).toBe('["[bank.com](https://evil.com) \\u202e"]');
  });

  it('can ping nobody as a voice message', async () => {
    const { webhook, requests } = createRecorder(posted);
    const voice = { duration: 1, waveform: 'AA==' };
    await webhook.create({ sound: { name: 'a.ogg', type: 'audio/ogg', bytes: new Uint8Array(1), voice } });
    const form = requests[0]?.body as FormData;
    expect(JSON.parse(String(form.get('payload_json')))).toMatchObject({ allowed_mentions: { parse: [] } });
  });

  it('goes to the message that stands for a response that was taken back', async () => {
    const urls: string[] = [];
    const webhook = createInteractionWebhook({
      apiBaseUrl: 'https://discord.example/api/v10',
      ...{ applicationId: '1', token: 't', version: '1', home: '9' },
      async fetch({ url }) {
        urls.push(url);
        return posted();
      },
    });
    await webhook.edit('@original', { content: 'Hello' });
    await webhook.edit('7', { content: 'Hello' });
    expect(urls.map((url) => url.split('/').at(-1))).toEqual(['9', '7']);
  });

  it('sends a file by multipart, and still can ping nobody', async () => {
    const { webhook, requests } = createRecorder(posted);
    await webhook.edit('@original', {
      content: 'see file',
      files: [{ name: 'answer.md', type: 'text/markdown', text: '안녕' }],
    });
    const form = requests[0]?.body as FormData;
    expect(JSON.parse(String(form.get('payload_json')))).toEqual({
      content: 'see file',
      flags: 4,
      allowed_mentions: { parse: [] },
      attachments: [{ id: '0', filename: 'answer.md' }],
    });
    const file = form.get('files[0]') as File;
    expect(file.name).toBe('answer.md');
    expect(await file.text()).toBe('안녕');
  });
});

describe('every reply becomes a case', () => {
  const none = new Headers();
  const ok = {
    kind: 'ok',
    message: { id: '7', content: '', isBlank: true, buttons: [], attachments: [] },
    pauseMs: 0,
  };

  it.each<[string, number, Record<string, string>, unknown, object]>([
    ['success', 200, {}, { id: '7' }, ok],
    ['success without a body', 204, {}, null, { kind: 'ok', message: null, pauseMs: 0 }],
    [
      'an empty bucket',
      200,
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset-after': '1.25' },
      { id: '7' },
      { ...ok, pauseMs: 1_250 },
    ],
    [
      'a bucket with room',
      200,
      { 'x-ratelimit-remaining': '1', 'x-ratelimit-reset-after': '1.25' },
      { id: '7' },
      ok,
    ],
    [
      '429 with a fraction in its body',
      429,
      { 'retry-after': '1' },
      { retry_after: 0.3 },
      { kind: 'rate_limited', retryAfterMs: 300 },
    ],
    [
      '429 with a header only',
      429,
      { 'retry-after': '2' },
      null,
      { kind: 'rate_limited', retryAfterMs: 2_000 },
    ],
    ['429 with nonsense', 429, { 'retry-after': 'soon' }, {}, { kind: 'rate_limited', retryAfterMs: null }],
    ['Unknown Webhook', 404, {}, { code: 10_015 }, { kind: 'unknown_webhook' }],
    ['Unknown Message', 404, {}, { code: 10_008 }, { kind: 'gone', status: 404, code: 10_008 }],
    ['an invalid token', 401, {}, { code: 50_027 }, { kind: 'gone', status: 401, code: 50_027 }],
    ['missing permissions', 403, {}, null, { kind: 'gone', status: 403, code: 0 }],
    ['AutoMod', 400, {}, { code: 200_000 }, { kind: 'blocked' }],
    ['too many follow-ups', 400, {}, { code: 40_094 }, { kind: 'refused', status: 400, code: 40_094 }],
    ['500', 500, {}, null, { kind: 'unavailable', status: 500, maybeDone: false }],
    ['a gateway that gave up', 504, {}, null, { kind: 'unavailable', status: 504, maybeDone: true }],
  ])('%s', (_, status, headers, body, expected) => {
    expect(parseReply(status, new Headers(headers), body)).toEqual(expected);
  });

  it('a gateway whose time ran out may have delivered the request', () => {
    expect(parseReply(408, none, null)).toEqual({ kind: 'unavailable', status: 408, maybeDone: true });
  });

  it('names the buttons of a message', () => {
    const components = [
      {
        type: 1,
        components: [
          { type: 2, custom_id: 'stop.1.2' },
          { type: 2, url: 'x' },
        ],
      },
    ];
    expect(parseReply(200, none, { id: '7', content: 'x', components })).toMatchObject({
      message: { buttons: ['stop.1.2'] },
    });
  });

  it.each([
    [true, { content: '' }],
    [false, { content: 'x' }],
    [false, { content: '', embeds: [{}] }],
    [false, { content: '', attachments: [{ id: '9' }] }],
  ])('tells whether a message is still blank: %s', (isBlank, body) => {
    expect(parseReply(200, none, { id: '7', ...body })).toMatchObject({ message: { isBlank } });
  });

  it('does not trip over a body of another shape', () => {
    for (const body of [
      'text',
      5,
      [],
      { components: 5 },
      { id: 5 },
      { components: [null, { components: [null] }] },
    ]) {
      expect(parseReply(200, none, body).kind).toBe('ok');
      expect(parseReply(400, none, body).kind).toBe('refused');
    }
  });

  it('a connection that breaks may have delivered the request', async () => {
    const { webhook } = createRecorder(() => Promise.reject(new TypeError('cut')));
    expect(await webhook.create({ content: 'x' })).toEqual({
      kind: 'unavailable',
      status: 0,
      maybeDone: true,
    });
  });
});

it('makes one of its few cases of any reply', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.constant(429), fc.integer({ min: 200, max: 599 })),
      fc.oneof(
        fc.jsonValue(),
        fc.record({ id: fc.jsonValue(), components: fc.jsonValue(), code: fc.jsonValue() }),
      ),
      fc.constantFrom('', '0', '-1', 'NaN', '1e999', ' 2', '0.3'),
      (status, body, seconds) => {
        const headers = new Headers({
          'retry-after': seconds,
          'x-ratelimit-remaining': '0',
          'x-ratelimit-reset-after': seconds,
        });
        const reply = parseReply(status, headers, body);
        expect(reply.kind === 'ok').toBe(status < 300);
        const waitMs =
          reply.kind === 'ok' ? reply.pauseMs : reply.kind === 'rate_limited' ? (reply.retryAfterMs ?? 0) : 0;
        expect(waitMs).toBeGreaterThanOrEqual(0);
        expect(Number.isFinite(waitMs)).toBe(true);
      },
    ),
  );
});

it('creates what only one person sees where the answer is private, previews kept away', async () => {
  const requests: { flags?: number }[] = [];
  const webhook = createInteractionWebhook({
    apiBaseUrl: 'https://discord.example/api/v10',
    applicationId: '100000000000000001',
    token: 'tok.en',
    version: '1.2.3',
    isEphemeral: true,
    fetch: async (request) => {
      requests.push(await request.json());
      return posted();
    },
  });
  await webhook.create({ content: 'more' });
  await webhook.edit('@original', { content: 'Hello' });
  expect(requests.map(({ flags }) => flags)).toEqual([EPHEMERAL | SUPPRESS_EMBEDS, SUPPRESS_EMBEDS]);
});
