/**
 * An interaction's webhook. Every request carries the User-Agent that Discord requires and `allowed_mentions` that allow none, no
 * text unfolds the links in it, and each is made harmless; every reply becomes one of a few cases. No failure throws.
 * Source: https://docs.discord.com/developers/interactions/receiving-and-responding#endpoints
 */
import { discordUserAgent } from '../../../shared/http/discord-headers.ts';
import { isRecord, recordsIn } from '../../../shared/json.ts';
import { escapeHidden } from '../../../shared/text/hidden.ts';
import { createTimeout } from '../../../shared/time/timeout.ts';
import {
  EPHEMERAL,
  NO_MENTIONS,
  type OutgoingMessage,
  type OutgoingSound,
  type ReadMessage,
  SUPPRESS_EMBEDS,
  VOICE_MESSAGE,
} from './message.ts';
import { neutralise } from './neutralise/neutralise.ts';

/** Names the response to the interaction itself, in the place of a message's id. */
export const ORIGINAL = '@original';

export type WebhookReply =
  | { kind: 'ok'; message: ReadMessage | null /** The bucket is empty for so long. */; pauseMs: number }
  /** `retryAfterMs` is null when Discord does not say: the refusal came from in front of its API. */
  | { kind: 'rate_limited'; retryAfterMs: number | null }
  /** 404 Unknown Webhook: the deferral has not reached Discord's webhooks yet, or the token is dead. */
  | { kind: 'unknown_webhook' }
  /** AutoMod refused the text. */
  | { kind: 'blocked' }
  /** Any other 4xx that blames the message. */
  | { kind: 'refused'; status: number; code: number }
  /** 401, 403, 404: Discord bans an address that goes on asking. */
  | { kind: 'gone'; status: number; code: number }
  /** 5xx or no answer. `maybeDone`: the request may have been carried out all the same. */
  | { kind: 'unavailable'; status: number; maybeDone: boolean };

export interface InteractionWebhook {
  edit(messageId: string, message: OutgoingMessage): Promise<WebhookReply>;
  create(message: OutgoingMessage): Promise<WebhookReply>;
  read(messageId: string): Promise<WebhookReply>;
  remove(messageId: string): Promise<WebhookReply>;
}

const REQUEST_TIMEOUT_MS = 10_000;

/** The codes of a 404. */
export const UNKNOWN_WEBHOOK = 10_015;
export const UNKNOWN_MESSAGE = 10_008;
/** Of a 403. */
export const MISSING_PERMISSIONS = 50_013;
/** "Message was blocked by automatic moderation", "Title was blocked by automatic moderation". */
const AUTO_MOD: readonly number[] = [200_000, 200_001];

export function createInteractionWebhook(options: {
  apiBaseUrl: string;
  applicationId: string;
  token: string;
  version: string;
  /** Only the person who used the command sees what is created. */
  isEphemeral?: boolean;
  /** The message that stands for the response to the interaction, where that was taken back. */
  home?: string;
  fetch: (request: Request) => Promise<Response>;
}): InteractionWebhook {
  const base = `${options.apiBaseUrl}/webhooks/${options.applicationId}/${options.token}`;
  const addressOf = (messageId: string) =>
    `${base}/messages/${messageId === ORIGINAL ? (options.home ?? ORIGINAL) : messageId}`;

  async function send(method: 'DELETE' | 'GET' | 'PATCH' | 'POST', url: string, message?: OutgoingMessage) {
    let response: Response;
    let body: unknown;
    const timeout = createTimeout(REQUEST_TIMEOUT_MS);
    try {
      response = await options.fetch(
        new Request(url, {
          method,
          ...encodeMessage(message, options.version),
          signal: timeout.signal,
        }),
      );
      body = await response.json().catch(() => null);
    } catch {
      return { kind: 'unavailable', status: 0, maybeDone: true } satisfies WebhookReply;
    } finally {
      timeout.end();
    }
    return parseReply(response.status, response.headers, body);
  }

  return {
    edit: (messageId, message) => send('PATCH', addressOf(messageId), message),
    create: (message) =>
      send(
        'POST',
        base,
        options.isEphemeral === true ? { ...message, flags: flagsOf(message) | EPHEMERAL } : message,
      ),
    read: (messageId) => send('GET', addressOf(messageId)),
    remove: (messageId) => send('DELETE', addressOf(messageId)),
  };
}

/** The flags of a message with a new text. */
function flagsOf({ flags, embeds = [], sound }: OutgoingMessage): number {
  if (sound?.voice !== undefined) return VOICE_MESSAGE;
  return flags ?? (embeds.length > 0 ? 0 : SUPPRESS_EMBEDS);
}

