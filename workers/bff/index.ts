/** The bff Worker: product policy and data. authenticate → prepare (settings, guard ∥ history) → rounds → finish. */
import { type Context, Hono } from 'hono';
import { CHAT_COMPLETIONS_PATH } from '../../shared/chat/completions.ts';
import { CIRCUITS_PATH } from '../../shared/contract/circuits.ts';
import { FORGET_PATH } from '../../shared/contract/conversations.ts';
import {
  PRIVACY_ERASE_PATH,
  PRIVACY_EXPORT_PATH,
  PRIVACY_REMEMBER_PATH,
  PRIVACY_SUMMARY_PATH,
} from '../../shared/contract/privacy.ts';
import { HEALTH_PATH, MODELS_PATH, RESET_PATH, STATUS_PATH } from '../../shared/contract/routes.ts';
import { createLogger, errorName } from '../../shared/observe/log.ts';
import type { Bindings } from './config.ts';
import { enforceRetention } from './privacy/retention.ts';
import { errorResponse, jsonResponse } from './reply.ts';
import { handleChat } from './routes/chat.ts';
import { handleCircuits } from './routes/circuits.ts';
import { handleForget } from './routes/forget.ts';
import { handleModels } from './routes/models.ts';
import { handlePrivacyErase } from './routes/privacy/erase.ts';
import { handlePrivacyExport } from './routes/privacy/export.ts';
import { handlePrivacyRemember } from './routes/privacy/remember.ts';
import { handlePrivacySummary } from './routes/privacy/summary.ts';
import { handleReset } from './routes/reset.ts';
import { handleStatus } from './routes/status.ts';
import { createServices, type Services } from './services.ts';

type Env = { Bindings: Bindings };

const app = new Hono<Env>();

type Handler = (request: Request, services: Services) => Promise<Response>;

const POSTS: [path: string, handler: Handler][] = [
  [CHAT_COMPLETIONS_PATH, handleChat],
  [RESET_PATH, handleReset],
  [FORGET_PATH, handleForget],
  [STATUS_PATH, handleStatus],
  [CIRCUITS_PATH, handleCircuits],
  [PRIVACY_SUMMARY_PATH, handlePrivacySummary],
  [PRIVACY_EXPORT_PATH, handlePrivacyExport],
  [PRIVACY_ERASE_PATH, handlePrivacyErase],
  [PRIVACY_REMEMBER_PATH, handlePrivacyRemember],
];

for (const [path, handler] of POSTS) {
  app.post(path, serve(handler));
  app.all(path, () => errorResponse({ code: 'method_not_allowed' }, { allow: 'POST' }));
}
app.get(
  HEALTH_PATH,
  serve(async (_request, { config }) => jsonResponse({ status: 'ok', version: config.version })),
);
app.get(MODELS_PATH, serve(handleModels));
for (const path of [HEALTH_PATH, MODELS_PATH]) {
  app.all(path, () => errorResponse({ code: 'method_not_allowed' }, { allow: 'GET, HEAD' }));
}
app.notFound(() => errorResponse({ code: 'not_found' }));
app.onError((error) => {
  createLogger({ worker: 'bff' }).error('request.failed', { error: errorName(error) });
  return errorResponse({ code: 'internal' });
});

function serve(handle: Handler) {
  return async (context: Context<Env>): Promise<Response> => {
    const { env, executionCtx } = context;
    const services = createServices(env, context.req.raw, (work) => executionCtx.waitUntil(work));
    return services === null ? errorResponse({ code: 'internal' }) : handle(context.req.raw, services);
  };
}

/** Each statement of a cleaning run has so long. */
const RETENTION_DEADLINE_MS = 10_000;

async function clean(env: Bindings, ctx: ExecutionContext): Promise<void> {
  const services = createServices(env, null, (work) => ctx.waitUntil(work));
  if (services === null) return;
  const { config, log } = services;
  try {
    const open = () => services.openDatabase(RETENTION_DEADLINE_MS);
    log.info('retention.enforced', { ...(await enforceRetention(open, config.retentionDays)) });
  } catch (error) {
    log.error('retention.failed', { error: errorName(error) });
  }
}

export default {
  fetch: app.fetch,
  scheduled: (_event, env, ctx) => clean(env, ctx),
} satisfies ExportedHandler<Bindings>;
