import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  APPLICATION_ID,
  CHANNEL,
  CHAT_COMMAND,
  type Json,
  startScene,
  type TestScene,
  USER,
} from './fake-bot.ts';
import type { DiscordStandInOptions } from './server.ts';

let scene: TestScene;
afterEach(() => scene.close());

async function start(options?: Partial<DiscordStandInOptions>): Promise<void> {
  scene = await startScene(options);
}
async function record(id: string): Promise<Json> {
  return (await scene.dev('GET', `/interactions/${id}`)).json();
}
async function messages(userId = USER.haneul, channelId = CHANNEL.korean): Promise<Json[]> {
  const response = await scene.dev('GET', `/messages?channelId=${channelId}&userId=${userId}`);
  return (await response.json()) as Json[];
}
function original(): string {
  return `${scene.webhook()}/messages/@original`;
}
async function refusal(response: Response): Promise<[number, number]> {
  return [response.status, ((await response.json()) as Json).code];
}

describe('an interaction', () => {
  it('is signed, and carries what Discord sends', async () => {
    await start();
    await scene.invoke({ userId: USER.bora });
    const [received] = scene.bot.received;
    expect(received?.headers['user-agent']).toBe('Discord-Interactions/1.0 (+https://discord.com)');
    expect(received?.payload).toMatchObject({
      type: 2,
      version: 1,
      application_id: APPLICATION_ID,
      app_permissions: expect.stringMatching(/^\d+$/),
      attachment_size_limit: 10_485_760,
      authorizing_integration_owners: { '0': '1300000000000000201' },
      channel: { id: CHANNEL.korean, type: 0, name: '일반' },
      channel_id: CHANNEL.korean,
      context: 0,
      data: { name: 'chat', type: 1, options: [{ name: 'prompt', type: 3, value: '안녕' }] },
      entitlements: [],
      guild: { id: '1300000000000000201', locale: 'ko' },
      guild_id: '1300000000000000201',
      guild_locale: 'ko',
      locale: 'ko',
      member: { user: { id: USER.bora, username: 'bora' }, permissions: expect.stringMatching(/^\d+$/) },
    });
    const MANAGE_MESSAGES = 8192n;
    expect(BigInt(received?.payload.member.permissions) & MANAGE_MESSAGES).toBe(MANAGE_MESSAGES);
    expect(received?.payload.user).toBeUndefined();
  });

  it('comes from a user and no member in a direct message, which only that user sees', async () => {
    await start();
    scene.bot.answer = () => ({ type: 4, data: { content: 'psst' } });
    await scene.invoke({ channelId: CHANNEL.haneulsDm, locale: 'en-US' });
    const payload = scene.bot.received[0]?.payload;
    expect(payload).toMatchObject({
      context: 1,
      user: { id: USER.haneul },
      channel: { type: 1 },
      locale: 'en-US',
    });
    expect(payload).not.toHaveProperty('member');
    expect(payload).not.toHaveProperty('guild_id');
    expect(await messages(USER.haneul, CHANNEL.haneulsDm)).toHaveLength(1);
    expect(await messages(USER.robin, CHANNEL.haneulsDm)).toHaveLength(0);
    await expect(scene.invoke({ channelId: CHANNEL.haneulsDm, userId: USER.robin })).rejects.toThrow(
      /direct messages/,
    );
  });

  it('in a thread names the channel that the thread belongs to', async () => {
    await start();
    const created = await scene.dev('POST', '/threads', { channelId: CHANNEL.korean, name: '별' });
    const thread = (await created.json()) as Json;
    expect(thread).toMatchObject({ name: '별', parentId: CHANNEL.korean });
    await scene.invoke({ channelId: thread.id });
    expect(scene.bot.received[0]?.payload).toMatchObject({
      channel_id: thread.id,
      channel: { id: thread.id, type: 11, parent_id: CHANNEL.korean },
    });
    expect((await scene.dev('POST', '/threads', { channelId: thread.id, name: 'x' })).status).toBe(400);
    expect((await scene.dev('POST', '/threads', { channelId: CHANNEL.haneulsDm, name: 'x' })).status).toBe(
      400,
    );
  });

  it('brings along who is mentioned in its text', async () => {
    await start();
    await scene.invoke({ options: { prompt: `안녕 <@${USER.robin}> <@1300000000000000999>` } });
    expect(scene.bot.received[0]?.payload.data.resolved).toMatchObject({
      users: { [USER.robin]: { username: 'robin', global_name: 'Robin' } },
      members: { [USER.robin]: { nick: null } },
    });
  });

  it('is not sent when a client would hold it back, unless a test insists', async () => {
    await start();
    await expect(scene.invoke({ options: {} })).rejects.toThrow('prompt: This option is required');
    await expect(scene.invoke({ locale: 'xx' as 'ko' })).rejects.toThrow('locale');
    expect(scene.bot.received).toHaveLength(0);
    await scene.invoke({
      name: 'dance',
      options: { prompt: 'x'.repeat(100_000) },
      locale: 'xx' as 'ko',
      unchecked: true,
    });
    expect(scene.bot.received[0]?.payload).toMatchObject({ locale: 'xx', data: { name: 'dance' } });
  });

  it('is delivered again on demand, and the second answer changes nothing', async () => {
    await start();
    const { interactionId } = await scene.invoke();
    scene.bot.answer = () => ({ type: 4, data: { content: 'twice' } });
    const again = await scene.dev('POST', `/interactions/${interactionId}/redeliver`);
    expect(await again.json()).toMatchObject({ interactionId, callbackType: 4, failure: null });
    expect(scene.bot.received.map(({ payload }) => payload.id)).toEqual([interactionId, interactionId]);
    expect(await messages()).toMatchObject([{ state: 'thinking' }]);
  });
});

