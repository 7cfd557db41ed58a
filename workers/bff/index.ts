/** The bff Worker: product policy and data. authenticate → guard ∥ remember → call → stream. */
import { type Context, Hono } from 'hono';
import { CHAT_COMPLETIONS_PATH } from '../../shared/contract/chat-completions.ts';
import { HEALTH_PATH, RESET_PATH, STATUS_PATH } from '../../shared/contract/routes.ts';
import { createLogger, errorName } from '../../shared/observe/log.ts';
import type { Bindings } from './config.ts';
import { errorResponse, jsonResponse } from './reply.ts';
import { handleChat } from './routes/chat.ts';
import { handleReset } from './routes/reset.ts';
import { handleStatus } from './routes/status.ts';
import { createServices, type Services } from './services.ts';

type Env = { Bindings: Bindings };

const app = new Hono<Env>();

app.post(CHAT_COMPLETIONS_PATH, serve(handleChat));
app.post(RESET_PATH, serve(handleReset));
app.post(STATUS_PATH, serve(handleStatus));
app.get(
  HEALTH_PATH,
  serve(async (_request, { config }) => jsonResponse({ status: 'ok', version: config.version })),
);

for (const path of [CHAT_COMPLETIONS_PATH, RESET_PATH, STATUS_PATH]) {
  app.all(path, () => errorResponse({ code: 'method_not_allowed' }, { allow: 'POST' }));
}
app.all(HEALTH_PATH, () => errorResponse({ code: 'method_not_allowed' }, { allow: 'GET, HEAD' }));
app.notFound(() => errorResponse({ code: 'not_found' }));
app.onError((error) => {
  createLogger({ worker: 'bff' }).error('request.failed', { error: errorName(error) });
  return errorResponse({ code: 'internal' });
});

function serve(handle: (request: Request, services: Services) => Promise<Response>) {
  return async (context: Context<Env>): Promise<Response> => {
    const { env, executionCtx } = context;
    const services = createServices(env, context.req.raw, (work) => executionCtx.waitUntil(work));
    return services === null ? errorResponse({ code: 'internal' }) : handle(context.req.raw, services);
  };
}

export default { fetch: app.fetch } satisfies ExportedHandler<Bindings>;
