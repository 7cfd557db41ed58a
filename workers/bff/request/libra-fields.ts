/** What Libra adds to a chat request, checked. */
import * as z from 'zod/mini';
import { LOCALES } from '../../../shared/contract/caller.ts';
import { MAX_PROMPT_CHARS, MAX_ROLES } from '../../../shared/limits.ts';
import { once } from '../../../shared/once.ts';
import { IDEMPOTENCY_KEY } from '../idempotency/key.ts';
import { attachmentsSchema } from './attachments-schema.ts';

/** Discord's names end at 32 characters, each of which may be several units. */
const MAX_NAME_CHARS = 80;
/** A reader that takes text less often than once a second looks like one that has stopped. */
const MAX_PACE_MS = 1_000;

const snowflake = once(() => z.string().check(z.regex(/^\d{1,20}$/)));

export const callerSchema = once(() =>
  z.strictObject({
    user_id: snowflake(),
    guild_id: z.nullable(snowflake()),
    channel_id: snowflake(),
    parent_id: z.exactOptional(snowflake()),
    role_ids: z.exactOptional(z.array(snowflake()).check(z.maxLength(MAX_ROLES))),
    age_restricted: z.exactOptional(z.literal(true)),
    history_channel_id: z.exactOptional(snowflake()),
    direct: z.exactOptional(z.literal(true)),
    display_name: z.exactOptional(z.string().check(z.maxLength(MAX_NAME_CHARS))),
    locale: z.enum(LOCALES),
  }),
);

/** The key of the request that an answer was made for. */
export const earlierRequest = once(() => z.string().check(z.regex(IDEMPOTENCY_KEY)));

/** Earlier answers and instructions may be longer than a prompt. */
export const MAX_CONTEXT_CHARS = 32_000;

const MAX_INSTRUCTION_CHARS = 500;

export const followsSchema = once(() =>
  z.strictObject({
    action: z.enum(['retry', 'continue']),
    request: earlierRequest(),
    instruction: z.optional(z.string().check(z.minLength(1), z.maxLength(MAX_INSTRUCTION_CHARS))),
    shown: z.optional(z.string().check(z.maxLength(MAX_CONTEXT_CHARS))),
    question: z.optional(z.string().check(z.maxLength(MAX_PROMPT_CHARS))),
  }),
);

const MAX_ACTIONS = 20;
const actionName = once(() => z.string().check(z.regex(/^[a-z_]{1,64}$/)));

/** The voice Worker's name of a conversation, and what a realtime model is to sound like. */
const realtimeSchema = once(() =>
  z.strictObject({
    talk: z.string().check(z.regex(/^[\w-]{1,64}$/)),
    voice: z.string().check(z.regex(/^[\w-]{1,64}$/)),
    heard_ms: z.exactOptional(z.int().check(z.gte(0))),
  }),
);

const version = once(() => z.int().check(z.gte(0)));

/** Who may send which of them is the caller's to judge. */
export const libraFields = once(() => ({
  caller: z.optional(callerSchema()),
  follows: z.optional(followsSchema()),
  remember: z.optional(z.literal(false)),
  private: z.optional(z.literal(true)),
  spoken: z.optional(z.literal(true)),
  realtime: z.optional(realtimeSchema()),
  attachments: z.optional(attachmentsSchema()),
  settings: z.optional(
    z.strictObject({ server: z.exactOptional(version()), person: z.exactOptional(version()) }),
  ),
  unchecked: z.optional(z.strictObject({ asked_at_ms: z.int().check(z.gte(0)) })),
  actions: z.optional(z.array(actionName()).check(z.maxLength(MAX_ACTIONS))),
  timeout_ms: z.optional(z.int().check(z.gte(1))),
  pace_ms: z.optional(z.int().check(z.gte(0), z.lte(MAX_PACE_MS))),
}));