describe('a first response', () => {
  it('that defers is shown as thinking and then edited', async () => {
    await start();
    const result = await scene.invoke();
    expect(result).toMatchObject({ callbackType: 5, failure: null, detail: null });
    expect(await messages()).toMatchObject([{ state: 'thinking', content: '', invocation: '/chat 안녕' }]);
    const thinking = (await (await scene.api('GET', original())).json()) as Json;
    expect(thinking.flags & 128).toBe(128);

    await scene.api('PATCH', original(), { content: '안녕하' });
    const [first] = await messages();
    expect(first).toMatchObject({ state: 'shown', content: '안녕하', editedAt: null });
    const edit = await scene.api('PATCH', original(), { content: ' 안녕하세요\n' });
    expect(await edit.json()).toMatchObject({
      content: '안녕하세요',
      flags: 0,
      webhook_id: APPLICATION_ID,
      type: 20,
    });
    expect((await messages())[0].editedAt).not.toBeNull();
    expect(await record(result.interactionId)).toMatchObject({
      callbackType: 5,
      revisions: [
        { kind: 'edit', content: '안녕하' },
        { kind: 'edit', content: '안녕하세요' },
      ],
      requests: [
        { method: 'GET', route: '/messages/@original', status: 200 },
        { method: 'PATCH', route: '/messages/@original', status: 200 },
        { method: 'PATCH', route: '/messages/@original', status: 200 },
      ],
      messages: [{ content: '안녕하세요' }],
    });
  });

  it('is shown to its caller alone when it is ephemeral, edits and follow-ups included', async () => {
    await start();
    scene.bot.answer = () => ({ type: 5, data: { flags: 64 } });
    await scene.invoke();
    await scene.api('PATCH', original(), { content: 'secret' });
    expect(await messages(USER.haneul)).toMatchObject([{ content: 'secret', ephemeral: true }]);
    expect(await messages(USER.robin)).toEqual([]);
  });

  it.each<[string, Json, string]>([
    ['an error status', null, 'the endpoint answered 500'],
    [
      'a message that is too long',
      { type: 4, data: { content: 'x'.repeat(2001) } },
      'Invalid Form Body: data.content: Must be 2000 or fewer in length.',
    ],
    ['an empty message', { type: 4, data: { content: ' ' } }, 'Cannot send an empty message'],
    [
      'a deferral with wrong flags',
      { type: 5, data: { flags: 4 } },
      'Invalid Form Body: data.flags: A deferred response takes only the EPHEMERAL flag.',
    ],
  ])('counts as none when it is %s', async (_, body, detail) => {
    await start();
    scene.bot.answer = (_interaction, response) => {
      if (body === null) response.writeHead(500).end();
      return body;
    };
    expect(await scene.invoke()).toMatchObject({
      callbackType: null,
      failure: 'The application did not respond',
      detail,
    });
    expect(await messages()).toMatchObject([
      { state: 'failed', ephemeral: true, failure: 'The application did not respond' },
    ]);
    expect(await messages(USER.robin)).toEqual([]);
  });

  it('that does not come in time leaves the token void, and the connection is closed', async () => {
    let endTime = () => {};
    const deadline = {
      ms: 3_000,
      start(expire: () => void) {
        endTime = expire;
        return () => {};
      },
    };
    await start({ deadline });
    const gone = Promise.withResolvers<void>();
    scene.bot.answer = (_, response) => {
      response.on('close', gone.resolve);
      endTime();
      return null;
    };
    expect(await scene.invoke()).toMatchObject({
      failure: 'The application did not respond',
      detail: 'no answer within 3000 ms',
    });
    await gone.promise;
    expect(await refusal(await scene.api('PATCH', original(), { content: 'late' }))).toEqual([404, 10_015]);
    const { id, token } = scene.bot.received[0]?.payload ?? {};
    const late = await scene.api('POST', `/interactions/${id}/${token}/callback`, { type: 5 });
    expect(await refusal(late)).toEqual([404, 10_062]);
  });

  it('is missed when the endpoint cuts the connection', async () => {
    await start();
    scene.bot.answer = (_, response) => {
      response.socket?.destroy();
      return null;
    };
    expect(await scene.invoke()).toMatchObject({ failure: 'The application did not respond' });
  });

  it('may come over the callback route, once', async () => {
    await start();
    const callback = (body: Json) => {
      const { id, token } = scene.bot.received[0]?.payload ?? {};
      return scene.api('POST', `/interactions/${id}/${token}/callback`, body);
    };
    scene.bot.answer = (_, response) => {
      response.writeHead(202).end();
      void callback({ type: 4, data: { content: 'over there' } });
      return null;
    };
    expect(await scene.invoke()).toMatchObject({ callbackType: 4, failure: null });
    expect(await messages()).toMatchObject([{ content: 'over there' }]);
    expect(await refusal(await callback({ type: 5 }))).toEqual([400, 40_060]);
  });
});

