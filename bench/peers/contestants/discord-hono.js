import { DiscordHono } from 'discord-hono';

let data;

export default new DiscordHono().command('help', (c) => {
  data ??= JSON.parse(c.env.DATA);
  return c.res(data);
});
