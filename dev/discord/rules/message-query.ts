/**
 * Which messages of a channel a bot asks for, and what it gets of one without the Message Content Intent. The voters of a
 * poll are asked for alike. Pure.
 *
 * Source: https://discord.com/developers/docs/resources/message#get-channel-messages
 */
import type { JsonRecord } from '../../../shared/json.ts';
import type { Message } from '../world/records.ts';
import { createForm, type FormErrors } from './form.ts';

export interface MessageQuery {
  limit: number;
  /** Snowflakes. One of them at most. */
  before?: string;
  after?: string;
}

export type MessageQueryVerdict = { ok: true; query: MessageQuery } | { ok: false; errors: FormErrors };

const MAX_LIMIT = 100;

/** `defaultLimit`: how many are meant where the bot names no number. */
export function parseMessageQuery(
  source: Readonly<Record<string, string>>,
  defaultLimit = 50,
): MessageQueryVerdict {
  const form = createForm();
  const { limit: given, before, after } = source;
  const limit = given === undefined ? defaultLimit : Number(given);
  if (!Number.isInteger(limit)) {
    form.child('limit').refuse('NUMBER_TYPE_COERCE', `Value "${given}" is not int.`);
  } else if (limit < 1) {
    form.child('limit').refuse('NUMBER_TYPE_MIN', 'int value should be greater than or equal to 1.');
  } else if (limit > MAX_LIMIT) {
    form.child('limit').refuse('NUMBER_TYPE_MAX', `int value should be less than or equal to ${MAX_LIMIT}.`);
  }
  for (const [name, value] of Object.entries({ before, after })) {
    if (value === undefined || /^\d{1,20}$/.test(value)) continue;
    form.child(name).refuse('NUMBER_TYPE_COERCE', `Value "${value}" is not snowflake.`);
  }
  const errors = form.errors();
  if (errors !== null) return { ok: false, errors };
  const place = before === undefined ? (after === undefined ? {} : { after }) : { before };
  return { ok: true, query: { limit, ...place } };
}

/** `messages`: oldest first. Gives the newest first, as Discord does. */
export function selectMessages(
  messages: readonly Message[],
  { limit, before, after }: MessageQuery,
): Message[] {
  const asked = messages.filter(
    ({ id }) =>
      (before === undefined || BigInt(id) < BigInt(before)) &&
      (after === undefined || BigInt(id) > BigInt(after)),
  );
  // The messages right after one, and not the newest of all.
  const chosen = after === undefined ? asked.slice(-limit) : asked.slice(0, limit);
  return chosen.toReversed();
}

export function withoutContent(message: JsonRecord): JsonRecord {
  return { ...message, content: '', embeds: [], attachments: [], components: [] };
}
