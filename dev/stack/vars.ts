/** Which variables each Worker gets: the real service's where `.dev.vars` names one, else the stand-in's. */
import { splitVariable } from '../../shared/config/split-variable.ts';
import { MCP_SERVERS_VARIABLE } from '../../shared/mcp/servers.ts';
import type { WorkerName } from './build.ts';
import type { DevKeys } from './keys.ts';
import type { StackSettings } from './settings.ts';
import type { StandInAddresses } from './stand-ins.ts';
import { readVersion } from './version.ts';

export function createVars(
  settings: StackSettings,
  keys: DevKeys,
  standIns: StandInAddresses,
  overrides: Partial<Record<WorkerName, Record<string, string>>>,
): Record<WorkerName, Record<string, string>> {
  const everywhere = {
    WORKER_SHARED_SECRET: keys.sharedSecret,
    LIBRA_VERSION: readVersion(),
    ...settings.overrides,
  };
  const cdn = standIns.discord === null ? {} : { DISCORD_CDN_ORIGIN: standIns.discord.url };
  const redis = {
    UPSTASH_REDIS_REST_URL: settings.upstash?.url ?? standIns.upstash?.url ?? '',
    UPSTASH_REDIS_REST_TOKEN: settings.upstash?.token ?? keys.upstashToken,
  };
  const llm = {
    // The offline model serves OpenAI's models; a real provider may not.
    ...(standIns.openai === null ? {} : { FALLBACK_LLM_MODEL: 'gpt-4.1-nano', LLM_OPENAI_MODELS: 'yes' }),
    ...everywhere,
    OPENAI_API_KEY: settings.openai?.apiKey ?? keys.openaiApiKey,
    ...cdn,
    OPENAI_BASE_URL: settings.openai?.baseUrl ?? standIns.openai?.url ?? '',
    ...settings.catalogue?.variables,
    ...settings.catalogue?.keys,
    ...overrides.llm,
  };
  const mcp = mcpVariablesOf(settings, standIns);
  return {
    bot: {
      ...everywhere,
      ...redis,
      ...costLimitsOf(overrides.bff ?? {}),
      DISCORD_APPLICATION_ID: settings.discord?.applicationId ?? keys.applicationId,
      DISCORD_BOT_TOKEN: settings.discord?.botToken ?? keys.botToken,
      DISCORD_PUBLIC_KEY: settings.discord?.publicKey ?? keys.discordPublicKey,
      ...cdn,
      ...(standIns.discord === null ? {} : { DISCORD_API_BASE_URL: standIns.discord.apiBaseUrl }),
      ...overrides.bot,
    },
    bff: {
      ...everywhere,
      ...redis,
      ...catalogueVariablesOf(llm),
      ...cdn,
      DATABASE_URL: standIns.neon?.databaseUrl ?? settings.database?.url ?? '',
      ...(standIns.neon === null ? {} : { NEON_HTTP_URL: standIns.neon.httpUrl }),
      ...(standIns.search === null
        ? {}
        : {
            SEARCH_PROVIDER: 'brave',
            SEARCH_BASE_URL: standIns.search.url,
            SEARCH_API_KEY: standIns.search.apiKey,
          }),
      // With the real Discord only where the operator says so.
      ...(standIns.discord === null
        ? {}
        : { CHANNEL_READER_TOKEN: keys.botToken, DISCORD_API_BASE_URL: standIns.discord.apiBaseUrl }),
      ...mcp,
      ...overrides.bff,
    },
    documents: { ...everywhere, ...cdn, ...overrides.documents },
    voice: {
      ...everywhere,
      DISCORD_BOT_TOKEN: settings.discord?.botToken ?? keys.botToken,
      ...(standIns.discord === null ? {} : { DISCORD_API_BASE_URL: standIns.discord.apiBaseUrl }),
      ...overrides.voice,
    },
    logs: { ...settings.overrides, ...overrides.logs },
    console: { ...everywhere, ...overrides.console },
    llm,
    mcp: { ...everywhere, ...mcp, ...settings.mcp?.secrets, ...overrides.mcp },
  };
}

/** The bff knows the servers, but no key of theirs. */
function mcpVariablesOf({ mcp }: StackSettings, standIns: StandInAddresses): Record<string, string> {
  if (standIns.mcp === null) return mcp?.variables ?? {};
  return splitVariable(MCP_SERVERS_VARIABLE, [standIns.mcp.entry]);
}

/** The bff knows the models and prices that llm asks for, but no key. */
function catalogueVariablesOf(vars: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(vars).filter(([name]) => CATALOGUE.test(name)));
}

const CATALOGUE =
  /^(LIBRA_CATALOGUE(_\d+)?|(DEFAULT|FALLBACK)_LLM_MODEL|LLM_OPENAI_MODELS|(FALLBACK_)?OPENAI_BASE_URL)$/;

/** The bot refuses early by the same limits that the bff enforces. */
function costLimitsOf(vars: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(vars).filter(([name]) => COST_LIMIT.test(name)));
}

const COST_LIMIT = /^LLM_.*(_PER_MIN|_PER_DAY)$/;
