import { describe, expect, it } from 'vitest';
import { ko } from '../../workers/bot/locale/ko.ts';
import { useStack } from '../use-stack.ts';

const running = useStack({ vars: { bot: { FIRST_USE_NOTICE: 'on' } } });

/** Asks, and gives what the requester alone has seen of the answer so far. */
async function ask(channelId: string, userId = running.stack.member): Promise<() => Promise<string[]>> {
  const { stack } = running;
  const { interactionId } = await stack.invoke(
    'chat',
    { prompt: '1부터 3까지 세어줘' },
    { channelId, userId },
  );
  await stack.settled(interactionId);
  const isFinished = () =>
    stack.logs.some((line) => line.event === 'delivery.finished' && line.interactionId === interactionId);
  await expect.poll(isFinished).toBe(true);
  return async () => {
    const { messages } = await stack.record(interactionId);
    return messages.filter(({ ephemeral }) => ephemeral).map(({ content }) => content);
  };
}

async function expectTold(channelId: string): Promise<void> {
  await expect.poll(await ask(channelId)).toEqual([ko.firstUse]);
}

async function expectNotTold(channelId: string, userId?: string): Promise<void> {
  const seen = await ask(channelId, userId);
  // It would follow at once.
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await seen()).toEqual([]);
}

describe('a person', () => {
  it('is told once in each server what is stored, for their eyes alone, and not in a direct message', async () => {
    const { stack } = running;
    const { channels, guilds } = stack.world;
    const inGuild = (guildId: string | undefined) =>
      channels.filter((channel) => channel.guildId === guildId).map(({ id }) => id);
    const [first = '', second = first] = inGuild(guilds[0]?.id);
    const [elsewhere = ''] = inGuild(guilds[1]?.id);
    await expectNotTold(channels.find(({ recipientId }) => recipientId === stack.member)?.id ?? '');
    await expectTold(first);
    await expectNotTold(first);
    await expectNotTold(second);
    await expectTold(elsewhere);
  });

  it('is told nothing when nothing of them is to be stored', async () => {
    const { stack } = running;
    await stack.invoke('privacy remember', { enabled: false }, { userId: stack.moderator });
    const channel = stack.world.channels.find(({ guildId }) => guildId !== null);
    await expectNotTold(channel?.id ?? '', stack.moderator);
  });
});
