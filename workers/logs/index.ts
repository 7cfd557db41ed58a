/**
 * The logs Worker: what the other Workers have said in the last 24 hours. They name it as their tail consumer, so that it sees each
 * line without a call of theirs. It has no public route and calls no other Worker: it is deployed before all of them.
 */
import { LOG_STORE_NAME, type LogStoreRpc } from '../../shared/contract/logs.ts';
import { HEALTH_PATH } from '../../shared/contract/routes.ts';
import { withSecurityHeaders } from '../../shared/http/security-headers.ts';
import { createLogger, errorName } from '../../shared/observe/log.ts';
import { LogStore } from './object.ts';
import { parseLine } from './parse.ts';
import { alertOf } from './watch.ts';

// The runtime looks for the Durable Object's class here.
export { LogStore };

interface LogsEnv {
  LOG_STORE: { getByName(name: string): LogStoreRpc };
}

export default {
  fetch: async (request) => {
    const isHealth = new URL(request.url).pathname === HEALTH_PATH;
    return withSecurityHeaders(
      isHealth ? Response.json({ status: 'ok' }) : new Response(null, { status: 404 }),
    );
  },

  async tail(events, env) {
    const entries = events
      .flatMap(({ logs }) => logs)
      .flatMap(({ message }) => parseLine(Array.isArray(message) ? message[0] : message) ?? []);
    if (entries.length === 0) return;
    const store = env.LOG_STORE.getByName(LOG_STORE_NAME);
    try {
      await store.add(entries);
      for (const alert of entries.flatMap((entry) => alertOf(entry) ?? [])) await store.raise(alert);
    } catch (error) {
      createLogger({ worker: 'logs' }).error('logs.not_kept', { error: errorName(error) });
    }
  },
} satisfies ExportedHandler<LogsEnv>;
