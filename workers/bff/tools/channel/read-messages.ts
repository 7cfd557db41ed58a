/**
 * The newest messages of one channel, by a bot's token. Never throws.
 * Source: https://docs.discord.com/developers/resources/message#get-channel-messages
 */
import { readByChunk } from '../../../../shared/http/bounded-body.ts';
import { botHeaders } from '../../../../shared/http/discord-headers.ts';
import { isList, isRecord, parseJson } from '../../../../shared/json.ts';
import { createTimeout } from '../../../../shared/time/timeout.ts';
import { orAbort } from '../../../../shared/time/wait.ts';
import type { ChannelReading } from './config.ts';

export type ReadingFailure =
  /** The token is refused. */
  | 'token_refused'
  /** The bot may not see the channel, or not read what was said there. */
  | 'no_access'
  | 'no_channel'
  | 'rate_limited'
  | 'discord_failed'
  | 'unreadable'
  | 'timed_out'
  | 'unreachable'
  | 'stopped';

export type MessagesRead =
  /** The newest first, as Discord gives them. */
  | { ok: true; messages: readonly unknown[] }
  /** `status`, `code`: of Discord's answer; null when there was none. */
  | { ok: false; failure: ReadingFailure; status: number | null; code: number | null };

export interface ReadingDeps {
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  signal: AbortSignal;
  /** Rejects when the signal is aborted. */
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  timeoutMs?: number;
}

const TIMEOUT_MS = 8_000;
/** Fifty messages with all their embeds. */
const MAX_ANSWER_BYTES = 2_000_000;
/** A longer limit is told to the model. */
const MAX_PAUSE_MS = 3_000;

/** `count`: from 1 to 100. */
export async function readMessages(
  { apiBaseUrl, token, version }: ChannelReading,
  channelId: string,
  count: number,
  deps: ReadingDeps,
): Promise<MessagesRead> {
  const timeout = createTimeout(deps.timeoutMs ?? TIMEOUT_MS);
  const signal = AbortSignal.any([deps.signal, timeout.signal]);
  const url = `${apiBaseUrl}/channels/${channelId}/messages?limit=${count}`;
  const headers = botHeaders(token, version);
  try {
    for (let isLast = false; ; isLast = true) {
      // A redirect would take the token to somewhere else.
      const response = await orAbort(deps.fetch(url, { headers, redirect: 'manual', signal }), signal);
      const body = await readBody(response, signal);
      const pauseMs = response.status === 429 ? pauseOf(body) : null;
      if (pauseMs === null || pauseMs > MAX_PAUSE_MS || isLast) return judge(response.status, body);
      await deps.sleep(pauseMs, signal);
    }
  } catch {
    if (timeout.signal.aborted) return fail('timed_out');
    return fail(deps.signal.aborted ? 'stopped' : 'unreachable');
  } finally {
    timeout.end();
  }
}

/** Undefined for what is too large or no JSON. */
async function readBody({ body }: Response, signal: AbortSignal): Promise<unknown> {
  if (body === null) return undefined;
  const read = await orAbort(readByChunk(body, MAX_ANSWER_BYTES), signal);
  return read.kind === 'read' ? parseJson(new TextDecoder().decode(read.bytes)) : undefined;
}

/** Null when Discord does not say how long. */
function pauseOf(body: unknown): number | null {
  const seconds = isRecord(body) ? body.retry_after : undefined;
  return typeof seconds === 'number' && seconds >= 0 ? seconds * 1000 : null;
}

function judge(status: number, body: unknown): MessagesRead {
  if (status === 200 && isList(body)) return { ok: true, messages: body };
  const code = isRecord(body) && typeof body.code === 'number' ? body.code : null;
  return { ok: false, failure: failureOf(status), status, code };
}

function failureOf(status: number): ReadingFailure {
  if (status === 200) return 'unreadable';
  if (status === 401) return 'token_refused';
  // 50001 "Missing Access", 50013 "Missing Permissions".
  if (status === 403) return 'no_access';
  if (status === 404) return 'no_channel';
  return status === 429 ? 'rate_limited' : 'discord_failed';
}

function fail(failure: ReadingFailure): MessagesRead {
  return { ok: false, failure, status: null, code: null };
}