describe('the webhook of an interaction', () => {
  it('is unknown for a moment after a deferral', async () => {
    const clock = { ms: 1_800_000_000_000 };
    await start({ now: () => clock.ms, faults: { unknownWebhookMs: 150 } });
    await scene.invoke();
    expect(await refusal(await scene.api('PATCH', original(), { content: 'early' }))).toEqual([404, 10_015]);
    clock.ms += 150;
    expect((await scene.api('PATCH', original(), { content: 'on time' })).status).toBe(200);
  });

  it('closes after 15 minutes', async () => {
    const clock = { ms: 1_800_000_000_000 };
    await start({ now: () => clock.ms });
    await scene.invoke();
    clock.ms += 15 * 60_000 - 1;
    expect((await scene.api('PATCH', original(), { content: 'just in time' })).status).toBe(200);
    clock.ms += 1;
    expect(await refusal(await scene.api('PATCH', original(), { content: 'late' }))).toEqual([401, 50_027]);
  });

  it('limits requests to five in two seconds and says so in headers', async () => {
    const clock = { ms: 1_800_000_000_000 };
    await start({ now: () => clock.ms });
    const { interactionId } = await scene.invoke();
    const remaining: (string | null)[] = [];
    for (let n = 0; n < 5; n += 1) {
      const response = await scene.api('PATCH', original(), { content: `edit ${n}` });
      remaining.push(response.headers.get('x-ratelimit-remaining'));
    }
    expect(remaining).toEqual(['4', '3', '2', '1', '0']);
    clock.ms += 500;
    const refused = await scene.api('PATCH', original(), { content: 'too many' });
    expect(refused.status).toBe(429);
    expect(refused.headers.get('x-ratelimit-scope')).toBe('user');
    expect(refused.headers.get('x-ratelimit-bucket')).toMatch(/^[0-9a-f]{32}$/);
    expect(await refused.json()).toEqual({
      message: 'You are being rate limited.',
      retry_after: 1.5,
      global: false,
    });
    clock.ms += 1_500;
    expect((await scene.api('PATCH', original(), { content: 'again' })).status).toBe(200);
    expect((await record(interactionId)).requests.map((one: Json) => one.status)).toEqual([
      200, 200, 200, 200, 200, 429, 200,
    ]);
  });

  it('refuses what it does not know, with Discord’s codes', async () => {
    await start();
    await scene.invoke();
    const patch = (path: string, body: Json = { content: 'x' }) => scene.api('PATCH', path, body);
    const hook = scene.webhook();
    expect(await refusal(await patch(`/webhooks/${APPLICATION_ID}/nonsense/messages/@original`))).toEqual([
      401, 50_027,
    ]);
    expect(await refusal(await patch(`${hook.replace(APPLICATION_ID, '99')}/messages/@original`))).toEqual([
      404, 10_015,
    ]);
    expect(await refusal(await patch(`${hook}/messages/1300000000000000999`))).toEqual([404, 10_008]);
    expect(await refusal(await patch(`${hook}/messages/abc`))).toEqual([400, 50_035]);
    expect(await refusal(await patch(original(), { content: '' }))).toEqual([400, 50_006]);
    expect(await refusal(await scene.api('PUT', original(), {}))).toEqual([405, 0]);
  });

  it('explains a form that it refuses', async () => {
    await start();
    await scene.invoke();
    const refused = await scene.api('PATCH', original(), { content: 'x'.repeat(2001) });
    expect(refused.status).toBe(400);
    expect(await refused.json()).toEqual({
      message: 'Invalid Form Body',
      code: 50_035,
      errors: {
        content: { _errors: [{ code: 'BASE_TYPE_MAX_LENGTH', message: 'Must be 2000 or fewer in length.' }] },
      },
    });
    const garbled = await scene.api('PATCH', original(), undefined, { 'content-type': 'application/json' });
    expect(await refusal(garbled)).toEqual([400, 50_006]);
    const typed = await scene.api('POST', scene.webhook(), new FormData(), { 'content-type': 'text/plain' });
    expect(await refusal(typed)).toEqual([400, 50_035]);
  });

  it('keeps the flags of a message through an edit that names none', async () => {
    await start();
    scene.bot.answer = () => ({ type: 5, data: { flags: 64 } });
    await scene.invoke();
    const shown = async (body: object) => {
      const response = await scene.api('PATCH', original(), body);
      return response.ok ? (await messages())[0].flags : (await refusal(response))[0];
    };
    expect(await shown({ content: 'one', flags: 4 })).toBe(64 | 4);
    expect(await shown({ content: 'two' })).toBe(64 | 4);
    expect(await shown({ content: 'three', flags: 0 })).toBe(64);
    expect(await shown({ content: 'four', flags: 64 })).toBe(400);
    const followUp = await scene.api('POST', scene.webhook(), { content: 'five', flags: 4 | 4_096 });
    expect(((await followUp.json()) as Json).flags).toBe(4 | 4_096);
  });

  it('fills the deferred message with the first follow-up, and adds the next ones', async () => {
    await start();
    const { interactionId } = await scene.invoke();
    const first = (await (
      await scene.api('POST', `${scene.webhook()}?wait=true`, { content: 'one', flags: 64 })
    ).json()) as Json;
    const second = (await (
      await scene.api('POST', scene.webhook(), { content: 'two', flags: 64 })
    ).json()) as Json;
    expect(await messages()).toMatchObject([
      { id: first.id, content: 'one', followUp: false, ephemeral: false },
      { id: second.id, content: 'two', followUp: true, ephemeral: true },
    ]);
    await scene.api('PATCH', `${scene.webhook()}/messages/${second.id}`, { content: 'two!' });
    expect((await scene.api('DELETE', `${scene.webhook()}/messages/${second.id}`)).status).toBe(204);
    expect(await messages()).toHaveLength(1);
    expect((await record(interactionId)).revisions.map((one: Json) => one.kind)).toEqual([
      'edit',
      'follow-up',
      'follow-up-edit',
      'delete',
    ]);
  });

  it('reaches only the messages of its own interaction', async () => {
    await start();
    scene.bot.answer = () => ({ type: 4, data: { content: 'mine' } });
    await scene.invoke();
    const [mine] = await messages();
    await scene.invoke();
    expect(
      await refusal(await scene.api('PATCH', `${scene.webhook()}/messages/${mine.id}`, { content: 'x' })),
    ).toEqual([404, 10_008]);
  });

  it('tells who was notified, and remembers it when the text changes', async () => {
    await start();
    await scene.invoke();
    await scene.api('PATCH', original(), { content: '@everyone', allowed_mentions: { parse: [] } });
    expect((await messages())[0].pinged).toEqual([]);
    await scene.api('PATCH', original(), { content: `@here <@${USER.robin}>` });
    await scene.api('PATCH', original(), { content: 'nothing happened' });
    expect((await messages())[0].pinged).toEqual(['@here', `<@${USER.robin}>`]);
  });

  it('refuses a file over the limit', async () => {
    await start();
    await scene.invoke();
    const form = new FormData();
    form.set('files[0]', new Blob([new Uint8Array(10 * 1024 * 1024 + 1)]), 'big.bin');
    expect(await refusal(await scene.api('PATCH', original(), form))).toEqual([413, 40_005]);
    form.set('files[0]', new Blob([new Uint8Array(31 * 1024 * 1024)]), 'bigger.bin');
    expect(await refusal(await scene.api('PATCH', original(), form))).toEqual([413, 40_005]);
  });

  it('takes files, serves them, and drops those that an edit does not keep', async () => {
    await start();
    await scene.invoke();
    const form = new FormData();
    form.set(
      'payload_json',
      JSON.stringify({ content: 'see', attachments: [{ id: '0', filename: '글.txt' }] }),
    );
    form.set('files[0]', new Blob(['안녕'], { type: 'text/plain' }), 'x.txt');
    const response = await scene.api('PATCH', original(), form);
    expect(response.status).toBe(200);
    const [{ attachments }] = await messages();
    expect(attachments).toMatchObject([{ filename: '글.txt', size: 6, content_type: 'text/plain' }]);
    const file = await fetch(attachments[0].url);
    expect(await file.text()).toBe('안녕');
    expect(file.headers.get('content-disposition')).toMatch(/^attachment;/);

    await scene.api('PATCH', original(), { content: 'kept' });
    expect((await messages())[0].attachments).toHaveLength(1);
    await scene.api('PATCH', original(), { content: 'dropped', attachments: [] });
    expect((await messages())[0].attachments).toEqual([]);
    expect((await fetch(attachments[0].url)).status).toBe(404);
  });
});

