/** The mcp Worker: the only door to MCP servers. It has no public route, and still trusts nobody who does not sign. */
import { MCP_CALL_PATH, MCP_TOOLS_PATH } from '../../shared/contract/mcp.ts';
import { HEALTH_PATH } from '../../shared/contract/routes.ts';
import { errorResponse } from '../../shared/http/error-response.ts';
import { withSecurityHeaders } from '../../shared/http/security-headers.ts';
import { logCrash } from '../../shared/observe/crash.ts';
import { createLogger } from '../../shared/observe/log.ts';
import { authenticate } from './access/authenticate.ts';
import type { McpEnv } from './config.ts';
import { answerCall } from './routes/call.ts';
import { answerList } from './routes/list.ts';
import { McpServerState } from './server/object.ts';
import { createServices } from './services.ts';

// The runtime looks for the Durable Object's class here.
export { McpServerState };

const ROUTES: Readonly<Record<string, typeof answerList>> = {
  [MCP_TOOLS_PATH]: answerList,
  [MCP_CALL_PATH]: answerCall,
};

export default {
  async fetch(request, env, ctx) {
    try {
      return withSecurityHeaders(await route(request, env, (work) => ctx.waitUntil(work)));
    } catch (error) {
      logCrash(createLogger({ worker: 'mcp' }), error);
      return withSecurityHeaders(errorResponse('internal'));
    }
  },
} satisfies ExportedHandler<McpEnv>;

async function route(
  request: Request,
  env: McpEnv,
  defer: (work: Promise<unknown>) => void,
): Promise<Response> {
  const services = createServices(env, request, (work) => defer(work.catch(() => undefined)));
  const { pathname } = new URL(request.url);
  if (request.method === 'GET' && pathname === HEALTH_PATH) {
    return Response.json({ status: 'ok', version: services.config.version });
  }
  const answer = Object.hasOwn(ROUTES, pathname) ? ROUTES[pathname] : undefined;
  if (answer === undefined || request.method !== 'POST') return errorResponse('not_found');
  const authentication = await authenticate(request, services);
  if (!authentication.ok) return errorResponse(authentication.code);
  return answer(authentication.body, authentication.nonce, request.signal, services);
}
