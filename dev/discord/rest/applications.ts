/** The application itself. Source: https://discord.com/developers/docs/resources/application */
import { type Context, Hono } from 'hono';
import { isJsonObject } from '../rules/form.ts';
import { APPLICATION_NAME, botUserObject } from '../world/discord-objects.ts';
import type { RestDeps, RestEnv } from './deps.ts';
import { refuse } from './errors.ts';
import { readRequestJson } from './request-body.ts';

/** Mounted under `/applications`; the caller's authorization has been checked. */
export function createApplicationRoutes(deps: RestDeps): Hono<RestEnv> {
  const { world } = deps;
  const app = new Hono<RestEnv>();

  const show = (c: Context<RestEnv>) =>
    c.json({
      id: world.applicationId,
      name: APPLICATION_NAME,
      description: '',
      icon: null,
      bot: botUserObject(world),
      bot_public: true,
      bot_require_code_grant: false,
      flags: 0,
      interactions_endpoint_url: world.endpointUrl(),
      verify_key: deps.publicKey,
    });

  app.get('/@me', show);
  app.patch('/@me', async (c) => {
    const body = await readRequestJson(c);
    if (body instanceof Response) return body;
    if (!isJsonObject(body.json)) return refuse(c, 'invalidJson');
    const url = body.json.interactions_endpoint_url;
    if (url === null || url === '') world.setEndpointUrl(null);
    if (typeof url === 'string' && url !== '') {
      const verdict = await deps.setEndpoint(url);
      if (!verdict.ok) {
        const error = {
          code: 'APPLICATION_INTERACTIONS_ENDPOINT_URL_INVALID',
          message: `The specified interactions endpoint url could not be verified: ${verdict.why}.`,
        };
        return refuse(c, 'invalidForm', { interactions_endpoint_url: { _errors: [error] } });
      }
    }
    return show(c);
  });
  return app;
}
