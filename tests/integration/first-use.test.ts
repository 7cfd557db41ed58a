import { expect, it } from 'vitest';
import { ko } from '../../workers/bot/locale/ko.ts';
import { useStack } from '../use-stack.ts';

/** What a person is told with their first answer in a server. */
const running = useStack({ vars: { bot: { FIRST_USE_NOTICE: 'on' } } });

async function askIn(channelId: string, prompt: string): Promise<string[]> {
  const { stack } = running;
  const { interactionId } = await stack.invoke('chat', { prompt }, { channelId });
  await stack.settled(interactionId);
  const ended = () =>
    stack.logs.some((line) => line.event === 'delivery.finished' && line.interactionId === interactionId);
  await expect.poll(ended).toBe(true);
  // A line that must not come, too.
  await new Promise((resolve) => setTimeout(resolve, 300));
  const { messages } = await stack.record(interactionId);
  return messages.filter(({ ephemeral }) => ephemeral).map(({ content }) => content);
}

it('is told what is stored once in each server, for their eyes alone, and not in a direct message', async () => {
  const { stack } = running;
  const { channels, guilds } = stack.world;
  const inGuild = (guildId: string | undefined) =>
    channels.filter((channel) => channel.guildId === guildId).map(({ id }) => id);
  const [first = '', second = first] = inGuild(guilds[0]?.id);
  const [elsewhere = ''] = inGuild(guilds[1]?.id);
  const direct = channels.find(({ recipientId }) => recipientId === stack.member)?.id ?? '';
  expect(await askIn(direct, '안녕')).toEqual([]);
  expect(await askIn(first, '안녕')).toEqual([ko.firstUse]);
  expect(await askIn(first, '1 더하기 1은?')).toEqual([]);
  expect(await askIn(second, '2 더하기 1은?')).toEqual([]);
  expect(await askIn(elsewhere, '안녕')).toEqual([ko.firstUse]);
});

it('is told nothing when nothing of them is stored', async () => {
  const { stack } = running;
  await stack.invoke('privacy remember', { enabled: false }, { userId: stack.moderator });
  const { interactionId } = await stack.invoke('chat', { prompt: '안녕' }, { userId: stack.moderator });
  await stack.settled(interactionId);
  await new Promise((resolve) => setTimeout(resolve, 300));
  const { messages } = await stack.record(interactionId);
  expect(messages.filter(({ ephemeral }) => ephemeral)).toEqual([]);
});
