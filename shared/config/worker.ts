/** What every Worker is told of itself. */
import { LOG_LEVELS, type LogLevel } from '../observe/log.ts';
import type { VariableReader } from './variables.ts';

export interface WorkerConfig {
  version: string;
  logLevel: LogLevel;
}

export function readWorkerConfig(variables: VariableReader): WorkerConfig {
  return {
    version: readVersion(variables),
    logLevel: variables.choice('LOG_LEVEL', { words: LOG_LEVELS, fallback: 'info' }),
  };
}

/** Set by the deployment and by the local stack. It stands in headers. */
export function readVersion(variables: VariableReader): string {
  return variables.text('LIBRA_VERSION', { fallback: 'dev', pattern: /^[\w.+-]{1,40}$/ });
}
