/** The console Worker: the page on which operators see and steer Libra. It holds no data but their sessions. */
import { logCrash } from '../../shared/observe/crash.ts';
import { createLogger } from '../../shared/observe/log.ts';
import { alertOnState } from './alerts/alert.ts';
import type { ConsoleEnv } from './config.ts';
import { respond } from './respond.ts';
import { PAGE_HEADERS, textResponse } from './responses.ts';
import { type ConsoleServices, createConsoleServices } from './services.ts';
import { ConsoleSessions } from './session/object.ts';

// The runtime looks for the Durable Object's class here.
export { ConsoleSessions };

/** Of wrangler.toml: shortly after the bff has woken the database anyway. */
const HOURLY = '25 * * * *';

export default {
  async fetch(request, env) {
    const response = await attempt(env, request, (services) => respond(request, services));
    const answer = response ?? textResponse('Something went wrong on our side.', 500);
    for (const [name, value] of Object.entries(PAGE_HEADERS)) answer.headers.set(name, value);
    return answer;
  },

  async scheduled({ cron }, env) {
    await attempt(env, null, (services) => alertOnState(services, { withDatabase: cron === HOURLY }));
  },
} satisfies ExportedHandler<ConsoleEnv>;

/** Null when it has failed, which has then been logged. */
async function attempt<T>(
  env: ConsoleEnv,
  request: Request | null,
  work: (services: ConsoleServices) => Promise<T>,
): Promise<T | null> {
  try {
    return await work(createConsoleServices(env, request));
  } catch (error) {
    logCrash(createLogger({ worker: 'console' }), error);
    return null;
  }
}
