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
  /** Its identity in circuits, clients and logs: its host, and `#2` behind it where two have the same. */
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
  /** Models that think before they say anything, and how long they may. `*` stands for any text. */
  reasoning: { models: readonly string[]; firstTokenTimeoutMs: number };
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
  const fallbackModel = settings.optionalText('FALLBACK_LLM_MODEL', MODEL) ?? defaultFallback(env, baseUrl);
  const hasSecondUrl = settings.optionalText('FALLBACK_OPENAI_BASE_URL') !== undefined;
  const secondUrl = hasSecondUrl ? settings.url('FALLBACK_OPENAI_BASE_URL') : undefined;
  const secondKey =
    secondUrl === undefined
      ? undefined
      : settings.text('FALLBACK_OPENAI_API_KEY', { pattern: /^\S+$/, form: 'a key without spaces' });
  const provider = { name: hostOf(baseUrl), baseUrl, apiKey };
  const config: LlmConfig = {
    sharedSecrets: previousSecret === undefined ? [secret] : [secret, previousSecret],
    provider,
    ...(secondUrl === undefined || secondKey === undefined
      ? {}
      : { fallbackProvider: toSecondProvider(provider, secondUrl, secondKey) }),
    defaultModel,
    ...(fallbackModel === undefined ? {} : { fallbackModel }),
    firstTokenTimeoutMs: settings.integer('LLM_TIMEOUT_SEC', { min: 1, max: 120, fallback: 20 }) * 1000,
    reasoning: {
      models: settings
        .text('LLM_REASONING_MODELS', {
          fallback: DEFAULT_REASONING_MODELS,
          pattern: /^[\w.:/@*,\s-]+$/,
          form: 'names',
        })
        .split(/[\s,]+/)
        .filter((name) => name !== ''),
      firstTokenTimeoutMs:
        settings.integer('LLM_REASONING_TIMEOUT_SEC', { min: 1, max: 120, fallback: 90 }) * 1000,
    },
    idleTimeoutMs: settings.integer('LLM_IDLE_TIMEOUT_SEC', { min: 1, max: 120, fallback: 20 }) * 1000,
    openCircuitMs: settings.integer('LLM_OPEN_CIRCUIT_SEC', { min: 1, max: 600, fallback: 15 }) * 1000,
    heartbeatMs: settings.integer('SSE_HEARTBEAT_SEC', { min: 1, max: 30, fallback: 15 }) * 1000,
    version: settings.text('LIBRA_VERSION', { fallback: DEFAULT_VERSION, pattern: /^[\w.+-]{1,40}$/ }),
    logLevel: settings.choice('LOG_LEVEL', { words: LOG_LEVELS, fallback: 'info' }),
  };
  settings.finish();
  return config;
}

/** OpenAI's and those that others serve under these names. */
const DEFAULT_REASONING_MODELS =
  'o1*, o3*, o4*, gpt-5*, *deepseek-r1*, deepseek-reasoner, *qwq*, *thinking*, *reasoning*, magistral*';

const OPENAI_HOST = 'api.openai.com';

/** OpenAI's smallest for OpenAI, unless the variable is there and empty; at another provider nobody knows what it serves. */
function defaultFallback(env: Readonly<Record<string, unknown>>, baseUrl: string): string | undefined {
  const isSet = typeof env.FALLBACK_LLM_MODEL === 'string';
  return isSet || hostOf(baseUrl) !== OPENAI_HOST ? undefined : 'gpt-4.1-nano';
}

/** Two accounts or two paths at one host are two providers. */
function toSecondProvider(first: ProviderConfig, baseUrl: string, apiKey: string): ProviderConfig {
  const host = hostOf(baseUrl);
  const isSame = first.baseUrl === baseUrl && first.apiKey === apiKey;
  return { name: host === first.name && !isSame ? `${host}#2` : host, baseUrl, apiKey };
}

function hostOf(baseUrl: string): string {
  return URL.canParse(baseUrl) ? new URL(baseUrl).host : 'invalid';
}
