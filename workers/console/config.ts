/** The console Worker's raw bindings, turned into typed configuration in this one place. */
import { createSettingsReader } from '../../shared/config/settings.ts';
import { readSharedSecret } from '../../shared/config/shared-secrets.ts';
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

/** Throws `SettingsError` that names every variable that is missing or malformed. */
export function readConsoleConfig(env: Readonly<Record<string, unknown>>): ConsoleConfig {
  const settings = createSettingsReader(env);
  const config: ConsoleConfig = {
    sharedSecret: readSharedSecret(settings),
    ...readWorkerConfig(settings),
  };
  settings.finish();
  return config;
}
