import { afterEach, describe, expect, it } from 'vitest';
import { CHANNEL, type Json, startScene, type TestScene, USER } from './fake-bot.ts';

const MODAL = {
  custom_id: 'feedback',
  title: '의견',
  components: [
    { type: 10, content: '읽어 주세요' },
    { type: 18, label: '내용', component: { type: 4, custom_id: 'text', style: 2, min_length: 2 } },
    {
      type: 18,
      label: '모델',
      component: {
        type: 3,
        custom_id: 'model',
        options: [
          { label: 'A', value: 'a' },
          { label: 'B', value: 'b' },
        ],
      },
    },
    { type: 18, label: '역할', component: { type: 6, custom_id: 'role', required: false, min_values: 0 } },
    {
      type: 18,
      label: '파일',
      component: { type: 19, custom_id: 'file', required: false, min_values: 0, file_types: ['image'] },
    },
  ],
};
const ROLE = '1300000000000000402';
const FILLED = { text: '좋아요', model: ['b'] };

let scene: TestScene;
afterEach(() => scene.close());

async function open(answer: Json = { type: 9, data: MODAL }): Promise<Json> {
  scene = await startScene();
  scene.bot.answer = ({ payload }) =>
    payload.type === 2 ? answer : { type: 4, data: { content: '고마워요' } };
  return scene.invoke();
}
async function submit(interactionId: string, values: Json = FILLED, userId = USER.haneul): Promise<Json> {
  const response = await scene.dev('POST', '/modals', { interactionId, userId, locale: 'ko', values });
  return response.json();
}
async function upload(filename: string): Promise<Json> {
  const query = new URLSearchParams({ userId: USER.haneul, filename });
  const response = await fetch(`${scene.discord.url}/dev/uploads?${query}`, {
    method: 'POST',
    body: 'bytes',
  });
  return response.json();
}
const payload = () => scene.bot.received.at(-1)?.payload;
async function messages(): Promise<Json[]> {
  const response = await scene.dev('GET', `/messages?channelId=${CHANNEL.korean}&userId=${USER.haneul}`);
  return (await response.json()) as Json[];
}

