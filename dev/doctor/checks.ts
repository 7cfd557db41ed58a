/** One check an outside service: a small real request, and what to do when it fails. Nothing is changed anywhere. */
import { discordUserAgent } from '../../shared/http/discord-headers.ts';
import { type Database, HALF_RESTORED, readSchemaState } from '../stack/migrate.ts';
import type { StackSettings } from '../stack/settings.ts';
import { readVersion } from '../stack/version.ts';
import { type Finding, failed, ok, standIn } from './finding.ts';
import { describeNoAnswer } from './no-answer.ts';

/** A service that does not answer within this is as good as down for a bot whose users wait. */
const TIMEOUT_MS = 5_000;

/** A script that may write, as all limits do: the read-only token would answer a PING. There is no such key. */
const MAY_WRITE = JSON.stringify(['EVAL', "return redis.call('DEL', KEYS[1])", '1', 'libra:doctor']);

export async function checkRedis({ upstash }: StackSettings): Promise<Finding> {
  const part = 'Upstash Redis';
  if (upstash === undefined) return standIn(part, 'UPSTASH_REDIS_REST_URL and UPSTASH_REDIS_REST_TOKEN');
  return attempt(part, 'Is UPSTASH_REDIS_REST_URL right?', async () => {
    const response = await fetch(upstash.url, {
      method: 'POST',
      headers: { authorization: `Bearer ${upstash.token}`, 'content-type': 'application/json' },
      body: MAY_WRITE,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const copy = 'Copy UPSTASH_REDIS_REST_TOKEN again (not the read-only one).';
    if (response.status === 401) return failed(part, 'the token is refused', copy);
    const { result, error = '' } = (await response.json()) as { result?: number; error?: string };
    if (error.startsWith('NOPERM')) return failed(part, 'the token may only read', copy);
    return typeof result === 'number'
      ? ok(part, 'answers, and lets write')
      : failed(part, error.slice(0, 200) || `status ${response.status}`, 'See the Upstash console.');
  });
}

/** `withDatabase` lends the database for as long as it is looked at; null when the stand-in is used. */
export async function checkDatabase(
  withDatabase: ((use: (database: Database) => Promise<Finding>) => Promise<Finding>) | null,
): Promise<Finding> {
  const part = 'Postgres';
  if (withDatabase === null) return standIn(part, 'DATABASE_URL');
  const look = async (database: Database): Promise<Finding> => {
    const { pending, isAhead, isHalfRestored } = await readSchemaState(database);
    if (isHalfRestored) return failed(part, 'half of a backup', HALF_RESTORED);
    if (isAhead) return ok(part, 'reached, its schema is newer than this checkout');
    return pending.length === 0
      ? ok(part, 'reached, schema up to date')
      : failed(part, `${pending.length} migrations are missing`, 'npm run migrate');
  };
  return attempt(part, 'Is DATABASE_URL right, and is the database up?', () => withDatabase(look));
}

export async function checkDiscord({ discord }: StackSettings, apiBaseUrl: string): Promise<Finding> {
  const part = 'Discord';
  if (discord === undefined)
    return standIn(part, 'DISCORD_APPLICATION_ID, DISCORD_PUBLIC_KEY and DISCORD_BOT_TOKEN');
  return attempt(part, 'Is this machine online?', async () => {
    const response = await get(`${apiBaseUrl}/applications/@me`, {
      authorization: `Bot ${discord.botToken}`,
    });
    if (response.status === 401)
      return failed(part, 'the bot token is refused', 'Reset it in the portal (Bot → Reset Token).');
    if (!response.ok) return failed(part, `status ${response.status}`, 'See https://discordstatus.com.');
    const application = (await response.json()) as Application;
    if (application.id !== discord.applicationId) {
      return failed(
        part,
        'the token is another application’s',
        'Take all three DISCORD_ variables from one application.',
      );
    }
    if (application.verify_key !== undefined && application.verify_key !== discord.publicKey.toLowerCase()) {
      return failed(
        part,
        'the public key is another application’s',
        'Copy DISCORD_PUBLIC_KEY from General Information.',
      );
    }
    if (!application.interactions_endpoint_url) {
      return failed(
        part,
        'no interactions endpoint is set',
        'General Information → Interactions Endpoint URL: https://…/interactions',
      );
    }
    return sendsDeauthorizations(application)
      ? ok(part, `token and key fit; endpoint ${application.interactions_endpoint_url}`)
      : failed(
          part,
          'nobody’s data is erased when they remove Libra: its events do not come',
          'Webhooks → Endpoint URL: https://…/events; switch Events on, and choose Application Deauthorized',
        );
  });
}

interface Application {
  id: string;
  verify_key?: string;
  interactions_endpoint_url?: string | null;
  event_webhooks_url?: string | null;
  /** 1 switched off, 2 on, 3 switched off by Discord. */
  event_webhooks_status?: number;
  event_webhooks_types?: string[];
}

function sendsDeauthorizations(application: Application): boolean {
  const { event_webhooks_url: url, event_webhooks_status: status, event_webhooks_types: types } = application;
  return Boolean(url) && status === 2 && types?.includes('APPLICATION_DEAUTHORIZED') === true;
}

async function attempt(part: string, advice: string, check: () => Promise<Finding>): Promise<Finding> {
  try {
    return await check();
  } catch (error) {
    return failed(part, describeNoAnswer(error), advice);
  }
}

function get(url: string, headers: Record<string, string>): Promise<Response> {
  const agent = { 'user-agent': discordUserAgent(readVersion()) };
  return fetch(url, { headers: { ...agent, ...headers }, signal: AbortSignal.timeout(TIMEOUT_MS) });
}
