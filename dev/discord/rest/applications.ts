/** The application itself. Source: https://discord.com/developers/docs/resources/application */
import { type Context, Hono } from 'hono';
import { isRecord } from '../../../shared/json.ts';
import { DEAUTHORIZED } from '../webhook-events/payload.ts';
import { APPLICATION_NAME, botUserObject } from '../world/discord-objects.ts';
import type { RestDeps, RestEnv } from './deps.ts';
import { refuse } from './errors.ts';
import { readRequestJson } from './request-body.ts';

/** Whether webhook events are sent. */
const STATUS = { disabled: 1, enabled: 2 } as const;

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
      event_webhooks_url: world.eventsUrl(),
      event_webhooks_status: world.eventsUrl() === null ? STATUS.disabled : STATUS.enabled,
      event_webhooks_types: world.eventsUrl() === null ? [] : [DEAUTHORIZED],
      verify_key: deps.publicKey,
    });

  const endpoints = [
    {
      field: 'interactions_endpoint_url',
      code: 'APPLICATION_INTERACTIONS_ENDPOINT_URL_INVALID',
      what: 'interactions endpoint url',
      set: deps.setEndpoint,
      clear: () => world.setEndpointUrl(null),
    },
    {
      field: 'event_webhooks_url',
      code: 'APPLICATION_EVENT_WEBHOOKS_URL_INVALID',
      what: 'event webhooks url',
      set: deps.setEventsEndpoint,
      clear: () => world.setEventsUrl(null),
    },
  ];

  app.get('/@me', show);
  app.patch('/@me', async (c) => {
    const body = await readRequestJson(c);
    if (body instanceof Response) return body;
    if (!isRecord(body.json)) return refuse(c, 'invalidJson');
    for (const { field, code, what, set, clear } of endpoints) {
      const url = body.json[field];
      if (url === null || url === '') clear();
      if (typeof url !== 'string' || url === '') continue;
      const verdict = await set(url);
      if (verdict.ok) continue;
      const message = `The specified ${what} could not be verified: ${verdict.why}.`;
      return refuse(c, 'invalidForm', { [field]: { _errors: [{ code, message }] } });
    }
    return show(c);
  });
  return app;
}
