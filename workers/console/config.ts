/** The console Worker's raw bindings, turned into typed configuration in this one place. */

import { readSharedSecret } from '../../shared/config/shared-secrets.ts';
import { createVariableReader } from '../../shared/config/variables.ts';
import { readWorkerConfig, type WorkerConfig } from '../../shared/config/worker.ts';
import type { LogStoreRpc } from '../../shared/contract/logs.ts';
import type { ConsoleSessionsRpc } from './session/rpc.ts';

export interface ConsoleEnv extends Readonly<Record<string, unknown>> {
  BFF: Fetcher;
  CONSOLE_SESSIONS: { getByName(name: string): ConsoleSessionsRpc };
  LOG_STORE: { getByName(name: string): LogStoreRpc };
  /** Per address, of attempts to sign in. */
  LOGIN_LIMIT?: RateLimit;
}

export interface ConsoleConfig extends WorkerConfig {
  sharedSecret: string;
}

/** Throws `VariablesError` that names every variable that is missing or malformed. */
export function readConsoleConfig(env: Readonly<Record<string, unknown>>): ConsoleConfig {
  const variables = createVariableReader(env);
  const config: ConsoleConfig = {
    sharedSecret: readSharedSecret(variables),
    ...readWorkerConfig(variables),
  };
  variables.finish();
  return config;
}
