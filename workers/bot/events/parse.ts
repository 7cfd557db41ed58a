/**
 * A verified payload of Discord's webhook events → what Libra does about it. Only what Libra uses is looked at. Pure.
 * Source: https://docs.discord.com/developers/events/webhook-events#webhook-event-payloads
 */
import { isRecord, parseBoundedJson } from '../../../shared/json.ts';
import { isSnowflake } from '../discord/snowflake.ts';

/** The outer `type` of a payload. */
const PING = 0;
const EVENT = 1;

export type WebhookEvent =
  | { kind: 'ping' }
  /** A person has removed the application. `atMs`: Unix milliseconds, the same each time the event is sent. */
  | { kind: 'deauthorized'; userId: string; atMs: number }
  /** Well-formed, but nothing follows from it. */
  | { kind: 'ignored' };

export type WebhookEventParse =
  | { ok: true; event: WebhookEvent }
  /** `problem` names the field, never its value. */
  | { ok: false; problem: string };

export function parseWebhookEvent(body: string): WebhookEventParse {
  const payload = parseBoundedJson(body);
  if (payload === undefined) return malformed('not JSON');
  if (!isRecord(payload)) return malformed('not an object');
  if (payload.type === PING) return { ok: true, event: { kind: 'ping' } };
  if (payload.type !== EVENT) return malformed('type');
  const { event } = payload;
  if (!isRecord(event)) return malformed('event');
  if (typeof event.type !== 'string') return malformed('event.type');
  if (event.type !== 'APPLICATION_DEAUTHORIZED') return { ok: true, event: { kind: 'ignored' } };

  const atMs = parseTime(event.timestamp);
  if (atMs === null) return malformed('event.timestamp');
  const user = isRecord(event.data) ? event.data.user : undefined;
  if (!isRecord(user) || !isSnowflake(user.id)) return malformed('event.data.user.id');
  return { ok: true, event: { kind: 'deauthorized', userId: user.id, atMs } };
}

/** Discord leaves the offset out: it is UTC. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(Z|[+-]\d\d:\d\d)?$/;

function parseTime(value: unknown): number | null {
  const match = typeof value === 'string' ? TIME.exec(value) : null;
  if (match === null) return null;
  const ms = Date.parse(match[1] === undefined ? `${match[0]}Z` : match[0]);
  return Number.isFinite(ms) ? ms : null;
}

function malformed(problem: string): WebhookEventParse {
  return { ok: false, problem };
}
