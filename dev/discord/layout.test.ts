import { afterEach, describe, expect, it } from 'vitest';
import { CHANNEL, type Json, startScene, type TestScene, USER } from './fake-bot.ts';

const V2 = 1 << 15;
const PANEL = [
  {
    type: 17,
    components: [
      { type: 10, content: '# 설정' },
      { type: 13, file: { url: 'attachment://a.txt' } },
      {
        type: 9,
        components: [{ type: 10, content: '모델' }],
        accessory: { type: 2, style: 1, label: '바꾸기', custom_id: 'change' },
      },
      { type: 1, components: [{ type: 6, custom_id: 'roles', max_values: 2 }] },
    ],
  },
];
const ROLE = '1300000000000000402';

let scene: TestScene;
afterEach(() => scene.close());

const original = () => `${scene.webhook()}/messages/@original`;
async function messages(): Promise<Json[]> {
  const response = await scene.dev('GET', `/messages?channelId=${CHANNEL.korean}&userId=${USER.haneul}`);
  return (await response.json()) as Json[];
}
function edit(body: Json, file?: string): Promise<Response> {
  const form = new FormData();
  form.set('payload_json', JSON.stringify(body));
  if (file !== undefined) form.set('files[0]', new Blob(['hi'], { type: 'text/plain' }), file);
  return scene.api('PATCH', original(), form);
}
async function start(): Promise<void> {
  scene = await startScene();
  await scene.invoke();
}

describe('a message of components', () => {
  it('shows its layout, with addresses for the files it refers to', async () => {
    await start();
    const edited = await edit({ flags: V2, components: PANEL }, 'a.txt');
    expect(edited.status).toBe(200);
    const object = (await edited.json()) as Json;
    expect(object).toMatchObject({ content: '', flags: V2, components: [{ type: 17, id: 1 }] });
    const [message] = await messages();
    expect(message).toMatchObject({ content: '', components: [], embeds: [], layout: [{ type: 17 }] });
    const { url } = message.layout[0].components[1].file;
    expect(await (await fetch(url)).text()).toBe('hi');
    expect(object.components[0].components[1].file).toMatchObject({ url, content_type: 'text/plain' });
  });

  it('stays one through later edits', async () => {
    await start();
    await edit({ flags: V2, components: PANEL }, 'a.txt');
    const words = await edit({ content: 'plain' });
    expect([words.status, ((await words.json()) as Json).code]).toEqual([400, 50_035]);
    expect((await edit({ flags: 4, components: [{ type: 10, content: 'new' }] })).status).toBe(200);
    expect(await messages()).toMatchObject([{ flags: V2 | 4, layout: [{ type: 10, content: 'new' }] }]);
  });

  it('is not made of a message with text, unless that is taken away', async () => {
    await start();
    await edit({ content: 'words' });
    const components = [{ type: 10, content: 'new' }];
    expect((await edit({ flags: V2, components })).status).toBe(400);
    expect((await edit({ flags: V2, components, content: null })).status).toBe(200);
    expect(await messages()).toMatchObject([{ content: '', layout: components }]);
  });

  it('cannot refer to a file that is not there', async () => {
    await start();
    expect((await edit({ flags: V2, components: PANEL }, 'b.txt')).status).toBe(400);
  });

  it('fails as Discord does when its texts have too many bytes', async () => {
    await start();
    const refused = await edit({ flags: V2, components: [{ type: 10, content: '가'.repeat(3_400) }] });
    expect(refused.status).toBe(500);
  });

  it('notifies whom its texts mention', async () => {
    await start();
    await edit({ flags: V2, components: [{ type: 10, content: `<@${USER.robin}> @everyone` }] });
    expect((await messages())[0].pinged).toEqual([`<@${USER.robin}>`, '@everyone']);
  });
});

describe('its buttons and selects', () => {
  async function press(customId: string, values?: string[]): Promise<Json> {
    const [{ id: messageId }] = await messages();
    const response = await scene.dev('POST', '/components', {
      messageId,
      customId,
      ...(values === undefined ? {} : { values }),
      userId: USER.haneul,
      locale: 'ko',
    });
    return response.json();
  }

  it('are found wherever they stand', async () => {
    await start();
    await edit({ flags: V2, components: PANEL }, 'a.txt');
    scene.bot.answer = () => ({ type: 7, data: { components: [{ type: 10, content: 'done' }] } });
    expect(await press('change')).toMatchObject({ callbackType: 7, failure: null });
    expect(scene.bot.received.at(-1)?.payload).toMatchObject({
      data: { component_type: 2, custom_id: 'change', id: 6 },
      message: { flags: V2, components: [{ type: 17 }] },
    });
    expect(await messages()).toMatchObject([{ layout: [{ content: 'done' }] }]);
  });

  it('send what was chosen, and what it is', async () => {
    await start();
    await edit({ flags: V2, components: PANEL }, 'a.txt');
    scene.bot.answer = () => ({ type: 6 });
    await press('roles', [ROLE]);
    expect(scene.bot.received.at(-1)?.payload.data).toMatchObject({
      component_type: 6,
      custom_id: 'roles',
      values: [ROLE],
      resolved: { roles: { [ROLE]: { name: '별지기' } } },
    });
    expect((await press('roles', [])).error).toBe('values: Choose at least 1');
    expect((await press('roles', ['1'])).error).toBe('values: Must be one of the choices');
  });
});
