/**
 * The bot's routes. Apart from index.ts, so that they can be tested without a Durable Object runtime.
 * Two paths need no router: see docs/decisions/0013-two-paths-without-a-router.md.
 */
import { SettingsError } from '../../shared/config/settings.ts';
import { createErrorBody } from '../../shared/contract/error-body.ts';
import { HEALTH_PATH, OPERATOR_ERASE_PATH, TRACEPARENT_HEADER } from '../../shared/contract/routes.ts';
import { type ErrorCode, errorKind } from '../../shared/errors.ts';
import { senderOf } from '../../shared/http/address.ts';
import { withSecurityHeaders } from '../../shared/http/security-headers.ts';
import { createUploadGate } from '../../shared/http/upload-gate.ts';
import { createLogger, errorName } from '../../shared/observe/log.ts';
import { pseudonymise } from '../../shared/observe/pseudonym.ts';
import { createRefusalLog } from '../../shared/observe/refusals.ts';
import { createCaches, createServices } from './compose.ts';
import { botConfigOf } from './config.ts';
import type { BotEnv } from './env.ts';
import { handleWebhookEvent } from './events/handle.ts';
import { handleInteraction, type InteractionDeps } from './handle.ts';
import { handleOperatorErase } from './privacy/operator-erase.ts';

const INTERACTIONS_PATH = '/interactions';
/** Discord's webhook events. */
const EVENTS_PATH = '/events';

export interface App {
  /** Never rejects. */
  fetch(request: Request, env: BotEnv): Promise<Response>;
}

export function createApp(options: { createServices?: typeof createServices } = {}): App {
  const compose = options.createServices ?? createServices;
  // Of the isolate.
  const uploads = createUploadGate();
  const refusals = createRefusalLog(Date.now);
  const caches = createCaches();

  async function route(request: Request, env: BotEnv): Promise<Response> {
    const { pathname } = new URL(request.url);
    const { method } = request;
    switch (pathname) {
      case INTERACTIONS_PATH:
        return method === 'POST'
          ? handleInteraction(request, dependencies(request, env))
          : refuse('method_not_allowed');
      case EVENTS_PATH:
        return method === 'POST'
          ? handleWebhookEvent(request, dependencies(request, env))
          : refuse('method_not_allowed');
      case OPERATOR_ERASE_PATH:
        return method === 'POST'
          ? handleOperatorErase(request, {
              ...dependencies(request, env),
              sharedSecret: botConfigOf(env).sharedSecret,
            })
          : refuse('method_not_allowed');
      case HEALTH_PATH:
        if (method !== 'GET' && method !== 'HEAD') return refuse('method_not_allowed');
        return Response.json({ status: 'ok', version: botConfigOf(env).version });
      default:
        return refuse('not_found');
    }
  }

  function dependencies(request: Request, env: BotEnv): InteractionDeps {
    const config = botConfigOf(env);
    return {
      publicKey: config.publicKey,
      services: compose(env, config, request.headers.get(TRACEPARENT_HEADER), caches),
      pseudonym: (userId) => pseudonymise(config.sharedSecret, userId),
      uploads,
      noteRefusal({ headers }, log, { event, ...fields }) {
        // Cloudflare sets it.
        const address = headers.get('cf-connecting-ip');
        const sender = address === null ? null : senderOf(address);
        return refusals.note(log, { event, fields, sender, secret: config.sharedSecret });
      },
    };
  }

  return {
    async fetch(request, env) {
      try {
        return withSecurityHeaders(await route(request, env));
      } catch (error) {
        const log = createLogger({ worker: 'bot' });
        if (error instanceof SettingsError)
          log.error('config.invalid', { problems: error.problems.join('; ') });
        else log.error('request.crashed', { error: errorName(error) });
        return withSecurityHeaders(refuse('internal'));
      }
    },
  };
}

function refuse(code: ErrorCode): Response {
  return Response.json(createErrorBody(code), { status: errorKind(code).status });
}
