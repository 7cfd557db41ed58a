/**
 * Messages by the bot's own token: without an interaction, at any time. Each pings the one person that it names, and nobody
 * else. No failure throws.
 * Source: https://docs.discord.com/developers/resources/message#create-message
 */
import { botHeaders } from '../../../shared/http/discord-headers.ts';
import { isRecord } from '../../../shared/json.ts';
import { createTimeout } from '../../../shared/time/timeout.ts';
import { NO_MENTIONS, SUPPRESS_EMBEDS } from './message.ts';
import { neutralise } from './neutralise/neutralise.ts';

export interface ChannelMessage {
  content: string;
  /** Who is pinged. */
  userId: string;
  /** At most 25 characters. A message of the same nonce within the last minutes is not posted a second time. */
  nonce: string;
}

export type ChannelReply =
  /** `id`: of the message, or of the channel. */
  | { kind: 'ok'; id: string | null }
  | { kind: 'rate_limited'; retryAfterMs: number | null }
  /** 403: the bot may not write there. */
  | { kind: 'forbidden'; code: number }
  /** 404: there is no such channel. */
  | { kind: 'gone'; code: number }
  /** Any other 4xx that blames the message. */
  | { kind: 'refused'; status: number; code: number }
  /** 5xx, 401 (an operator's matter) or no answer. */
  | { kind: 'unavailable'; status: number };

export interface ChannelWriter {
  post(channelId: string, message: ChannelMessage): Promise<ChannelReply>;
  /** The channel of direct messages with this person; opened, if there is none. */
  openDirect(userId: string): Promise<ChannelReply>;
}

const REQUEST_TIMEOUT_MS = 10_000;
/** "Cannot send messages to this user"; "Thread is archived"; "This thread is locked". */
const NO_WAY_THERE: readonly number[] = [50_007, 50_083, 160_005];

export function createChannelWriter(options: {
  apiBaseUrl: string;
  botToken: string;
  version: string;
  fetch: (request: Request) => Promise<Response>;
}): ChannelWriter {
  const { apiBaseUrl, botToken, version } = options;

  async function send(path: string, body: object): Promise<ChannelReply> {
    const timeout = createTimeout(REQUEST_TIMEOUT_MS);
    try {
      const response = await options.fetch(
        new Request(`${apiBaseUrl}${path}`, {
          method: 'POST',
          headers: { ...botHeaders(botToken, version), 'content-type': 'application/json' },
          body: JSON.stringify(body),
          signal: timeout.signal,
        }),
      );
      const answer: unknown = await response.json().catch(() => null);
      return readChannelReply(response.status, response.headers, answer);
    } catch {
      return { kind: 'unavailable', status: 0 };
    } finally {
      timeout.end();
    }
  }

  return {
    post: (channelId, { content, userId, nonce }) =>
      send(`/channels/${channelId}/messages`, {
        content: neutralise(content),
        flags: SUPPRESS_EMBEDS,
        allowed_mentions: { ...NO_MENTIONS, users: [userId] },
        nonce,
        enforce_nonce: true,
      }),
    openDirect: (userId) => send('/users/@me/channels', { recipient_id: userId }),
  };
}

/** Pure. `body` is the parsed JSON, null when there was none. */
export function readChannelReply(status: number, headers: Headers, body: unknown): ChannelReply {
  const fields = isRecord(body) ? body : {};
  if (status >= 200 && status < 300)
    return { kind: 'ok', id: typeof fields.id === 'string' ? fields.id : null };
  const code = typeof fields.code === 'number' ? fields.code : 0;
  if (status === 429)
    return { kind: 'rate_limited', retryAfterMs: retryAfterMs(headers, fields.retry_after) };
  if (status === 401 || status === 408 || status >= 500) return { kind: 'unavailable', status };
  if (status === 403 || NO_WAY_THERE.includes(code)) return { kind: 'forbidden', code };
  return status === 404 ? { kind: 'gone', code } : { kind: 'refused', status, code };
}

function retryAfterMs(headers: Headers, inBody: unknown): number | null {
  const seconds = typeof inBody === 'number' ? inBody : Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds * 1000) : null;
}
