/** Discord's REST API, as far as a bot with an interactions endpoint uses it. Mounted under `/api`. */
import { timingSafeEqual } from 'node:crypto';
import { Hono } from 'hono';
import { botUserObject } from '../world/discord-objects.ts';
import { createApplicationRoutes } from './applications.ts';
import { createChannelRoutes, openDirectMessages } from './channels.ts';
import { createCommandRoutes } from './commands.ts';
import type { RestDeps, RestEnv } from './deps.ts';
import { refuse } from './errors.ts';
import { createInteractionRoutes } from './interactions.ts';
import { createPollRoutes } from './polls.ts';
import { createWebhookRoutes } from './webhooks.ts';

/** Discord's edge turns away what does not say who it is. Source: https://discord.com/developers/docs/reference#user-agent */
const USER_AGENT = /^DiscordBot \(\S+, [^\s)]+\)/;
const VERSIONS = ['', '/v10', '/v9'];

export function createRestApi(deps: RestDeps): Hono<RestEnv> {
  const api = new Hono<RestEnv>();
  const expected = Buffer.from(`Bot ${deps.botToken}`);

  function isAuthorized(header: string | undefined): boolean {
    const given = Buffer.from(header ?? '');
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  const resources = new Hono<RestEnv>();
  for (const path of ['/applications/*', '/users/*', '/channels/*']) {
    resources.use(path, async (c, next) => {
      if (!isAuthorized(c.req.header('authorization'))) return refuse(c, 'unauthorized');
      return next();
    });
  }
  resources.get('/users/@me', (c) => c.json(botUserObject(deps.world)));
  resources.post('/users/@me/channels', (c) => openDirectMessages(c, deps));
  resources.route('/applications', createApplicationRoutes(deps));
  resources.route('/applications', createCommandRoutes(deps));
  resources.route('/channels', createChannelRoutes(deps));
  resources.route('/channels', createPollRoutes(deps));
  resources.route('/webhooks', createWebhookRoutes(deps));
  resources.route('/interactions', createInteractionRoutes(deps));

  api.use(async (c, next) => {
    if (!USER_AGENT.test(c.req.header('user-agent') ?? '')) return refuse(c, 'userAgent');
    return next();
  });
  for (const version of VERSIONS) api.route(version, resources);
  api.all('/:version{v\\d+}/*', (c) =>
    refuse(c, VERSIONS.includes(`/${c.req.param('version')}`) ? 'notFound' : 'invalidVersion'),
  );
  api.all('*', (c) => refuse(c, 'notFound'));
  return api;
}
