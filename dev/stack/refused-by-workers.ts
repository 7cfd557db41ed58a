/** Asks the Workers' own configuration, so that a value is refused when it is read and not by the first request. Pure. */
import type { Catalogue } from '../../shared/catalogue/catalogue.ts';
import { VariablesError } from '../../shared/config/variables.ts';
import { type Bindings, readConfig as readBffConfig } from '../../workers/bff/config.ts';
import { readBotConfig } from '../../workers/bot/config.ts';
import { readLlmConfig } from '../../workers/llm/config.ts';
import { isWebhook } from '../../workers/logs/send.ts';
import { readMcpConfig } from '../../workers/mcp/config.ts';
import { readVoiceConfig } from '../../workers/voice/config.ts';

/** Of the settings, what Workers get. */
interface Given {
  overrides: Record<string, string>;
  database?: { kind: 'neon' | 'postgres'; url: string };
  catalogue?: { variables: Record<string, string>; keys: Record<string, string>; catalogue: Catalogue };
  mcp?: { variables: Record<string, string>; secrets: Record<string, string> };
}

/** What they say. `isKeyNoted`: keys of providers need not be there. */
export function refusedByWorkers(
  { overrides, database, catalogue, mcp }: Given,
  isKeyNoted: boolean,
): string[] {
  const env = {
    ...GIVEN_BY_THE_STACK,
    ...(isKeyNoted ? placeholdersOf(catalogue?.catalogue) : {}),
    ...(database?.kind === 'neon' ? { DATABASE_URL: database.url } : {}),
    ...overrides,
    ...catalogue?.variables,
    ...catalogue?.keys,
    ...mcp?.variables,
    ...mcp?.secrets,
  };
  const readers = [
    () => readBotConfig(env),
    // Its other bindings are passed on and not looked at.
    () => readBffConfig(env as Record<string, unknown> as Bindings),
    () => readLlmConfig(env),
    () => readMcpConfig(env),
    () => readVoiceConfig(env),
  ];
  const problems = readers.flatMap((read) => {
    try {
      read();
      return [];
    } catch (error) {
      if (error instanceof VariablesError) return error.problems;
      throw error;
    }
  });
  const { ALERT_WEBHOOK_URL: webhook } = overrides;
  // The logs Worker sends alerts nowhere else, and has no request in which it could say so.
  if (webhook !== undefined && !isWebhook(webhook))
    problems.push('ALERT_WEBHOOK_URL must be a webhook of Discord (https://discord.com/api/webhooks/…)');
  return [...new Set(problems)];
}

function placeholdersOf(catalogue: Catalogue | undefined): Record<string, string> {
  return Object.fromEntries(
    catalogue?.providers.flatMap(({ keyVariable }) => (keyVariable === null ? [] : [[keyVariable, 'x']])) ??
      [],
  );
}

/** What a Worker needs and gets from wrangler.toml, a stand-in or a rule above; any well-formed value does here. */
const GIVEN_BY_THE_STACK = {
  DISCORD_APPLICATION_ID: '1'.repeat(18),
  DISCORD_PUBLIC_KEY: '0'.repeat(64),
  WORKER_SHARED_SECRET: 'x'.repeat(32),
  UPSTASH_REDIS_REST_URL: 'http://127.0.0.1',
  UPSTASH_REDIS_REST_TOKEN: 'x',
  DATABASE_URL: 'postgresql://user:password@127.0.0.1/libra',
  OPENAI_API_KEY: 'x',
  DEFAULT_LLM_MODEL: 'x',
};
