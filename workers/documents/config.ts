/** The raw variables, turned into typed configuration in this one place. */
import { LOOPBACK_ORIGIN } from '../../shared/config/loopback-origin.ts';
import { readSharedSecrets } from '../../shared/config/shared-secrets.ts';
import { createVariableReader } from '../../shared/config/variables.ts';
import { readWorkerConfig, type WorkerConfig } from '../../shared/config/worker.ts';

export interface DocumentsConfig extends WorkerConfig {
  /** Current first, then the previous one while it rotates. */
  sharedSecrets: readonly [string, ...string[]];
  /** Of the local stand-in's CDN; undefined for Discord's own alone. */
  discordCdnOrigin: string | undefined;
}

/** Throws `VariablesError`, which names every variable that is missing or malformed. */
export function readDocumentsConfig(env: Readonly<Record<string, unknown>>): DocumentsConfig {
  const variables = createVariableReader(env);
  const config: DocumentsConfig = {
    sharedSecrets: readSharedSecrets(variables),
    discordCdnOrigin: variables.optionalText('DISCORD_CDN_ORIGIN', LOOPBACK_ORIGIN),
    ...readWorkerConfig(variables),
  };
  variables.finish();
  return config;
}
