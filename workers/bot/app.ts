/** The bot's routes. Apart from index.ts, so that they can be tested without a Durable Object runtime. */
import { Hono } from 'hono/tiny';
import { SettingsError } from '../../shared/config/settings.ts';
import { createErrorBody } from '../../shared/contract/error-body.ts';
import { HEALTH_PATH, TRACEPARENT_HEADER } from '../../shared/contract/routes.ts';
import { type ErrorCode, errorKind } from '../../shared/errors.ts';
import { createLogger, errorName } from '../../shared/observe/log.ts';
import { pseudonymise } from '../../shared/observe/pseudonym.ts';
import { createServices } from './compose.ts';
import { botConfigOf } from './config.ts';
import type { BotEnv } from './env.ts';
import { handleInteraction } from './handle.ts';

export function createApp(options: { createServices?: typeof createServices } = {}) {
  const compose = options.createServices ?? createServices;
  const app = new Hono<{ Bindings: BotEnv }>();

  app.get(HEALTH_PATH, (c) => c.json({ status: 'ok', version: botConfigOf(c.env).version }));

  app.post('/interactions', (c) => {
    const config = botConfigOf(c.env);
    return handleInteraction(c.req.raw, {
      publicKey: config.publicKey,
      services: compose(c.env, config, c.req.header(TRACEPARENT_HEADER) ?? null),
      pseudonym: (userId) => pseudonymise(config.sharedSecret, userId),
    });
  });

  app.all(HEALTH_PATH, () => refuse('method_not_allowed'));
  app.all('/interactions', () => refuse('method_not_allowed'));
  app.notFound(() => refuse('not_found'));

  app.onError((error) => {
    const log = createLogger({ worker: 'bot' });
    if (error instanceof SettingsError) log.error('config.invalid', { problems: error.problems.join('; ') });
    else log.error('request.crashed', { error: errorName(error) });
    return refuse('internal');
  });

  return app;
}

function refuse(code: ErrorCode): Response {
  return Response.json(createErrorBody(code), { status: errorKind(code).status });
}
