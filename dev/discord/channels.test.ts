import { afterEach, describe, expect, it } from 'vitest';
import { APPLICATION_ID, CHANNEL, type Json, startScene, type TestScene, USER } from './fake-bot.ts';

const GUILD = '1300000000000000201';
const STAFF = '1300000000000000401';
const bit = (position: number) => (1n << BigInt(position)).toString();
const SEND = bit(11);
const MANAGE_MESSAGES = bit(13);
const USE_COMMANDS = bit(31);
const PUBLIC_THREADS = bit(35);
const THREAD_MESSAGES = bit(38);

let scene: TestScene;
afterEach(() => scene.close());

async function refusal(response: Response): Promise<[number, number]> {
  return [response.status, ((await response.json()) as Json).code];
}
function overwrite(...overwrites: { id: string; allow?: string; deny?: string }[]): Promise<Response> {
  return scene.dev('POST', '/overwrites', {
    channelId: CHANNEL.korean,
    overwrites: overwrites.map(({ id, allow = '0', deny = '0' }) => ({ id, allow, deny })),
  });
}
async function post(): Promise<string> {
  const response = await scene.dev('POST', '/messages', {
    userId: USER.robin,
    channelId: CHANNEL.korean,
    content: 'hello',
  });
  return ((await response.json()) as Json).id;
}
const startThread = (path: string, body: Json = { name: '별' }) =>
  scene.api('POST', `/channels/${CHANNEL.korean}${path}`, body);

describe('a thread', () => {
  it('is started from a message once, and has its id', async () => {
    scene = await startScene();
    const id = await post();
    const started = await startThread(`/messages/${id}/threads`, { name: '별', auto_archive_duration: 60 });
    expect(started.status).toBe(201);
    expect(await started.json()).toMatchObject({
      id,
      type: 11,
      name: '별',
      parent_id: CHANNEL.korean,
      guild_id: GUILD,
      owner_id: APPLICATION_ID,
      thread_metadata: { archived: false, locked: false },
    });
    expect(await refusal(await startThread(`/messages/${id}/threads`))).toEqual([400, 160_004]);
    await scene.invoke({ channelId: id });
    expect(scene.bot.received[0]?.payload.channel).toMatchObject({ id, type: 11, parent_id: CHANNEL.korean });
  });

  it('is not started with a name that AutoMod refuses', async () => {
    scene = await startScene({ faults: { autoModText: '금지' } });
    const id = await post();
    const named = (name: string) => startThread(`/messages/${id}/threads`, { name });
    expect(await refusal(await named('금지된 말'))).toEqual([400, 200_001]);
    expect((await named('별')).status).toBe(201);
  });

  it('may be there although its start was answered with an error', async () => {
    scene = await startScene({
      faults: { failThreads: { count: 1, status: 502, code: 0, isCarriedOut: true } },
    });
    const id = await post();
    expect((await startThread(`/messages/${id}/threads`)).status).toBe(502);
    expect(await refusal(await startThread(`/messages/${id}/threads`))).toEqual([400, 160_004]);
  });

  it('is renamed, and a channel is not', async () => {
    scene = await startScene();
    const thread = (await (await startThread('/threads', { type: 11, name: 'x' })).json()) as Json;
    const rename = (id: string, body: Json) => scene.api('PATCH', `/channels/${id}`, body);
    expect(await (await rename(thread.id, { name: '별' })).json()).toMatchObject({
      id: thread.id,
      name: '별',
    });
    expect(await refusal(await rename(thread.id, { name: '' }))).toEqual([400, 50_035]);
    expect(await refusal(await rename(CHANNEL.korean, { name: 'x' }))).toEqual([403, 50_013]);
    expect(await refusal(await rename('1', { name: 'x' }))).toEqual([404, 10_003]);
  });

  it('of a channel is private unless it is said to be public', async () => {
    scene = await startScene();
    const type = async (body: Json) =>
      ((await (await startThread('/threads', { name: 'x', ...body })).json()) as Json).type;
    expect([await type({}), await type({ type: 11 }), await type({ type: 12 })]).toEqual([12, 11, 12]);
  });

  it.each<[string, string, Json, [number, number]]>([
    ['without name', '/threads', {}, [400, 50_035]],
    ['with a name of 101 characters', '/threads', { name: 'x'.repeat(101) }, [400, 50_035]],
    ['of another type', '/threads', { name: 'x', type: 0 }, [400, 50_035]],
    ['with another archive time', '/threads', { name: 'x', auto_archive_duration: 5 }, [400, 50_035]],
    ['of announcements in a text channel', '/threads', { name: 'x', type: 10 }, [400, 50_024]],
    ['of an unknown message', '/messages/1/threads', { name: 'x' }, [404, 10_008]],
  ])('%s is refused', async (_, path, body, expected) => {
    scene = await startScene();
    expect(await refusal(await startThread(path, body))).toEqual(expected);
  });

  it('is not started in a thread, in a direct message, in an unknown channel, or by a stranger', async () => {
    scene = await startScene();
    const thread = (await (await startThread('/threads', { name: 'x', type: 11 })).json()) as Json;
    const start = (channel: string, headers?: Record<string, string>) =>
      scene.api('POST', `/channels/${channel}/threads`, { name: 'x' }, headers);
    expect(await refusal(await start(thread.id))).toEqual([400, 50_024]);
    expect(await refusal(await start(CHANNEL.haneulsDm))).toEqual([400, 50_024]);
    expect(await refusal(await start('1'))).toEqual([404, 10_003]);
    expect(await refusal(await start(CHANNEL.korean, { authorization: 'Bot wrong' }))).toEqual([401, 0]);
  });

  it('needs the permission in its parent, and so does what the bot writes in it', async () => {
    scene = await startScene();
    const thread = (await (await startThread('/threads', { name: 'x', type: 11 })).json()) as Json;
    const write = () => scene.api('POST', `/channels/${thread.id}/messages`, { content: 'hi' });
    expect((await write()).status).toBe(200);
    await overwrite({ id: GUILD, deny: PUBLIC_THREADS }, { id: APPLICATION_ID, deny: THREAD_MESSAGES });
    expect(await refusal(await startThread('/threads', { name: 'x', type: 11 }))).toEqual([403, 50_013]);
    expect((await startThread('/threads', { name: 'x', type: 12 })).status).toBe(201);
    expect(await refusal(await write())).toEqual([403, 50_013]);
    await overwrite({ id: APPLICATION_ID, deny: bit(10) });
    expect(await refusal(await startThread('/threads'))).toEqual([403, 50_001]);
  });
});

