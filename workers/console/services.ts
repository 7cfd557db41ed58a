/** Composition: what one request of the console works with. */
import { LOG_STORE_NAME, type LogStoreRpc } from '../../shared/contract/logs.ts';
import { TRACEPARENT_HEADER } from '../../shared/contract/routes.ts';
import { createLogger, type Logger } from '../../shared/observe/log.ts';
import { continueTrace } from '../../shared/observe/trace.ts';
import { createRequestSigner, type RequestSigner } from '../../shared/signing/sign.ts';
import { type BffClient, createBffClient } from './bff/client.ts';
import { type ConsoleConfig, type ConsoleEnv, readConsoleConfig } from './config.ts';
import type { ConsoleSessionsRpc } from './session/rpc.ts';

export interface ConsoleServices {
  config: ConsoleConfig;
  bff: BffClient;
  sessions: ConsoleSessionsRpc;
  logs: LogStoreRpc;
  loginLimit: RateLimit | undefined;
  log: Logger;
}

const THE_ONE = 'console';

/** Throws `VariablesError` when the configuration is not right. */
export function createConsoleServices(env: ConsoleEnv, request: Request | null): ConsoleServices {
  const { config, signer } = partsOf(env);
  const trace = continueTrace(request?.headers.get(TRACEPARENT_HEADER));
  const log = createLogger({ worker: 'console', trace, level: config.logLevel });
  return {
    config,
    bff: createBffClient({ bff: env.BFF, signer, trace, log }),
    sessions: env.CONSOLE_SESSIONS.getByName(THE_ONE),
    logs: env.LOG_STORE.getByName(LOG_STORE_NAME),
    loginLimit: env.LOGIN_LIMIT,
    log,
  };
}

let parts: { env: ConsoleEnv; config: ConsoleConfig; signer: RequestSigner } | undefined;

function partsOf(env: ConsoleEnv) {
  if (parts?.env !== env) {
    const config = readConsoleConfig(env);
    parts = { env, config, signer: createRequestSigner({ secret: config.sharedSecret, name: 'console' }) };
  }
  return parts;
}
