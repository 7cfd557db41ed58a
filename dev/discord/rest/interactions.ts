/** The callback route: the other way to give an interaction its first response. */
import { Hono } from 'hono';
import { acknowledge } from '../interactions/acknowledge.ts';
import type { RestDeps, RestEnv } from './deps.ts';
import { refuse } from './errors.ts';
import { refuseWrite } from './refuse-write.ts';
import { readRequestForm } from './request-body.ts';

export function createInteractionRoutes(deps: RestDeps): Hono<RestEnv> {
  const { world, store } = deps;
  const app = new Hono<RestEnv>();

  app.post('/:id/:token/callback', async (c) => {
    const interaction = world.interaction(c.req.param('id'));
    if (interaction === undefined || interaction.token !== c.req.param('token')) {
      return refuse(c, 'unknownInteraction');
    }
    const form = await readRequestForm(c);
    if (form instanceof Response) return form;
    const outcome = await acknowledge({ world, store }, interaction, form);
    if (outcome.ok) return c.body(null, 204);
    switch (outcome.kind) {
      case 'already':
        return refuse(c, 'alreadyAcknowledged');
      case 'gone':
        return refuse(c, 'unknownInteraction');
      default:
        return refuseWrite(c, outcome);
    }
  });
  return app;
}
