/**
 * Opens a thread on a message, and renames it, by the bot's own token. A message has one thread at most, which has its id: so
 * opening it twice opens it once. Who has opened a thread may rename it. No failure throws.
 * Source: https://docs.discord.com/developers/resources/channel#start-thread-from-message
 */
import { botHeaders } from '../../../shared/http/discord-headers.ts';
import { isRecord } from '../../../shared/json.ts';
import { createTimeout } from '../../../shared/time/timeout.ts';

export type ThreadReply =
  /** Also when it was there before. */
  | { kind: 'open'; threadId: string }
  /** 4xx. */
  | { kind: 'refused'; status: number; code: number }
  | { kind: 'rate_limited'; retryAfterMs: number | null }
  /** 5xx or no answer. */
  | { kind: 'unavailable' };

export type ThreadOpener = (channelId: string, messageId: string, name: string) => Promise<ThreadReply>;
export type ThreadRenamer = (threadId: string, name: string) => Promise<ThreadReply>;

export interface Threads {
  open: ThreadOpener;
  rename: ThreadRenamer;
}

/** Discord's limit, in characters. */
export const MAX_THREAD_NAME_CHARS = 100;

const REQUEST_TIMEOUT_MS = 5_000;
const ALREADY_THERE = 160_004;

export function createThreads(options: {
  apiBaseUrl: string;
  botToken: string;
  version: string;
  fetch: (request: Request) => Promise<Response>;
}): Threads {
  const { apiBaseUrl, botToken, version } = options;

  async function send(method: string, path: string, name: string, id: string): Promise<ThreadReply> {
    const timeout = createTimeout(REQUEST_TIMEOUT_MS);
    try {
      const response = await options.fetch(
        new Request(`${apiBaseUrl}/channels/${path}`, {
          method,
          headers: { ...botHeaders(botToken, version), 'content-type': 'application/json' },
          body: JSON.stringify({ name }),
          signal: timeout.signal,
        }),
      );
      const body: unknown = await response.json().catch(() => null);
      return readThreadReply(response.status, body, id);
    } catch {
      return { kind: 'unavailable' };
    } finally {
      timeout.end();
    }
  }

  return {
    open: (channelId, messageId, name) =>
      send('POST', `${channelId}/messages/${messageId}/threads`, name, messageId),
    rename: (threadId, name) => send('PATCH', threadId, name, threadId),
  };
}

/** Pure. `body` is the parsed JSON, null when there was none. */
export function readThreadReply(status: number, body: unknown, messageId: string): ThreadReply {
  const fields = isRecord(body) ? body : {};
  if (status >= 200 && status < 300) {
    return { kind: 'open', threadId: typeof fields.id === 'string' ? fields.id : messageId };
  }
  const code = typeof fields.code === 'number' ? fields.code : 0;
  if (code === ALREADY_THERE) return { kind: 'open', threadId: messageId };
  if (status === 429) {
    const { retry_after: seconds } = fields;
    return {
      kind: 'rate_limited',
      retryAfterMs: typeof seconds === 'number' && seconds >= 0 ? seconds * 1000 : null,
    };
  }
  if (status >= 400 && status < 500 && status !== 408) return { kind: 'refused', status, code };
  return { kind: 'unavailable' };
}
