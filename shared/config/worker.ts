/** What every Worker is told of itself. */
import { LOG_LEVELS, type LogLevel } from '../observe/log.ts';
import type { SettingsReader } from './settings.ts';

export interface WorkerConfig {
  version: string;
  logLevel: LogLevel;
}

export function readWorkerConfig(settings: SettingsReader): WorkerConfig {
  return {
    version: readVersion(settings),
    logLevel: settings.choice('LOG_LEVEL', { words: LOG_LEVELS, fallback: 'info' }),
  };
}

/** Set by the deployment and by the local stack. It stands in headers. */
export function readVersion(settings: SettingsReader): string {
  return settings.text('LIBRA_VERSION', { fallback: 'dev', pattern: /^[\w.+-]{1,40}$/ });
}
