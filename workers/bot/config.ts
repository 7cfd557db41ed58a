/** The bot's variables and secrets, turned into typed configuration in this one place. */
import { readCostLimits } from '../../shared/config/cost-limits.ts';
import { readBotToken, readDiscordApiBaseUrl } from '../../shared/config/discord-api.ts';
import { LOOPBACK_ORIGIN } from '../../shared/config/loopback-origin.ts';
import { readSharedSecret } from '../../shared/config/shared-secrets.ts';
import { createVariableReader } from '../../shared/config/variables.ts';
import { readWorkerConfig, type WorkerConfig } from '../../shared/config/worker.ts';
import type { CostLimits } from '../../shared/contract/cost-limits.ts';

export interface BotConfig extends WorkerConfig {
  applicationId: string;
  /** Ed25519, 64 lower-case hexadecimal digits. */
  publicKey: string;
  /** Undefined: Libra opens no threads. */
  botToken: string | undefined;
  discordApiBaseUrl: string;
  /** Of the local stand-in's CDN; undefined for Discord's own alone. */
  discordCdnOrigin: string | undefined;
  /** The public address of the voice Worker; undefined: there are no live conversations. */
  voiceUrl: string | undefined;
  sharedSecret: string;
  redis: { url: string; token: string };
  /** What the bff enforces: the bot refuses early what would be refused anyway. */
  costLimits: CostLimits;
  /** Whether people are told what is stored about them, at their first answer in a server. */
  tellsFirstUse: boolean;
}

/** Throws `VariablesError` that names every variable that is missing or malformed. */
export function readBotConfig(env: Readonly<Record<string, unknown>>): BotConfig {
  const variables = createVariableReader(env);
  const config: BotConfig = {
    applicationId: variables.text('DISCORD_APPLICATION_ID', {
      pattern: /^\d{17,20}$/,
      form: 'a snowflake (17 to 20 digits)',
    }),
    publicKey: variables
      .text('DISCORD_PUBLIC_KEY', { pattern: /^[0-9a-fA-F]{64}$/, form: '64 hexadecimal digits' })
      .toLowerCase(),
    botToken: readBotToken(variables),
    discordApiBaseUrl: readDiscordApiBaseUrl(variables),
    discordCdnOrigin: variables.optionalText('DISCORD_CDN_ORIGIN', LOOPBACK_ORIGIN),
    voiceUrl: variables
      .optionalText('VOICE_URL', { pattern: /^https?:\/\/[^\s/?#]+\/?$/, form: 'an address without a path' })
      ?.replace(/\/$/, ''),
    sharedSecret: readSharedSecret(variables),
    redis: {
      url: variables.url('UPSTASH_REDIS_REST_URL'),
      token: variables.text('UPSTASH_REDIS_REST_TOKEN'),
    },
    costLimits: readCostLimits(variables),
    tellsFirstUse: variables.choice('FIRST_USE_NOTICE', { words: ['on', 'off'], fallback: 'on' }) === 'on',
    ...readWorkerConfig(variables),
  };
  variables.finish();
  return config;
}

/** The configuration of `env`, read once: a Worker's bindings do not change within an isolate's life. */
export function botConfigOf(env: Readonly<Record<string, unknown>>): BotConfig {
  let config = known.get(env);
  if (config === undefined) {
    config = readBotConfig(env);
    known.set(env, config);
  }
  return config;
}

const known = new WeakMap<object, BotConfig>();