describe('a modal', () => {
  it('is opened by a response to a command, which leaves no message', async () => {
    const opened = await open();
    expect(opened).toMatchObject({ callbackType: 9, failure: null, modal: { title: '의견' } });
    expect(opened.modal.components.map(({ id }: Json) => id)).toEqual([1, 2, 4, 6, 8]);
    expect(await messages()).toEqual([]);
  });

  it('is submitted with what Discord sends', async () => {
    const { interactionId } = await open();
    const file = await upload('별.png');
    const values = { ...FILLED, role: [ROLE], file: [file.id] };
    expect(await submit(interactionId, values)).toMatchObject({
      callbackType: 4,
      failure: null,
      modal: null,
    });
    expect(payload()).toMatchObject({
      type: 5,
      channel_id: CHANNEL.korean,
      member: { user: { id: USER.haneul } },
      data: {
        custom_id: 'feedback',
        components: [
          { type: 10, id: 1 },
          { type: 18, id: 2, component: { type: 4, id: 3, custom_id: 'text', value: '좋아요' } },
          { type: 18, id: 4, component: { type: 3, id: 5, custom_id: 'model', values: ['b'] } },
          { type: 18, id: 6, component: { type: 6, id: 7, custom_id: 'role', values: [ROLE] } },
          { type: 18, id: 8, component: { type: 19, id: 9, custom_id: 'file', values: [file.id] } },
        ],
        resolved: {
          roles: { [ROLE]: { name: '별지기' } },
          attachments: { [file.id]: { filename: '별.png', size: 5, ephemeral: true, url: file.url } },
        },
      },
    });
    expect(payload()).not.toHaveProperty('message');
    expect(await messages()).toMatchObject([{ content: '고마워요', invokedBy: USER.haneul }]);
  });

  it.each<[string, Json, string]>([
    ['a required text is missing', { ...FILLED, text: '' }, 'text: This field is required'],
    ['a text is too short', { ...FILLED, text: 'x' }, 'text: Must be at least 2 characters long'],
    ['a choice is none', { ...FILLED, model: ['c'] }, 'model: Must be one of the choices'],
    ['too much is chosen', { ...FILLED, model: ['a', 'b'] }, 'model: Choose at most 1'],
    [
      'a role is of another guild',
      { ...FILLED, role: ['1300000000000000411'] },
      'role: Must be one of the choices',
    ],
    [
      'a file was not uploaded',
      { ...FILLED, file: ['1'] },
      'file: There is no such file, or it is of another type',
    ],
    ['a component is unknown', { ...FILLED, other: 'x' }, 'other: There is no such component'],
  ])('is not sent while %s', async (_, values, error) => {
    const { interactionId } = await open();
    expect(await submit(interactionId, values)).toEqual({ error });
    expect(scene.bot.received).toHaveLength(1);
  });

  it('takes files of the wanted kind alone', async () => {
    const { interactionId } = await open();
    const { id } = await upload('a.txt');
    expect((await submit(interactionId, { ...FILLED, file: [id] })).error).toMatch(/^file: /);
  });

  it('is sent once, by the person who opened it', async () => {
    const { interactionId } = await open();
    expect((await submit(interactionId, FILLED, USER.robin)).error).toBe(
      'interactionId: There is no such modal',
    );
    const both = await Promise.all([submit(interactionId), submit(interactionId)]);
    expect(both.filter(({ error }) => error === 'interactionId: This modal has been sent')).toHaveLength(1);
    expect(scene.bot.received).toHaveLength(2);
  });

  it('can be sent again after it failed', async () => {
    const { interactionId } = await open();
    scene.bot.answer = (_, response) => {
      response.writeHead(500).end();
      return null;
    };
    expect(await submit(interactionId)).toMatchObject({ failure: 'This interaction failed' });
    expect(await messages()).toEqual([]);
    scene.bot.answer = () => ({ type: 5 });
    expect(await submit(interactionId)).toMatchObject({ callbackType: 5, failure: null });
    await scene.api('PATCH', `${scene.webhook()}/messages/@original`, { content: 'later' });
    expect(await messages()).toMatchObject([{ content: 'later' }]);
  });

  it('cannot be answered with another modal, nor with an update when a command opened it', async () => {
    const { interactionId } = await open();
    for (const answer of [{ type: 9, data: MODAL }, { type: 7, data: { content: 'x' } }, { type: 6 }]) {
      scene.bot.answer = () => answer;
      expect((await submit(interactionId)).detail).toBe(
        'Invalid Form Body: type: Value must be one of {4, 5}.',
      );
    }
  });

  it('that is malformed counts as no response', async () => {
    expect(await open({ type: 9, data: { ...MODAL, title: 'x'.repeat(46) } })).toMatchObject({
      callbackType: null,
      modal: null,
      detail: 'Invalid Form Body: data.title: Must be between 1 and 45 in length.',
    });
  });

  it('opened by a button may update the message of the button', async () => {
    const rows = [{ type: 1, components: [{ type: 2, style: 1, label: '고치기', custom_id: 'edit' }] }];
    await open({ type: 4, data: { content: 'before', components: rows } });
    const [message] = await messages();
    scene.bot.answer = () => ({ type: 9, data: MODAL });
    const pressed = await scene.dev('POST', '/components', {
      messageId: message.id,
      customId: 'edit',
      userId: USER.haneul,
      locale: 'ko',
    });
    const { interactionId, callbackType } = (await pressed.json()) as Json;
    expect(callbackType).toBe(9);
    scene.bot.answer = () => ({ type: 7, data: { content: 'after' } });
    expect(await submit(interactionId)).toMatchObject({ callbackType: 7, failure: null });
    expect(payload()).toMatchObject({ type: 5, message: { id: message.id, content: 'before' } });
    expect(await messages()).toMatchObject([{ id: message.id, content: 'after' }]);
  });
});
