import { afterEach, describe, expect, it } from 'vitest';
import { CHANNEL, type Json, type SceneOptions, startScene, type TestScene, USER } from './fake-bot.ts';

const COMMANDS = [
  {
    name: 'model',
    description: 'x',
    options: [
      {
        type: 1,
        name: 'choose',
        description: 'x',
        options: [
          { type: 3, name: 'name', description: 'x', required: true, autocomplete: true },
          { type: 4, name: 'size', description: 'x', autocomplete: true },
          { type: 3, name: 'plain', description: 'x' },
        ],
      },
    ],
  },
];

let scene: TestScene;
afterEach(() => scene.close());

async function start(choices: Json, options: SceneOptions = {}): Promise<void> {
  scene = await startScene({ commands: COMMANDS, ...options });
  scene.bot.answer = () => (choices === null ? null : { type: 8, data: { choices } });
}
async function ask(change: Json = {}): Promise<Json> {
  const response = await scene.dev('POST', '/autocomplete', {
    name: 'model choose',
    options: { name: 'gp', plain: 'x' },
    focused: 'name',
    userId: USER.haneul,
    channelId: CHANNEL.korean,
    locale: 'ko',
    ...change,
  });
  return response.json();
}

describe('autocompletion', () => {
  it('sends what is typed so far, with the focused option, and leaves nothing behind', async () => {
    await start([{ name: 'GPT', name_localizations: { ko: '지피티' }, value: 'gpt' }]);
    expect(await ask()).toEqual({
      choices: [{ name: 'GPT', name_localizations: { ko: '지피티' }, value: 'gpt' }],
      detail: null,
    });
    const { payload } = scene.bot.received[0] ?? {};
    expect(payload).toMatchObject({
      type: 4,
      data: {
        name: 'model',
        type: 1,
        options: [
          {
            name: 'choose',
            type: 1,
            options: [
              { name: 'name', type: 3, value: 'gp', focused: true },
              { name: 'plain', type: 3, value: 'x' },
            ],
          },
        ],
      },
    });
    expect((await scene.dev('GET', `/interactions/${payload.id}`)).status).toBe(404);
    const list = await scene.dev('GET', `/messages?channelId=${CHANNEL.korean}&userId=${USER.haneul}`);
    expect(await list.json()).toEqual([]);
  });

  it('sends a number that is being typed as the text that it still is', async () => {
    await start([{ name: 'small', value: 7 }]);
    expect(await ask({ focused: 'size', options: { size: '1' } })).toMatchObject({ choices: [{ value: 7 }] });
    expect(scene.bot.received[0]?.payload.data.options[0].options).toEqual([
      { name: 'size', type: 4, value: '1', focused: true },
    ]);
  });

  it.each<[string, Json, Json, string]>([
    [
      '26 choices',
      Array(26).fill({ name: 'a', value: 'a' }),
      {},
      'data.choices: Must be 25 or fewer in length.',
    ],
    [
      'a long name',
      [{ name: 'x'.repeat(101), value: 'a' }],
      {},
      'data.choices.0.name: Must be between 1 and 100',
    ],
    [
      'a long value',
      [{ name: 'a', value: 'x'.repeat(101) }],
      {},
      'data.choices.0.value: Must be 100 or fewer',
    ],
    [
      'a number for a text',
      [{ name: 'a', value: 1 }],
      {},
      'data.choices.0.value: Could not interpret "1" as string.',
    ],
    [
      'a text for a number',
      [{ name: 'a', value: 'x' }],
      { focused: 'size' },
      'data.choices.0.value: Value "x" is not int.',
    ],
  ])('shows none when the bot offers %s', async (_, choices, change, detail) => {
    await start(choices);
    const result = await ask(change);
    expect(result.choices).toBeNull();
    expect(result.detail).toContain(detail);
  });

  it('cannot be deferred', async () => {
    await start([]);
    scene.bot.answer = () => ({ type: 5 });
    expect((await ask()).detail).toBe('Invalid Form Body: type: Value must be one of {8}.');
  });

  it('shows none when no answer comes in time', async () => {
    let endTime = () => {};
    const deadline = {
      ms: 3_000,
      start(expire: () => void) {
        endTime = expire;
        return () => {};
      },
    };
    await start(null, { deadline });
    scene.bot.answer = () => {
      endTime();
      return null;
    };
    expect(await ask()).toEqual({ choices: null, detail: 'no answer within 3000 ms' });
  });

  it('is asked for the options alone that were registered with it', async () => {
    await start([]);
    expect((await ask({ focused: 'plain' })).error).toMatch(/^plain: /);
    expect((await ask({ name: 'model' })).error).toBe('model: Choose a sub-command');
    expect(scene.bot.received).toHaveLength(0);
  });
});
