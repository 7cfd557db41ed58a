/** The raw variables, turned into typed configuration in this one place. */
import { LOOPBACK_ORIGIN } from '../../shared/config/loopback-origin.ts';
import { createSettingsReader } from '../../shared/config/settings.ts';
import { readSharedSecrets } from '../../shared/config/shared-secrets.ts';
import { LOG_LEVELS, type LogLevel } from '../../shared/observe/log.ts';

export interface DocumentsConfig {
  /** Current first, then the previous one while it rotates. */
  sharedSecrets: readonly [string, ...string[]];
  /** Of the local stand-in's CDN; undefined for Discord's own alone. */
  discordCdnOrigin: string | undefined;
  version: string;
  logLevel: LogLevel;
}

/** Throws `SettingsError`, which names every variable that is missing or malformed. */
export function readDocumentsConfig(env: Readonly<Record<string, unknown>>): DocumentsConfig {
  const settings = createSettingsReader(env);
  const config: DocumentsConfig = {
    sharedSecrets: readSharedSecrets(settings),
    discordCdnOrigin: settings.optionalText('DISCORD_CDN_ORIGIN', LOOPBACK_ORIGIN),
    version: settings.text('LIBRA_VERSION', { fallback: 'dev' }),
    logLevel: settings.choice('LOG_LEVEL', { words: LOG_LEVELS, fallback: 'info' }),
  };
  settings.finish();
  return config;
}
