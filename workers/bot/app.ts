/**
 * The bot's routes. Apart from index.ts, so that they can be tested without a Durable Object runtime.
 * Four paths need no router: see docs/decisions/0013-four-paths-without-a-router.md.
 */
import { HEALTH_PATH, OPERATOR_ERASE_PATH, TRACEPARENT_HEADER } from '../../shared/contract/routes.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { senderOf } from '../../shared/http/address.ts';
import { errorResponse } from '../../shared/http/error-response.ts';
import { type SecuredResponse, withSecurityHeaders } from '../../shared/http/security-headers.ts';
import { createUploadGate } from '../../shared/http/upload-gate.ts';
import { logCrash } from '../../shared/observe/crash.ts';
import { createLogger } from '../../shared/observe/log.ts';
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

  async function route(request: Request, env: BotEnv): Promise<SecuredResponse> {
    const pathname = pathOf(request.url);
    const { method } = request;
    switch (pathname) {
      case INTERACTIONS_PATH:
        return method === 'POST'
          ? handleInteraction(request, dependencies(env))
          : refuse('method_not_allowed');
      case EVENTS_PATH:
        return method === 'POST'
          ? withSecurityHeaders(await handleWebhookEvent(request, dependencies(env)))
          : refuse('method_not_allowed');
      case OPERATOR_ERASE_PATH:
        return method === 'POST'
          ? withSecurityHeaders(
              await handleOperatorErase(request, {
                ...dependencies(env, request.headers.get(TRACEPARENT_HEADER)),
                sharedSecret: botConfigOf(env).sharedSecret,
              }),
            )
          : refuse('method_not_allowed');
      case HEALTH_PATH:
        if (method !== 'GET' && method !== 'HEAD') return refuse('method_not_allowed');
        return withSecurityHeaders(Response.json({ status: 'ok', version: botConfigOf(env).version }));
      default:
        return refuse('not_found');
    }
  }

  /** Discord has no trace that could go on: with its requests one begins. */
  function dependencies(env: BotEnv, traceparent: string | null = null): InteractionDeps {
    const config = botConfigOf(env);
    return {
      publicKey: config.publicKey,
      services: compose(env, config, traceparent, caches),
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
        return await route(request, env);
      } catch (error) {
        logCrash(createLogger({ worker: 'bot' }), error);
        return refuse('internal');
      }
    },
  };
}

function refuse(code: ErrorCode): SecuredResponse {
  return withSecurityHeaders(errorResponse(code));
}

/** The runtime gives a whole address. `new URL` of it costs 11 µs of CPU, and decides nothing more here. */
function pathOf(address: string): string {
  const query = address.indexOf('?');
  const end = query === -1 ? address.length : query;
  return address.slice(address.indexOf('/', address.indexOf('//') + 2), end);
}
