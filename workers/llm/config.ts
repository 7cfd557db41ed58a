/** The llm Worker's raw bindings, turned into typed configuration in this one place. */
import type { Catalogue, ProviderEntry } from '../../shared/catalogue/catalogue.ts';
import { readCatalogue } from '../../shared/catalogue/read.ts';
import { LOOPBACK_ORIGIN } from '../../shared/config/loopback-origin.ts';
import { readSharedSecrets } from '../../shared/config/shared-secrets.ts';
import { createVariableReader, type VariableReader } from '../../shared/config/variables.ts';
import { readWorkerConfig, type WorkerConfig } from '../../shared/config/worker.ts';
import type { ReplayGuardRpc } from './access/rpc.ts';
import type { CircuitBreakerRpc } from './circuit/rpc.ts';
import type { RealtimeLineRpc } from './realtime/rpc.ts';
import type { OperatorSettingsRpc } from './settings/rpc.ts';

/** What wrangler.toml and the secrets give. Variables are `unknown`: they are checked below. */
export interface LlmEnv extends Readonly<Record<string, unknown>> {
  CIRCUIT_BREAKER: { getByName(name: string): CircuitBreakerRpc };
  REPLAY_GUARD: { getByName(name: string): ReplayGuardRpc };
  REALTIME_LINE: { getByName(name: string): RealtimeLineRpc };
  /** Absent: operators can set nothing here. */
  OPERATOR_SETTINGS?: { getByName(name: string): OperatorSettingsRpc };
}

/** A provider and its key; null where it has none. */
export interface ProviderConfig extends ProviderEntry {
  apiKey: string | null;
}

export interface LlmConfig extends WorkerConfig {
  /** Current first, then the previous one while it rotates. */
  sharedSecrets: [string, ...string[]];
  catalogue: Catalogue;
  /** By the provider's name. */
  providers: ReadonlyMap<string, ProviderConfig>;
  /** For each attempt, up to its first token. */
  firstTokenTimeoutMs: number;
  /** Models that think before they say anything, and how long they may. `*` stands for any text. */
  reasoning: { models: readonly string[]; firstTokenTimeoutMs: number };
  /** Between two tokens. */
  idleTimeoutMs: number;
  openCircuitMs: number;
  heartbeatMs: number;
  /** Of the local stand-in's CDN; undefined for Discord's own alone. */
  discordCdnOrigin: string | undefined;
}

/** Throws `VariablesError` that names every variable that is missing or malformed. */
export function readLlmConfig(env: Readonly<Record<string, unknown>>): LlmConfig {
  const variables = createVariableReader(env);
  const catalogue = readCatalogue(variables, env);
  const config: LlmConfig = {
    sharedSecrets: readSharedSecrets(variables),
    catalogue,
    providers: new Map(
      catalogue.providers.map((entry) => [entry.name, { ...entry, apiKey: readKey(variables, entry) }]),
    ),
    firstTokenTimeoutMs: variables.integer('LLM_TIMEOUT_SEC', { min: 1, max: 120, fallback: 20 }) * 1000,
    reasoning: {
      models: variables
        .text('LLM_REASONING_MODELS', {
          fallback: DEFAULT_REASONING_MODELS,
          pattern: /^[\w.:/@*,\s-]+$/,
          form: 'names',
        })
        .split(/[\s,]+/)
        .filter((name) => name !== ''),
      firstTokenTimeoutMs:
        variables.integer('LLM_REASONING_TIMEOUT_SEC', { min: 1, max: 120, fallback: 90 }) * 1000,
    },
    idleTimeoutMs: variables.integer('LLM_IDLE_TIMEOUT_SEC', { min: 1, max: 120, fallback: 20 }) * 1000,
    openCircuitMs: variables.integer('LLM_OPEN_CIRCUIT_SEC', { min: 1, max: 600, fallback: 15 }) * 1000,
    heartbeatMs: variables.integer('SSE_HEARTBEAT_SEC', { min: 1, max: 30, fallback: 15 }) * 1000,
    discordCdnOrigin: variables.optionalText('DISCORD_CDN_ORIGIN', LOOPBACK_ORIGIN),
    ...readWorkerConfig(variables),
  };
  variables.finish();
  return config;
}

/** OpenAI's and those that others serve under these names. */
const DEFAULT_REASONING_MODELS =
  'o1*, o3*, o4*, gpt-5*, *deepseek-r1*, deepseek-reasoner, *qwq*, *thinking*, *reasoning*, magistral*';

/** What travels in a header: any text without spaces, such as `ollama`. */
function readKey(variables: VariableReader, { keyVariable }: ProviderEntry): string | null {
  if (keyVariable === null) return null;
  return variables.text(keyVariable, {
    pattern: /^[\x21-\x7e]+$/,
    form: 'a key: one character or more, ASCII, without spaces',
  });
}