describe('a button', () => {
  const rows = [
    {
      type: 1,
      components: [
        { type: 2, style: 4, label: '중지', custom_id: 'stop' },
        { type: 2, style: 2, label: 'off', custom_id: 'off', disabled: true },
      ],
    },
  ];
  const press = (messageId: string, customId = 'stop', userId = USER.haneul) =>
    scene.dev('POST', '/components', { messageId, customId, userId, locale: 'ko' });

  async function startWithButton(): Promise<string> {
    await start();
    scene.bot.answer = ({ payload }) =>
      payload.type === 2 ? { type: 4, data: { content: 'running', components: rows } } : { type: 6 };
    await scene.invoke();
    return (await messages())[0].id;
  }

  it('sends a component interaction with its message', async () => {
    const id = await startWithButton();
    expect(await (await press(id, 'stop', USER.robin)).json()).toMatchObject({
      callbackType: 6,
      failure: null,
    });
    expect(scene.bot.received[1]?.payload).toMatchObject({
      type: 3,
      data: { custom_id: 'stop', component_type: 2, id: 2 },
      member: { user: { id: USER.robin } },
      message: { id, content: 'running', interaction_metadata: { user: { id: USER.haneul } } },
    });
    // After a deferred update, @original is the message with the button.
    await scene.api('PATCH', original(), { content: 'stopped', components: [] });
    expect(await messages()).toMatchObject([{ id, content: 'stopped', components: [] }]);
  });

  it('may be answered with an update or with a message of its own', async () => {
    const id = await startWithButton();
    scene.bot.answer = () => ({ type: 7, data: { content: 'stopped' } });
    await press(id);
    expect(await messages()).toMatchObject([{ id, content: 'stopped', components: rows }]);
    scene.bot.answer = () => ({ type: 4, data: { content: 'not yours', flags: 64 } });
    await press(id, 'stop', USER.robin);
    expect(await messages(USER.robin)).toMatchObject([
      { id },
      { content: 'not yours', invokedBy: USER.robin, invocation: '중지' },
    ]);
    expect(await messages(USER.haneul)).toHaveLength(1);
  });

  it('cannot be pressed when it is disabled or gone', async () => {
    const id = await startWithButton();
    expect((await press(id, 'off')).status).toBe(400);
    expect((await press(id, 'other')).status).toBe(400);
    expect((await press('1')).status).toBe(400);
  });

  it('that is not answered leaves no message behind', async () => {
    const id = await startWithButton();
    scene.bot.answer = (_, response) => {
      response.writeHead(500).end();
      return null;
    };
    expect(await (await press(id)).json()).toMatchObject({ failure: 'This interaction failed' });
    expect(await messages()).toHaveLength(1);
  });
});

