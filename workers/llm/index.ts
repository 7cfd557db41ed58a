/** The llm Worker: the only door to model providers. It has no public route, and still trusts nobody who does not sign. */
import { type Context, Hono } from 'hono';
import { TrieRouter } from 'hono/router/trie-router';
import { CHAT_COMPLETIONS_PATH } from '../../shared/chat/completions.ts';
import { CIRCUITS_PATH } from '../../shared/contract/circuits.ts';
import { PASSTHROUGH_CALLS, type PassthroughPath } from '../../shared/contract/passthrough.ts';
import { HEALTH_PATH, LLM_SETTINGS_PATH, LLM_STATUS_PATH } from '../../shared/contract/routes.ts';
import { errorResponse } from '../../shared/http/error-response.ts';
import { withSecurityHeaders } from '../../shared/http/security-headers.ts';
import { logCrash } from '../../shared/observe/crash.ts';
import { createLogger } from '../../shared/observe/log.ts';
import { once } from '../../shared/once.ts';
import { yieldToIo } from '../../shared/time/wait.ts';
import { authenticate } from './access/authenticate.ts';
import { ReplayGuard } from './access/replay-guard.ts';
import { CircuitBreaker } from './circuit/object.ts';
import type { LlmEnv } from './config.ts';
import { loadClient } from './provider/provider.ts';
import { RealtimeLine } from './realtime/line.ts';
import { answerChat } from './routes/chat.ts';
import { answerCircuits, answerStatus } from './routes/circuits.ts';
import { answerPassthrough } from './routes/passthrough.ts';
import { answerSettings } from './routes/settings.ts';
import { createServices, learnOperatorSettings, type Services } from './services.ts';
import { OperatorSettings } from './settings/object.ts';

type LlmContext = Context<{ Bindings: LlmEnv }>;
type SignedRoute = (body: Uint8Array, request: Request, services: Services) => Promise<Response>;

/** Hono's usual router makes a regular expression of all routes at the first request: 1 ms more. */
const app = new Hono<{ Bindings: LlmEnv }>({ router: new TrieRouter() });

app.post(
  CHAT_COMPLETIONS_PATH,
  signed((body, request, services) => answerChat(body, request.signal, services)),
);
app.post(
  LLM_STATUS_PATH,
  signed((_body, _request, services) => answerStatus(services)),
);
app.post(
  CIRCUITS_PATH,
  signed((body, _request, services) => answerCircuits(body, services)),
);
for (const path of Object.keys(PASSTHROUGH_CALLS) as PassthroughPath[]) {
  app.post(
    path,
    signed(
      (body, request, services) => answerPassthrough(path, body, request, services),
      // Two of the largest forms may come at once. Chats do not take their room.
      ({ held }) => held,
    ),
  );
}
app.post(
  LLM_SETTINGS_PATH,
  signed((body, _request, services) => answerSettings(body, services)),
);
app.get(HEALTH_PATH, (c) => {
  const { config } = servicesOf(c);
  return c.json({ status: 'ok', version: config.version });
});

app.notFound(() => errorResponse('not_found'));
app.onError((error) => {
  logCrash(createLogger({ worker: 'llm' }), error);
  return errorResponse('internal');
});

// The runtime looks for the Durable Objects' classes here.
export { CircuitBreaker, OperatorSettings, RealtimeLine, ReplayGuard };

export default {
  fetch: async (request, env, ctx) => withSecurityHeaders(await app.fetch(request, env, ctx)),
} satisfies ExportedHandler<LlmEnv>;

/** At the first request, behind the question to the nonce's object, whose answer is waited for anyway. */
const prepareClient = once(() => yieldToIo().then(loadClient));

/** A route for the bff alone. `gateOf`: the memory that its bodies share while they are read. */
function signed(route: SignedRoute, gateOf = ({ uploads }: Services) => uploads) {
  return async (c: LlmContext): Promise<Response> => {
    await learnOperatorSettings(c.env, c.req.raw);
    const services = servicesOf(c);
    const { env, verifier, clock, log } = services;
    const uploads = gateOf(services);
    const guard = (shard: string) => env.REPLAY_GUARD.getByName(shard);
    void prepareClient();
    const authentication = await authenticate(c.req.raw, { verifier, guard, clock, log, uploads });
    if (!authentication.ok) return errorResponse(authentication.code);
    services.gate.learn(authentication.news);
    return route(authentication.body, c.req.raw, services);
  };
}

function servicesOf(c: LlmContext): Services {
  return createServices(c.env, c.req.raw, (work) => c.executionCtx.waitUntil(work));
}