function encodeMessage(message: OutgoingMessage | undefined, version: string) {
  const headers = new Headers({ 'user-agent': discordUserAgent(version) });
  if (message === undefined) return { headers };
  const { files = [], sound } = message;
  const payload = JSON.stringify(encodePayload(message));
  if (sound !== undefined) return { headers, body: encodeSound(payload, sound) };
  if (files.length === 0) {
    headers.set('content-type', 'application/json');
    return { headers, body: payload };
  }
  const form = new FormData();
  form.set('payload_json', payload);
  for (const [index, { name, type, text }] of files.entries()) {
    const shown = type === 'application/json' ? escapeHidden(text) : neutralise(text);
    form.set(`files[${index}]`, new Blob([shown], { type }), name);
  }
  return { headers, body: form };
}

/** Discord asks of a voice message that the part itself says that it is sound. */
function encodeSound(payload: string, { name, type, bytes }: OutgoingSound): FormData {
  const form = new FormData();
  form.set('payload_json', payload);
  form.set('files[0]', new Blob([bytes], { type }), name);
  return form;
}

/** Attachments are listed in full as soon as one changes: an uploaded file by its number, a kept one by its id. */
function encodePayload({ files, sound, keptAttachments, flags, ...parts }: OutgoingMessage) {
  const hasNewText = parts.content !== undefined || parts.embeds !== undefined;
  if (sound?.voice !== undefined) {
    const { duration, waveform } = sound.voice;
    const described = { id: '0', filename: sound.name, duration_secs: duration, waveform };
    return { flags: flags ?? VOICE_MESSAGE, allowed_mentions: NO_MENTIONS, attachments: [described] };
  }
  const attachments =
    sound !== undefined
      ? { attachments: [{ id: '0', filename: sound.name }] }
      : files === undefined && keptAttachments === undefined
        ? {}
        : {
            attachments: [
              ...(keptAttachments ?? []).map((id) => ({ id })),
              ...(files ?? []).map(({ name }, index) => ({ id: String(index), filename: name })),
            ],
          };
  return {
    ...parts,
    ...(parts.content === undefined ? {} : { content: neutralise(parts.content) }),
    ...(flags !== undefined || hasNewText
      ? { flags: flagsOf({ ...parts, ...(flags === undefined ? {} : { flags }) }) }
      : {}),
    allowed_mentions: NO_MENTIONS,
    ...attachments,
  };
}

/** Pure. `body` is the parsed JSON, null when there was none. */
export function parseReply(status: number, headers: Headers, body: unknown): WebhookReply {
  if (status >= 200 && status < 300) {
    return { kind: 'ok', message: parseMessage(body), pauseMs: readPauseMs(headers) };
  }
  const code = isRecord(body) && typeof body.code === 'number' ? body.code : 0;
  if (status === 429) return { kind: 'rate_limited', retryAfterMs: readRetryAfterMs(headers, body) };
  if (status === 404 && code === UNKNOWN_WEBHOOK) return { kind: 'unknown_webhook' };
  if (status === 400 && AUTO_MOD.includes(code)) return { kind: 'blocked' };
  if (status === 401 || status === 403 || status === 404) return { kind: 'gone', status, code };
  if (status >= 400 && status < 500 && status !== 408) return { kind: 'refused', status, code };
  // A gateway that gave up (408, 502, 504) does not know what became of the request; 500 and 503 are Discord's own "no".
  return { kind: 'unavailable', status, maybeDone: status === 408 || status === 502 || status === 504 };
}

function parseMessage(body: unknown): ReadMessage | null {
  if (!isRecord(body) || typeof body.id !== 'string') return null;
  const content = typeof body.content === 'string' ? body.content : '';
  const attachments = recordsIn(body.attachments);
  return {
    id: body.id,
    content,
    isBlank: content === '' && recordsIn(body.embeds).length === 0 && attachments.length === 0,
    buttons: recordsIn(body.components)
      .flatMap((row) => recordsIn(row.components))
      .flatMap(({ custom_id: customId }) => (typeof customId === 'string' ? [customId] : [])),
    attachments: attachments.flatMap(({ id }) => (typeof id === 'string' ? [id] : [])),
  };
}

function readPauseMs(headers: Headers): number {
  if (headers.get('x-ratelimit-remaining') !== '0') return 0;
  return toMs(headers.get('x-ratelimit-reset-after')) ?? 0;
}

/** The body's `retry_after` is the finer one (fractions of a second). */
function readRetryAfterMs(headers: Headers, body: unknown): number | null {
  const fromBody =
    isRecord(body) && typeof body.retry_after === 'number' ? body.retry_after * 1000 : undefined;
  const ms = fromBody ?? toMs(headers.get('retry-after'));
  return ms === undefined ? null : Math.max(0, ms);
}

function toMs(seconds: string | null): number | undefined {
  const value = seconds === null || seconds.trim() === '' ? Number.NaN : Number(seconds);
  return Number.isFinite(value) && value >= 0 ? Math.ceil(value * 1000) : undefined;
}