describe('faults', () => {
  const faults = (body: Json) => scene.dev('POST', '/faults', body);

  it('fail, limit and cut the next requests, as often as they say', async () => {
    await start();
    const { interactionId } = await scene.invoke();
    const edit = (content: string) => scene.api('PATCH', original(), { content });
    await faults({
      rateLimitNext: { count: 1, retryAfterSec: 0.25 },
      failNext: { count: 1, status: 503 },
      cutNext: 1,
    });
    const limited = await edit('a');
    expect([limited.status, limited.headers.get('x-ratelimit-reset-after')]).toEqual([429, '0.250']);
    expect((await edit('b')).status).toBe(503);
    await expect(edit('carried out, but nobody knows')).rejects.toThrow();
    expect((await edit('d')).status).toBe(200);
    const { requests, revisions } = await record(interactionId);
    expect(requests.map((one: Json) => one.status)).toEqual([429, 503, 0, 200]);
    expect(revisions.map((one: Json) => one.content)).toEqual(['carried out, but nobody knows', 'd']);
  });

  it('limit over all routes when told so, without a bucket', async () => {
    await start();
    await scene.invoke();
    await faults({ rateLimitNext: { count: 1, retryAfterSec: 0, bare: true } });
    const bare = await scene.api('PATCH', original(), { content: 'x' });
    expect(bare.status).toBe(429);
    expect(bare.headers.get('retry-after')).toBeNull();
    await faults({ rateLimitNext: { count: 1, retryAfterSec: 0.25, global: true } });
    const limited = await scene.api('PATCH', original(), { content: 'a' });
    expect(limited.status).toBe(429);
    expect(Object.fromEntries(limited.headers)).toMatchObject({
      'x-ratelimit-global': 'true',
      'x-ratelimit-scope': 'global',
      'retry-after': '1',
    });
    expect(limited.headers.has('x-ratelimit-bucket')).toBe(false);
    expect(await limited.json()).toMatchObject({ retry_after: 0.25, global: true });
  });

  it('cut follow-ups alone, after posting them', async () => {
    await start();
    const { interactionId } = await scene.invoke();
    const webhook = original().replace('/messages/@original', '');
    await faults({ cutNextFollowUp: 1 });
    expect((await scene.api('PATCH', original(), { content: 'a' })).status).toBe(200);
    await expect(scene.api('POST', webhook, { content: 'b' })).rejects.toThrow();
    expect((await scene.api('POST', webhook, { content: 'c' })).status).toBe(200);
    const { requests } = await record(interactionId);
    expect(requests.map((one: Json) => one.status)).toEqual([200, 0, 200]);
    expect((await messages()).map((one: Json) => one.content)).toEqual(['a', 'b', 'c']);
  });

  it('hold answers back without holding back what they do', async () => {
    await start();
    await scene.invoke();
    await faults({ delayMs: 60_000 });
    const seen = waitForEvent(USER.haneul, (event) => event.kind === 'message');
    const controller = new AbortController();
    const held = fetch(`${scene.discord.apiBaseUrl}${original()}`, {
      method: 'PATCH',
      signal: controller.signal,
      headers: { 'content-type': 'application/json', 'user-agent': 'DiscordBot (x, 1)' },
      body: JSON.stringify({ content: 'done' }),
    } as RequestInit).catch(() => 'never answered');
    expect((await seen).message.content).toBe('done');
    controller.abort();
    expect(await held).toBe('never answered');
  });

  it('refuse a text as AutoMod does, until they are switched off', async () => {
    await start();
    await scene.invoke();
    await faults({ autoModText: '금지어' });
    expect(await refusal(await scene.api('PATCH', original(), { content: '이 금지어는' }))).toEqual([
      400, 200_000,
    ]);
    await faults({});
    expect((await scene.api('PATCH', original(), { content: '이 금지어는' })).status).toBe(200);
  });

  it('end the follow-ups of an interaction, and leave its edits alone', async () => {
    await start();
    await scene.invoke();
    await faults({ maxFollowUps: 2 });
    const followUp = () => scene.api('POST', scene.webhook(), { content: 'more' });
    // The first fills the deferral's own message.
    expect([(await followUp()).status, (await followUp()).status, (await followUp()).status]).toEqual([
      200, 200, 200,
    ]);
    expect(await refusal(await followUp())).toEqual([400, 40_094]);
    expect((await scene.api('PATCH', original(), { content: 'edited' })).status).toBe(200);
    expect(await messages()).toHaveLength(3);
  });

  it('are refused when they are malformed', async () => {
    await start();
    const response = await faults({ failNext: { count: -1, status: 503 } });
    expect(response.status).toBe(400);
    expect(((await response.json()) as Json).error).toMatch(/^failNext\.count/);
  });
});

