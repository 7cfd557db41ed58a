import { afterEach, describe, expect, it } from 'vitest';
import { APPLICATION_ID, CHANNEL, type Json, startScene, type TestScene, USER } from './fake-bot.ts';

const COMMANDS = [
  { type: 3, name: 'Translate this', name_localizations: { ko: '이 메시지 번역' } },
  { type: 3, name: 'For moderators', default_member_permissions: '8192' },
  { type: 2, name: 'Who Is This' },
];

let scene: TestScene;
afterEach(() => scene.close());

async function start(): Promise<void> {
  scene = await startScene();
  const registered = await scene.api('PUT', `/applications/${APPLICATION_ID}/commands`, COMMANDS);
  expect(registered.status).toBe(200);
}
async function post(content: string, userId = USER.robin): Promise<Json> {
  const response = await scene.dev('POST', '/messages', { userId, channelId: CHANNEL.korean, content });
  expect(response.status).toBe(200);
  return response.json();
}
async function useMenu(call: Json): Promise<Json> {
  const response = await scene.dev('POST', '/menu-commands', {
    userId: USER.haneul,
    channelId: CHANNEL.korean,
    locale: 'ko',
    ...call,
  });
  return response.json();
}
const payload = () => scene.bot.received.at(-1)?.payload;

describe('a message command', () => {
  it('brings the whole message that it was used on', async () => {
    await start();
    const message = await post('Good evening');
    expect(await useMenu({ type: 3, name: 'Translate this', targetId: message.id })).toMatchObject({
      callbackType: 5,
      failure: null,
    });
    expect(payload()).toMatchObject({
      type: 2,
      data: {
        type: 3,
        name: 'Translate this',
        target_id: message.id,
        resolved: {
          messages: {
            [message.id]: {
              id: message.id,
              type: 0,
              content: 'Good evening',
              author: { id: USER.robin, username: 'robin' },
              attachments: [],
              flags: 0,
            },
          },
        },
      },
      member: { user: { id: USER.haneul } },
    });
    expect(payload().data).not.toHaveProperty('options');
    expect(payload().data.resolved.messages[message.id]).not.toHaveProperty('webhook_id');
  });

  it('can be used on an answer of the application, and is answered as a command is', async () => {
    await start();
    await scene.api('PUT', `/applications/${APPLICATION_ID}/commands`, [
      { name: 'chat', description: 'x', options: [{ type: 3, name: 'prompt', description: 'x' }] },
      ...COMMANDS,
    ]);
    scene.bot.answer = () => ({ type: 4, data: { content: 'first' } });
    await scene.invoke();
    const list = async () =>
      (await (
        await scene.dev('GET', `/messages?channelId=${CHANNEL.korean}&userId=${USER.haneul}`)
      ).json()) as Json[];
    const [first] = await list();
    await useMenu({ type: 3, name: 'Translate this', targetId: first.id });
    expect(payload().data.resolved.messages[first.id]).toMatchObject({
      content: 'first',
      type: 20,
      author: { id: APPLICATION_ID, bot: true },
    });
    expect((await list())[1]).toMatchObject({ content: 'first', invocation: 'Translate this' });
    const own = await scene.api('GET', `${scene.webhook()}/messages/@original`);
    expect(await own.json()).toMatchObject({ type: 23 });
  });

  it.each<[string, Json, string]>([
    ['an unknown name', { type: 3, name: 'translate this' }, 'translate this: There is no such command here'],
    ['a name of the other kind', { type: 2, name: 'Translate this' }, 'Translate this: There is no such'],
    ['a missing permission', { type: 3, name: 'For moderators' }, 'For moderators: There is no such command'],
    ['an unknown message', { type: 3, name: 'Translate this', targetId: '1' }, 'targetId: There is no such'],
    ['an unknown user', { type: 2, name: 'Who Is This', targetId: '1' }, 'targetId: There is no such user'],
    ['another type', { type: 1, name: 'Translate this' }, 'type: '],
  ])('is not sent with %s', async (_, call, error) => {
    await start();
    const message = await post('x');
    const refused = await useMenu({ targetId: message.id, ...call });
    expect(refused.error).toContain(error);
    expect(scene.bot.received).toHaveLength(0);
  });

  it('is not sent for a message that the person does not see', async () => {
    await start();
    scene.bot.answer = () => ({ type: 4, data: { content: 'secret', flags: 64 } });
    const message = await post('x');
    await useMenu({ type: 3, name: 'Translate this', targetId: message.id });
    const list = await scene.dev('GET', `/messages?channelId=${CHANNEL.korean}&userId=${USER.haneul}`);
    const secret = ((await list.json()) as Json[])[1];
    const refused = await useMenu({
      type: 3,
      name: 'Translate this',
      targetId: secret.id,
      userId: USER.robin,
    });
    expect(refused.error).toBe('targetId: There is no such message');
  });
});

describe('a user command', () => {
  it('brings the user, and in a guild the member', async () => {
    await start();
    await useMenu({ type: 2, name: 'Who Is This', targetId: USER.bora });
    expect(payload().data).toMatchObject({
      type: 2,
      target_id: USER.bora,
      resolved: {
        users: { [USER.bora]: { username: 'bora' } },
        members: { [USER.bora]: { permissions: expect.stringMatching(/^\d+$/) } },
      },
    });
    expect(payload().data.resolved.members[USER.bora]).not.toHaveProperty('user');
  });

  it('brings no member in a direct message', async () => {
    await start();
    await useMenu({
      type: 2,
      name: 'Who Is This',
      targetId: USER.haneul,
      channelId: CHANNEL.haneulsDm,
    });
    expect(payload().data.resolved).toEqual({ users: { [USER.haneul]: expect.anything() } });
  });
});

it('a person’s message reaches no bot, and must hold something', async () => {
  await start();
  expect(await post(' hello ')).toMatchObject({
    content: 'hello',
    authorId: USER.robin,
    interactionId: null,
  });
  expect(scene.bot.received).toHaveLength(0);
  const empty = await scene.dev('POST', '/messages', {
    userId: USER.robin,
    channelId: CHANNEL.korean,
    content: ' ',
  });
  expect(empty.status).toBe(400);
  const foreign = await scene.dev('POST', '/messages', {
    userId: USER.robin,
    channelId: CHANNEL.haneulsDm,
    content: 'x',
  });
  expect(foreign.status).toBe(400);
});
