// discord-hono with what Libra does beside its answer: a rate limit for each person, and a log line.
import { DiscordHono } from 'discord-hono';

let data;

export default new DiscordHono().command('help', async (c) => {
  const { id, member, locale, guild_id: guildId } = c.interaction;
  const startedAtMs = Date.now();
  const { success } = await c.env.PUBLIC_LIMIT.limit({ key: member.user.id });
  if (!success) return c.res({ content: 'Too many.', flags: 64 });
  data ??= JSON.parse(c.env.DATA);
  console.log(
    JSON.stringify({
      time: new Date().toISOString(),
      level: 'info',
      worker: 'bot',
      event: 'interaction.answered',
      kind: 'command',
      interactionId: id,
      command: 'help',
      locale,
      inGuild: guildId !== undefined,
      callbackType: 4,
      durationMs: Date.now() - startedAtMs,
    }),
  );
  return c.res(data);
});