describe('registration', () => {
  it('overwrites commands, keeps ids, and puts global ones beside a guild’s', async () => {
    await start();
    const path = `/applications/${APPLICATION_ID}`;
    const [before] = (await (
      await scene.api('GET', `${path}/commands?with_localizations=true`)
    ).json()) as Json[];
    expect(before).toMatchObject({
      name: 'chat',
      name_localizations: { ko: '대화' },
      application_id: APPLICATION_ID,
    });
    const [after] = (await (
      await scene.api('PUT', `${path}/commands`, [CHAT_COMMAND, { name: 'help', description: 'x' }])
    ).json()) as Json[];
    expect(after.id).toBe(before.id);
    await scene.api('PUT', `${path}/guilds/1300000000000000201/commands`, [
      { name: 'here', description: 'x' },
    ]);
    const state = (await (await scene.dev('GET', '/state')).json()) as Json;
    expect(state.commands.map((command: Json) => [command.name, command.guild_id])).toEqual([
      ['chat', undefined],
      ['help', undefined],
      ['here', '1300000000000000201'],
    ]);
    await expect(scene.invoke({ name: 'here', options: {}, channelId: CHANNEL.english })).rejects.toThrow(
      'no such command',
    );
  });

  it('refuses strangers, other applications, other guilds and malformed commands', async () => {
    await start();
    const path = `/applications/${APPLICATION_ID}`;
    expect(
      await refusal(await scene.api('PUT', `${path}/commands`, [], { authorization: 'Bot wrong' })),
    ).toEqual([401, 0]);
    expect(await refusal(await scene.api('GET', '/users/@me', undefined, { authorization: '' }))).toEqual([
      401, 0,
    ]);
    expect(await refusal(await scene.api('PUT', '/applications/99/commands', []))).toEqual([404, 10_002]);
    expect(await refusal(await scene.api('PUT', `${path}/guilds/99/commands`, []))).toEqual([403, 50_001]);
    expect(await refusal(await scene.api('PUT', `${path}/commands`, [{ name: 'Bad' }]))).toEqual([
      400, 50_035,
    ]);
  });

  it('creates one command beside the others, and overwrites it under its name', async () => {
    await start();
    const path = `/applications/${APPLICATION_ID}/commands`;
    const created = await scene.api('POST', path, { name: 'help', description: 'x' });
    expect(created.status).toBe(201);
    const changed = await scene.api('POST', path, { name: 'help', description: 'y' });
    expect(changed.status).toBe(200);
    const { id } = (await created.json()) as Json;
    expect(await changed.json()).toMatchObject({ id, description: 'y' });
    const commands = (await (await scene.api('GET', path)).json()) as Json[];
    expect(commands.map(({ name, description }) => [name, description])).toEqual([
      ['chat', 'Ask'],
      ['help', 'y'],
    ]);
    expect(await refusal(await scene.api('POST', path, { name: 'Bad', description: 'x' }))).toEqual([
      400, 50_035,
    ]);
  });

  it('refuses a bulk overwrite that would remove the Entry Point command', async () => {
    await start();
    const path = `/applications/${APPLICATION_ID}/commands`;
    const entryPoint = {
      name: 'launch',
      type: 4,
      handler: 2,
      integration_types: [0, 1],
      contexts: [0, 1, 2],
    };
    const { id } = (await (await scene.api('POST', path, entryPoint)).json()) as Json;
    expect(await refusal(await scene.api('PUT', path, [CHAT_COMMAND]))).toEqual([400, 50_240]);
    const kept = (await (await scene.api('GET', path)).json()) as Json[];
    expect(kept.map(({ name }) => name)).toEqual(['chat', 'launch']);
    const answer = await scene.api('PUT', path, [entryPoint]);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject([{ id, ...entryPoint }]);
    expect(await refusal(await scene.api('POST', path, { ...entryPoint, name: 'play' }))).toEqual([
      400, 30_032,
    ]);
  });

  it('turns away who does not say that it is a bot', async () => {
    await start();
    const response = await scene.api('GET', '/users/@me', undefined, { 'user-agent': 'curl/8' });
    expect(await refusal(response)).toEqual([403, 40_333]);
  });

  it('knows its version', async () => {
    await start();
    expect((await scene.api('GET', '/users/@me')).status).toBe(200);
    const old = await fetch(`${scene.discord.url}/api/v6/users/@me`, {
      headers: { 'user-agent': 'DiscordBot (x, 1)' },
    });
    expect(await refusal(old as unknown as Response)).toEqual([400, 50_041]);
    expect(await refusal(await scene.api('GET', '/nowhere'))).toEqual([404, 0]);
  });

  it('accepts an endpoint that verifies signatures, and no other', async () => {
    await start();
    expect(await (await scene.api('GET', '/applications/@me')).json()).toMatchObject({
      interactions_endpoint_url: scene.bot.url,
    });
    scene.bot.verifies = false;
    expect(await scene.discord.setInteractionsEndpoint(scene.bot.url)).toEqual({
      ok: false,
      why: 'somebody else’s signature was answered 200 instead of 401',
    });
    const refused = await scene.api('PATCH', '/applications/@me', {
      interactions_endpoint_url: scene.bot.url,
    });
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({
      code: 50_035,
      errors: { interactions_endpoint_url: { _errors: [{}] } },
    });
    expect(await scene.discord.setInteractionsEndpoint('http://127.0.0.1:1/')).toMatchObject({ ok: false });
    await scene.api('PATCH', '/applications/@me', { interactions_endpoint_url: null });
    expect(await scene.invoke()).toMatchObject({
      detail: expect.stringContaining('no interactions endpoint'),
    });
  });
});

