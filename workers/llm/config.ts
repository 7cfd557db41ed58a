/** The llm Worker's raw bindings, turned into typed configuration in this one place. */
import { createSettingsReader } from '../../shared/config/settings.ts';
import { LOG_LEVELS, type LogLevel } from '../../shared/observe/log.ts';
import type { ReplayGuardRpc } from './access/rpc.ts';
import type { CircuitBreakerRpc } from './circuit/rpc.ts';

/** What wrangler.toml and the secrets give. Variables are `unknown`: they are checked below. */
export interface LlmEnv extends Readonly<Record<string, unknown>> {
  CIRCUIT_BREAKER: { getByName(name: string): CircuitBreakerRpc };
  REPLAY_GUARD: { getByName(name: string): ReplayGuardRpc };
}

/** One OpenAI-compatible endpoint. */
export interface ProviderConfig {
  /** Its host, as circuits and logs name it: `api.openai.com`. */
  name: string;
  baseUrl: string;
  apiKey: string;
}

export interface LlmConfig {
  /** Current first, then the previous one while it rotates. */
  sharedSecrets: [string, ...string[]];
  provider: ProviderConfig;
  /** Where to turn when the first provider fails; absent when none is configured. */
  fallbackProvider?: ProviderConfig;
  defaultModel: string;
  fallbackModel?: string;
  /** For each attempt, up to its first token. */
  firstTokenTimeoutMs: number;
  /** Between two tokens. */
  idleTimeoutMs: number;
  openCircuitMs: number;
  heartbeatMs: number;
  version: string;
  logLevel: LogLevel;
}

const DEFAULT_VERSION = '0.1.0';
const MODEL = { pattern: /^[\w.:/@-]{1,100}$/, form: 'a model name' };

/** Throws `SettingsError` that names every variable that is missing or malformed. */
export function readLlmConfig(env: Readonly<Record<string, unknown>>): LlmConfig {
  const settings = createSettingsReader(env);
  const secret = settings.text('WORKER_SHARED_SECRET', { minLength: 32 });
  const previousSecret = settings.optionalText('WORKER_SHARED_SECRET_PREVIOUS', { minLength: 32 });
  const apiKey = settings.text('OPENAI_API_KEY', { pattern: /^\S+$/, form: 'a key without spaces' });
  const baseUrl = settings.url('OPENAI_BASE_URL', { fallback: 'https://api.openai.com/v1' });
  const defaultModel = settings.text('DEFAULT_LLM_MODEL', MODEL);
  const fallbackModel = settings.optionalText('FALLBACK_LLM_MODEL', MODEL);
  const hasSecondUrl = settings.optionalText('FALLBACK_OPENAI_BASE_URL') !== undefined;
  const secondUrl = hasSecondUrl ? settings.url('FALLBACK_OPENAI_BASE_URL') : undefined;
  const secondKey =
    secondUrl === undefined
      ? undefined
      : settings.text('FALLBACK_OPENAI_API_KEY', { pattern: /^\S+$/, form: 'a key without spaces' });
  const config: LlmConfig = {
    sharedSecrets: previousSecret === undefined ? [secret] : [secret, previousSecret],
    provider: toProvider(baseUrl, apiKey),
    ...(secondUrl === undefined || secondKey === undefined
      ? {}
      : { fallbackProvider: toProvider(secondUrl, secondKey) }),
    defaultModel,
    ...(fallbackModel === undefined ? {} : { fallbackModel }),
    firstTokenTimeoutMs: settings.integer('LLM_TIMEOUT_SEC', { min: 1, max: 120, fallback: 20 }) * 1000,
    idleTimeoutMs: settings.integer('LLM_IDLE_TIMEOUT_SEC', { min: 1, max: 120, fallback: 20 }) * 1000,
    openCircuitMs: settings.integer('LLM_OPEN_CIRCUIT_SEC', { min: 1, max: 600, fallback: 15 }) * 1000,
    heartbeatMs: settings.integer('SSE_HEARTBEAT_SEC', { min: 1, max: 30, fallback: 15 }) * 1000,
    version: settings.text('LIBRA_VERSION', { fallback: DEFAULT_VERSION, pattern: /^[\w.+-]{1,40}$/ }),
    logLevel: settings.choice('LOG_LEVEL', { words: LOG_LEVELS, fallback: 'info' }),
  };
  settings.finish();
  return config;
}

function toProvider(baseUrl: string, apiKey: string): ProviderConfig {
  return { name: URL.canParse(baseUrl) ? new URL(baseUrl).host : 'invalid', baseUrl, apiKey };
}
