/** `POST /v1/chat/completions`: what is accepted of OpenAI's request, and from whom. Pure. */
import * as z from 'zod/mini';
import type { ChatCompletionRequest } from '../../../shared/chat/completions.ts';
import type { ChatMessage } from '../../../shared/chat/messages.ts';
import { type Caller, LOCALES } from '../../../shared/contract/caller.ts';
import type { FollowedAnswer } from '../../../shared/contract/libra.ts';
import {
  MAX_ANSWER_MS,
  MAX_CHAT_MESSAGES,
  MAX_COMPLETION_TOKENS,
  MAX_PROMPT_CHARS,
} from '../../../shared/limits.ts';
import { IDEMPOTENCY_KEY } from '../idempotency/key.ts';
import { toStorableText } from '../store/storable-text.ts';
import { type Validated, validate } from './validate.ts';

/** Earlier answers and instructions that an API client sends along may be longer than a prompt. */
const MAX_CONTEXT_CHARS = 32_000;
/** Discord's names end at 32 characters, each of which may be several units. */
const MAX_NAME_CHARS = 80;
/** A reader that takes text less often than once a second looks like one that has stopped. */
const MAX_PACE_MS = 1_000;

const shortText = (most: number) => z.string().check(z.maxLength(most));
const snowflake = z.string().check(z.regex(/^\d{1,20}$/));

export const callerSchema = z.strictObject({
  user_id: snowflake,
  guild_id: z.nullable(snowflake),
  channel_id: snowflake,
  display_name: z.exactOptional(shortText(MAX_NAME_CHARS)),
  locale: z.enum(LOCALES),
});

/** The key of the request that an answer was made for. */
export const earlierRequest = z.string().check(z.regex(IDEMPOTENCY_KEY));

const contentSchema = z.union([
  z.string(),
  // What OpenAI's own clients send for plain text, too; images and audio are not accepted here.
  z.pipe(
    z.array(z.strictObject({ type: z.literal('text'), text: z.string() })).check(z.minLength(1)),
    z.transform((parts) => parts.map(({ text }) => text).join('')),
  ),
]);

const between = (least: number, most: number) => z.nullish(z.number().check(z.gte(least), z.lte(most)));
const tokens = z.nullish(z.int().check(z.gte(1), z.lte(MAX_COMPLETION_TOKENS)));

const followsSchema = z.strictObject({
  action: z.enum(['retry', 'continue']),
  request: earlierRequest,
  shown: z.optional(shortText(MAX_CONTEXT_CHARS)),
});

const requestSchema = z.strictObject({
  model: z.optional(z.string().check(z.minLength(1), z.maxLength(100))),
  messages: z
    .array(
      z.strictObject({
        role: z.enum(['system', 'developer', 'user', 'assistant']),
        content: contentSchema,
        name: z.optional(shortText(64)),
      }),
    )
    .check(z.minLength(1), z.maxLength(MAX_CHAT_MESSAGES)),
  stream: z.nullish(z.boolean()),
  stream_options: z.nullish(z.strictObject({ include_usage: z.optional(z.boolean()) })),
  n: z.nullish(z.literal(1)),
  temperature: between(0, 2),
  top_p: between(0, 1),
  max_completion_tokens: tokens,
  max_tokens: tokens,
  stop: z.nullish(z.union([shortText(100), z.array(shortText(100)).check(z.maxLength(4))])),
  presence_penalty: between(-2, 2),
  frequency_penalty: between(-2, 2),
  seed: z.nullish(z.int()),
  user: z.optional(shortText(256)),
  libra: z.optional(
    z.strictObject({
      caller: z.optional(callerSchema),
      follows: z.optional(followsSchema),
      timeout_ms: z.optional(z.int().check(z.gte(1))),
      pace_ms: z.optional(z.int().check(z.gte(0), z.lte(MAX_PACE_MS))),
    }),
  ),
});

/** A request as the bff goes on with it. */
export interface AcceptedChat {
  messages: ChatMessage[];
  /** As asked for; undefined for Libra's own choice. */
  model: string | undefined;
  stream: boolean;
  includeUsage: boolean;
  /** What is passed on to the model as it is. */
  sampling: Sampling;
  /** Only from the bot. */
  caller: Caller | undefined;
  /** The answer that it asks anew or continues. Only from the bot. */
  follows: FollowedAnswer | undefined;
  timeoutMs: number;
  /** Its reader takes the text in windows of so many milliseconds; undefined for at once. */
  paceMs: number | undefined;
}

export type Sampling = Pick<
  ChatCompletionRequest,
  | 'temperature'
  | 'top_p'
  | 'max_completion_tokens'
  | 'max_tokens'
  | 'stop'
  | 'presence_penalty'
  | 'frequency_penalty'
  | 'seed'
>;

/** `kind` is who proved to be calling: the bot must say for whom it asks, and a client may not. */
export function parseChatRequest(input: unknown, kind: 'bot' | 'client'): Validated<AcceptedChat> {
  const result = validate(requestSchema, input);
  if (!result.ok) return result;
  const { model, messages, stream, stream_options, libra, n: _n, user: _user, ...rest } = result.value;

  for (const field of ['caller', 'follows'] as const) {
    if (kind === 'client' && libra?.[field] !== undefined) {
      return { ok: false, code: 'forbidden', param: `libra.${field}` };
    }
  }
  if (kind === 'bot' && libra?.caller === undefined) {
    return {
      ok: false,
      code: 'invalid_request',
      param: 'libra.caller',
      detail: "'libra.caller' is missing.",
    };
  }
  for (const [index, { role, content }] of messages.entries()) {
    const param = `messages[${index}].content`;
    if (role === 'user' && content.trim() === '') return { ok: false, code: 'prompt_empty', param };
    const limit = role === 'user' ? MAX_PROMPT_CHARS : MAX_CONTEXT_CHARS;
    if (content.length > limit) return { ok: false, code: 'prompt_too_long', param, evidence: { limit } };
  }
  if (kind === 'bot' && messages.at(-1)?.role !== 'user') {
    const param = `messages[${messages.length - 1}].role`;
    return { ok: false, code: 'invalid_request', param, detail: 'The last message must be the question.' };
  }

  return {
    ok: true,
    value: {
      messages: messages.map(({ name, role, content }) => ({
        role,
        content: toStorableText(content),
        ...(name === undefined ? {} : { name: toStorableText(name) }),
      })),
      model,
      stream: stream === true,
      includeUsage: stream_options?.include_usage === true,
      sampling: withoutNulls(rest),
      caller: libra?.caller,
      follows: toFollowed(libra?.follows),
      paceMs: libra?.pace_ms,
      timeoutMs: Math.min(libra?.timeout_ms ?? MAX_ANSWER_MS, MAX_ANSWER_MS),
    },
  };
}

function toFollowed(follows: z.infer<typeof followsSchema> | undefined): FollowedAnswer | undefined {
  if (follows === undefined) return undefined;
  const { shown, ...rest } = follows;
  return { ...rest, ...(shown === undefined ? {} : { shown: toStorableText(shown) }) };
}

function withoutNulls(fields: Record<string, unknown>): Sampling {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined),
  );
}
