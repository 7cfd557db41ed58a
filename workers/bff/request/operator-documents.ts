/** Requests of operators about documents, checked by form. Pure. */
import * as z from 'zod/mini';
import { oneLine } from '../../../shared/actions/one-line.ts';
import { MAX_DOCUMENT_NAME_CHARS, MAX_OPERATOR_TEXT_CHARS } from '../../../shared/limits.ts';
import { once } from '../../../shared/once.ts';
import { channelSpace, serverSpace } from '../documents/space-names.ts';
import { type Validated, validate } from './validate.ts';

const id = once(() => z.string().check(z.regex(/^\d{1,20}$/)));
const place = once(() => ({ guild_id: id(), channel_id: z.exactOptional(id()) }));

const addSchema = once(() =>
  z.strictObject({
    ...place(),
    name: z.string().check(z.minLength(1), z.maxLength(MAX_DOCUMENT_NAME_CHARS)),
    text: z.string().check(z.minLength(1), z.maxLength(MAX_OPERATOR_TEXT_CHARS)),
    format: z.exactOptional(z.enum(['text', 'markdown', 'html'])),
  }),
);
const placeSchema = once(() => z.strictObject(place()));

export interface OperatorDocument {
  space: string;
  name: string;
  text: string;
  format: 'text' | 'markdown' | 'html';
}

export function parseOperatorDocument(input: unknown): Validated<OperatorDocument> {
  const result = validate(addSchema(), input);
  if (!result.ok) return result;
  const { name: given, text, format = 'markdown', ...where } = result.value;
  const name = oneLine(given);
  if (name === '') return { ok: false, code: 'invalid_request', param: 'name' };
  return { ok: true, value: { space: spaceAt(where), name, text, format } };
}

/** The space that the query of an address names. */
export function parseOperatorSpace(query: URLSearchParams): Validated<string> {
  const result = validate(placeSchema(), Object.fromEntries(query));
  return result.ok ? { ok: true, value: spaceAt(result.value) } : result;
}

/** Of a server, or of one of its channels: a person's documents are that person's alone. */
function spaceAt({
  guild_id: guildId,
  channel_id: channelId,
}: z.infer<ReturnType<typeof placeSchema>>): string {
  return channelId === undefined ? serverSpace(guildId) : channelSpace(guildId, channelId);
}
