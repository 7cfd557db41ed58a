import { DiscordHono } from 'discord-hono';

const EPHEMERAL = 1 << 6;

export default new DiscordHono().command('help', (c) => c.res({ content: c.env.HELP, flags: EPHEMERAL }));