describe('the messages of a channel', () => {
  const read = (query = '', channel: string = CHANNEL.korean) =>
    scene.api('GET', `/channels/${channel}/messages${query}`);
  const READ_HISTORY = bit(16);

  it('are read by the bot’s token, the newest first', async () => {
    scene = await startScene();
    const ids = [await post(), await post(), await post()];
    const response = await read('?limit=2');
    expect(response.headers.get('x-ratelimit-limit')).toBe('5');
    const messages = (await response.json()) as Json[];
    expect(messages.map(({ id }) => id)).toEqual([ids[2], ids[1]]);
    expect(messages[0]).toMatchObject({
      content: 'hello',
      author: { username: expect.any(String) },
      type: 0,
    });
    const earlier = (await (await read(`?before=${ids[1]}`)).json()) as Json[];
    expect(earlier.map(({ id }) => id)).toEqual([ids[0]]);
    const later = (await (await read(`?after=${ids[0]}&limit=1`)).json()) as Json[];
    expect(later.map(({ id }) => id)).toEqual([ids[1]]);
  });

  it('have no contents of others without the intent, but where the app is mentioned', async () => {
    scene = await startScene({ faults: { withoutMessageContent: true } });
    await post();
    const say = (content: string, channelId: string = CHANNEL.korean) =>
      scene.dev('POST', '/messages', { userId: USER.robin, channelId, content });
    await say(`<@${APPLICATION_ID}> hi`);
    const messages = (await (await read()).json()) as Json[];
    expect(messages.map(({ content }) => content)).toEqual([`<@${APPLICATION_ID}> hi`, '']);
  });

  it('need both permissions: without the view it is refused, without the history there are none', async () => {
    scene = await startScene();
    await post();
    await overwrite({ id: APPLICATION_ID, deny: READ_HISTORY });
    expect(await (await read()).json()).toEqual([]);
    await overwrite({ id: APPLICATION_ID, deny: bit(10) });
    expect(await refusal(await read())).toEqual([403, 50_001]);
    expect(await refusal(await read('', '1'))).toEqual([404, 10_003]);
    const stranger = await scene.api('GET', `/channels/${CHANNEL.korean}/messages`, undefined, {
      authorization: 'Bot wrong',
    });
    expect(await refusal(stranger)).toEqual([401, 0]);
  });

  it.each(['?limit=0', '?limit=101', '?limit=x', '?before=x'])('with %s is refused', async (query) => {
    scene = await startScene();
    expect(await refusal(await read(query))).toEqual([400, 50_035]);
  });

  it('are read five times in a window, and then no more', async () => {
    scene = await startScene();
    for (let count = 0; count < 5; count += 1) expect((await read()).status).toBe(200);
    const limited = await read();
    expect(limited.status).toBe(429);
    expect(limited.headers.get('x-ratelimit-remaining')).toBe('0');
    expect(((await limited.json()) as Json).retry_after).toBeGreaterThan(0);
    expect((await read('', CHANNEL.haneulsDm)).status).toBe(200);
  });
});

