import { afterEach, describe, expect, it } from 'vitest';
import { CHANNEL, type Json, startScene, type TestScene, USER } from './fake-bot.ts';
import type { DiscordStandInOptions } from './server.ts';

let scene: TestScene;
afterEach(() => scene?.close());

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

describe('an interaction and its answer', () => {
  it('sends a signed interaction, shows the deferral and takes edits of the original', async () => {
    await start();
    const result = await scene.invoke();
    expect(result).toMatchObject({ callbackType: 5, failure: null, detail: null });
    expect(await messages()).toMatchObject([{ state: 'thinking', content: '', invocation: '/chat 안녕' }]);

    const edit = await scene.api('PATCH', `${scene.webhook()}/messages/@original`, { content: '안녕하' });
    expect(edit.status).toBe(200);
    await scene.api('PATCH', `${scene.webhook()}/messages/@original`, { content: '안녕하세요' });
    const [message] = await messages();
    expect(message).toMatchObject({ state: 'shown', content: '안녕하세요', followUp: false });
    expect(message.editedAt).not.toBeNull();
    expect(await record(result.interactionId)).toMatchObject({
      revisions: [
        { kind: 'edit', content: '안녕하' },
        { kind: 'edit', content: '안녕하세요' },
      ],
      requests: [
        { method: 'PATCH', route: '/messages/@original', status: 200 },
        { method: 'PATCH', route: '/messages/@original', status: 200 },
      ],
    });
  });
});