describe('the control routes', () => {
  it('stream what a person may see as it happens', async () => {
    await start();
    const mine = waitForEvent(USER.haneul, (event) => event.message?.content === 'done');
    const others = waitForEvent(USER.robin, (event) => event.kind === 'commands' || event.message?.ephemeral);
    scene.bot.answer = () => ({ type: 5, data: { flags: 64 } });
    await scene.invoke();
    await scene.api('PATCH', original(), { content: 'done' });
    expect((await mine).message).toMatchObject({ state: 'shown', ephemeral: true });
    await scene.api('PUT', `/applications/${APPLICATION_ID}/commands`, []);
    expect(await others).toEqual({ kind: 'commands', commands: [] });
  });

  it('serve no foreign page and no foreign host', async () => {
    await start();
    const get = (path: string, headers: Record<string, string>) =>
      new Promise<number>((resolve, reject) => {
        const sent = request(`${scene.discord.url}${path}`, { headers }, (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        });
        sent.on('error', reject).end();
      });
    expect(await get('/dev/state', {})).toBe(200);
    expect(await get('/dev/state', { origin: scene.discord.url })).toBe(200);
    expect(await get('/dev/state', { origin: 'https://evil.example' })).toBe(403);
    expect(await get('/dev/state', { origin: 'null' })).toBe(403);
    expect(await get('/dev/state', { 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await get('/dev/state', { host: 'evil.example' })).toBe(421);
    expect(await get('/api/v10/users/@me', { host: 'localhost.evil.example' })).toBe(421);
  });

  it('forget messages on demand, and keep the commands', async () => {
    await start();
    const { interactionId } = await scene.invoke();
    await scene.dev('POST', '/reset', {});
    expect(await messages()).toEqual([]);
    expect((await scene.dev('GET', `/interactions/${interactionId}`)).status).toBe(404);
    expect(((await (await scene.dev('GET', '/state')).json()) as Json).commands).toHaveLength(1);
  });
});

it('serves the page and its script, which may load nothing from elsewhere', async () => {
  await start();
  const page = await fetch(scene.discord.url);
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self';");
  const script = await fetch(`${scene.discord.url}/main.js`);
  expect([script.status, script.headers.get('content-type')]).toEqual([
    200,
    'text/javascript; charset=utf-8',
  ]);
  expect((await fetch(`${scene.discord.url}/main.tsx`)).status).toBe(404);
});

describe('a world that is kept', () => {
  it('survives a restart with messages, commands, tokens and files', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'discord-'));
    await start({ dataDir });
    await scene.invoke();
    const form = new FormData();
    form.set('payload_json', JSON.stringify({ content: 'before' }));
    form.set('files[0]', new Blob(['kept']), 'a.txt');
    await scene.api('PATCH', original(), form);
    const webhook = scene.webhook();
    await scene.close();

    await start({ dataDir });
    const [message] = await messages();
    expect(message).toMatchObject({ content: 'before' });
    expect(await (await fetch(message.attachments[0].url)).text()).toBe('kept');
    expect((await scene.api('PATCH', `${webhook}/messages/@original`, { content: 'after' })).status).toBe(
      200,
    );
    expect(await messages()).toMatchObject([{ content: 'after' }]);
    await scene.close();

    const file = join(dataDir, 'discord.json');
    await writeFile(file, '{"version":1,');
    const lines: string[] = [];
    await start({ dataDir, log: (line) => lines.push(line) });
    expect(await messages()).toEqual([]);
    expect(lines.join()).toContain('set aside');
    expect(await readFile(`${file}.unreadable`, 'utf8')).toBe('{"version":1,');
    await scene.close();
    await rm(dataDir, { recursive: true });
  });
});

/** The first event that this person is sent and that `wanted` accepts. */
async function waitForEvent(userId: string, wanted: (event: Json) => unknown): Promise<Json> {
  const response = await fetch(`${scene.discord.url}/dev/events?userId=${userId}`);
  const reader = response.body?.pipeThrough(new TextDecoderStream() as never).getReader();
  let text = '';
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: '' };
    if (done) throw new Error('the stream ended');
    text += value;
    const frames = text.split('\n\n');
    text = frames.pop() ?? '';
    for (const frame of frames) {
      const event = frame.startsWith('data: ') ? JSON.parse(frame.slice(6)) : null;
      if (event !== null && wanted(event)) {
        await reader?.cancel();
        return event;
      }
    }
  }
}