it('the bot writes in a channel by its own token, and nothing of it is ephemeral', async () => {
  scene = await startScene();
  const write = (body: Json) => scene.api('POST', `/channels/${CHANNEL.korean}/messages`, body);
  expect(await (await write({ content: 'hi' })).json()).toMatchObject({
    content: 'hi',
    author: { id: APPLICATION_ID },
  });
  expect(await refusal(await write({ content: 'hi', flags: 64 }))).toEqual([400, 50_035]);
  expect(await refusal(await write({ content: '' }))).toEqual([400, 50_006]);
  await overwrite({ id: GUILD, deny: SEND }, { id: APPLICATION_ID, allow: SEND });
  expect((await write({ content: 'allowed again' })).status).toBe(200);
});

describe('permissions', () => {
  const GUARDED = [
    { name: 'chat', description: 'x', default_member_permissions: MANAGE_MESSAGES },
    { type: 3, name: 'Guarded', default_member_permissions: MANAGE_MESSAGES },
  ];
  const member = async (userId: string) => {
    await scene.invoke({ options: {}, userId });
    return scene.bot.received.at(-1)?.payload.member;
  };

  it('of a channel decide who is offered a command, and travel with the member', async () => {
    scene = await startScene({ commands: GUARDED });
    await expect(member(USER.haneul)).rejects.toThrow('no such command');
    await overwrite({ id: USER.haneul, allow: MANAGE_MESSAGES }, { id: STAFF, deny: MANAGE_MESSAGES });
    const { permissions, roles } = await member(USER.haneul);
    expect(BigInt(permissions) & BigInt(MANAGE_MESSAGES)).not.toBe(0n);
    expect(roles).toEqual(['1300000000000000402']);
    // Bora has the staff role, of which the channel takes the permission away.
    await expect(member(USER.bora)).rejects.toThrow('no such command');
  });

  it('of everyone are overruled by those of a role, and these by those of a member', async () => {
    scene = await startScene();
    await overwrite({ id: GUILD, deny: USE_COMMANDS });
    await expect(scene.invoke({ userId: USER.bora })).rejects.toThrow('no such command');
    await overwrite({ id: GUILD, deny: USE_COMMANDS }, { id: STAFF, allow: USE_COMMANDS });
    expect(await scene.invoke({ userId: USER.bora })).toMatchObject({ failure: null });
    await expect(scene.invoke({ userId: USER.haneul })).rejects.toThrow('no such command');
    await overwrite({ id: STAFF, allow: USE_COMMANDS }, { id: USER.bora, deny: USE_COMMANDS });
    await expect(scene.invoke({ userId: USER.bora })).rejects.toThrow('no such command');
  });

  it('of the bot travel with each interaction', async () => {
    scene = await startScene();
    await overwrite({ id: APPLICATION_ID, deny: SEND });
    await scene.invoke();
    expect(BigInt(scene.bot.received[0]?.payload.app_permissions) & BigInt(SEND)).toBe(0n);
  });
});

it('a message with a nonce is written once, and one whose nonce is too long never', async () => {
  scene = await startScene();
  const write = async (nonce: string) => {
    const response = await scene.api('POST', `/channels/${CHANNEL.korean}/messages`, {
      content: 'hi',
      nonce,
      enforce_nonce: true,
    });
    return { status: response.status, id: ((await response.json()) as Json).id };
  };
  const first = await write('n'.repeat(25));
  expect(first.status).toBe(200);
  expect(await write('n'.repeat(25))).toEqual(first);
  expect((await write('n'.repeat(26))).status).toBe(400);
});
