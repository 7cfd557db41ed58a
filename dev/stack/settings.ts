/**
 * Reads `.dev.vars` and decides, part by part, whether the real service or its stand-in is used.
 * Pure: takes the file's text. Problems name variables, never values.
 */
import { parseEnv } from 'node:util';

export interface StackSettings {
  /** Present: the real service. Absent: the stand-in. */
  discord?: { applicationId: string; publicKey: string; botToken: string };
  openai?: { apiKey: string; baseUrl: string };
  upstash?: { url: string; token: string };
  /** `neon`: Neon's own HTTP endpoint. `postgres`: the HTTP front stands before a PostgreSQL that you run. */
  database?: { kind: 'neon' | 'postgres'; url: string };
  /** Everything else that was set, handed to the Workers that declare it. */
  overrides: Record<string, string>;
}

export class DevVarsError extends Error {
  constructor(problems: readonly string[]) {
    super(`.dev.vars needs a correction:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'DevVarsError';
  }
}

/** Variables that only tune behaviour; each Worker validates its own when it starts. */
const TUNABLE: Record<string, { pattern: RegExp; form: string }> = {
  DEFAULT_LLM_MODEL: { pattern: /^\S{1,100}$/, form: 'a model name' },
  FALLBACK_LLM_MODEL: { pattern: /^\S{1,100}$/, form: 'a model name' },
  FALLBACK_OPENAI_BASE_URL: { pattern: /^https?:\/\/\S+$/, form: 'an http(s) URL' },
  FALLBACK_OPENAI_API_KEY: { pattern: /^\S+$/, form: 'a key without spaces' },
  WORKER_SHARED_SECRET: { pattern: /^\S{32,}$/, form: 'at least 32 characters without spaces' },
  WORKER_SHARED_SECRET_PREVIOUS: { pattern: /^\S{32,}$/, form: 'at least 32 characters without spaces' },
  LLM_CALLS_PER_MIN: wholeNumber(),
  LLM_GUILD_CALLS_PER_MIN: wholeNumber(),
  LLM_TIMEOUT_SEC: wholeNumber(),
  LLM_IDLE_TIMEOUT_SEC: wholeNumber(),
  ANSWER_TIMEOUT_SEC: wholeNumber(),
  LLM_OPEN_CIRCUIT_SEC: wholeNumber(),
  SSE_HEARTBEAT_SEC: wholeNumber(),
  ANSWER_CACHE_SEC: wholeNumber(),
  MEMORY_TOKENS: wholeNumber(),
  RETENTION_DAYS: wholeNumber(),
  LLM_USER_TOKENS_PER_DAY: wholeNumber(),
  LLM_GUILD_TOKENS_PER_DAY: wholeNumber(),
  LLM_TOKENS_PER_DAY: wholeNumber(),
  LLM_USER_MICRO_USD_PER_DAY: wholeNumber(),
  LLM_GUILD_MICRO_USD_PER_DAY: wholeNumber(),
  LLM_MICRO_USD_PER_DAY: wholeNumber(),
  LOG_LEVEL: { pattern: /^(debug|info|warn|error)$/, form: 'debug, info, warn or error' },
};

export function parseDevVars(text: string): StackSettings {
  const problems: string[] = [];
  const variables = new Map<string, string>();
  for (const [name, value] of Object.entries(parseEnv(text))) {
    if (value !== undefined && value.trim() !== '') variables.set(name, value.trim());
  }

  /** All of a part's variables or none: half a configuration is a mistake, not a wish for the stand-in. */
  function allOrNone<Name extends string>(
    forms: Record<Name, { pattern: RegExp; form: string }>,
  ): Record<Name, string> | undefined {
    const names = Object.keys(forms) as Name[];
    const set = names.filter((name) => variables.has(name));
    if (set.length === 0) return undefined;
    const values = {} as Record<Name, string>;
    for (const name of names) {
      const value = variables.get(name);
      variables.delete(name);
      if (value === undefined) problems.push(`${name} is missing (${set.join(', ')} is set)`);
      else if (!forms[name].pattern.test(value)) problems.push(`${name} must be ${forms[name].form}`);
      else values[name] = value;
    }
    return values;
  }

  const settings: StackSettings = { overrides: {} };

  const discord = allOrNone({
    DISCORD_APPLICATION_ID: { pattern: /^\d{17,20}$/, form: 'a snowflake (17 to 20 digits)' },
    DISCORD_PUBLIC_KEY: { pattern: /^[0-9a-fA-F]{64}$/, form: '64 hexadecimal digits' },
    DISCORD_BOT_TOKEN: {
      pattern: /^[\w-]+\.[\w-]+\.[\w-]+$/,
      form: 'a bot token (three parts joined by dots)',
    },
  });
  if (discord !== undefined) {
    settings.discord = {
      applicationId: discord.DISCORD_APPLICATION_ID,
      publicKey: discord.DISCORD_PUBLIC_KEY,
      botToken: discord.DISCORD_BOT_TOKEN,
    };
  }

  const baseUrl = variables.get('OPENAI_BASE_URL');
  variables.delete('OPENAI_BASE_URL');
  const openai = allOrNone({ OPENAI_API_KEY: { pattern: /^\S{8,}$/, form: 'a key without spaces' } });
  if (baseUrl !== undefined && !/^https?:\/\/\S+$/.test(baseUrl))
    problems.push('OPENAI_BASE_URL must be an http(s) URL');
  if (baseUrl !== undefined && openai === undefined)
    problems.push('OPENAI_API_KEY is missing (OPENAI_BASE_URL is set)');
  if (openai !== undefined) {
    settings.openai = { apiKey: openai.OPENAI_API_KEY, baseUrl: baseUrl ?? 'https://api.openai.com/v1' };
  }

  const upstash = allOrNone({
    UPSTASH_REDIS_REST_URL: { pattern: /^https?:\/\/\S+$/, form: 'an http(s) URL' },
    UPSTASH_REDIS_REST_TOKEN: { pattern: /^\S{8,}$/, form: 'a token without spaces' },
  });
  if (upstash !== undefined) {
    settings.upstash = { url: upstash.UPSTASH_REDIS_REST_URL, token: upstash.UPSTASH_REDIS_REST_TOKEN };
  }

  const database = allOrNone({
    DATABASE_URL: {
      pattern: /^postgres(ql)?(\+asyncpg)?:\/\/[^\s/]+/,
      form: 'a postgres:// or postgresql:// URL',
    },
  });
  if (database?.DATABASE_URL !== undefined) {
    const url = database.DATABASE_URL.replace(/^postgres(ql)?(\+asyncpg)?:/, 'postgresql:');
    settings.database = {
      kind: URL.canParse(url) && new URL(url).hostname.endsWith('.neon.tech') ? 'neon' : 'postgres',
      url,
    };
  }

  for (const [name, value] of variables) {
    const rule = TUNABLE[name];
    if (rule === undefined) problems.push(`${name} is not a variable of Libra (see .dev.vars.example)`);
    else if (!rule.pattern.test(value)) problems.push(`${name} must be ${rule.form}`);
    else settings.overrides[name] = value;
  }

  if (problems.length > 0) throw new DevVarsError(problems);
  return settings;
}

function wholeNumber(): { pattern: RegExp; form: string } {
  return { pattern: /^\d{1,12}$/, form: 'a whole number' };
}
