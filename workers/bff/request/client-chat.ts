/**
 * An API client's request: everything that OpenAI documents, checked by form and passed on; what is malformed is refused by
 * the name of its field. Pure.
 *
 * Left out is only what says nothing: nulls, and a value that is the default by the standard, since providers that do not
 * know the field refuse its default, too. A field beyond the standard is refused unless the model's entry allows it.
 */
import * as z from 'zod/mini';
import type { ChatOptions } from '../../../shared/chat/completions.ts';
import type { JsonRecord } from '../../../shared/json.ts';
import { MAX_ANSWER_MS } from '../../../shared/limits.ts';
import { once } from '../../../shared/once.ts';
import { toStorable } from '../store/storable-text.ts';
import type { AcceptedChat } from './accepted-chat.ts';
import { clientMessage, findMessageFault, toChatMessage } from './client-messages.ts';
import { findToolFault, toolFields } from './client-tools.ts';
import { libraFields } from './libra-fields.ts';
import { findInability, type ModelAbilities } from './models/abilities.ts';
import { type Invalid, type Validated, validate } from './validate.ts';
import { withoutNulls } from './without-nulls.ts';

const between = (least: number, most: number) => z.nullish(z.number().check(z.gte(least), z.lte(most)));
const count = (least: number, most: number) => z.nullish(z.int().check(z.gte(least), z.lte(most)));
const shortText = (most: number) => z.string().check(z.maxLength(most));
const tokens = once(() => z.nullish(z.int().check(z.gte(1))));
const word = once(() => z.nullish(shortText(64).check(z.minLength(1))));
const MAX_ID_CHARS = 512;
/** OpenAI's are of 64 bits, and drawn from all of them; the last digits of a large one are lost, the same ones each time. */
const MAX_SEED = 2 ** 63;
const seed = once(() => z.nullish(z.number().check(z.multipleOf(1), z.gte(-MAX_SEED), z.lte(MAX_SEED))));

const passedFields = once(() => ({
  ...toolFields(),
  temperature: between(0, 2),
  top_p: between(0, 1),
  presence_penalty: between(-2, 2),
  frequency_penalty: between(-2, 2),
  max_completion_tokens: tokens(),
  max_tokens: tokens(),
  n: count(1, 128),
  seed: seed(),
  stop: z.nullish(z.union([z.string(), z.array(z.string()).check(z.maxLength(4))])),
  logprobs: z.nullish(z.boolean()),
  top_logprobs: count(0, 20),
  logit_bias: z.nullish(z.record(z.string(), z.number().check(z.gte(-100), z.lte(100)))),
  reasoning_effort: word(),
  verbosity: z.nullish(z.enum(['low', 'medium', 'high'])),
  modalities: z.nullish(z.array(z.enum(['text', 'audio'])).check(z.minLength(1))),
  audio: z.nullish(
    z.strictObject({ voice: z.union([z.string(), z.looseObject({ id: z.string() })]), format: z.string() }),
  ),
  prediction: z.nullish(
    z.strictObject({
      type: z.literal('content'),
      content: z.union([
        z.string(),
        z.array(z.strictObject({ type: z.literal('text'), text: z.string() })).check(z.minLength(1)),
      ]),
    }),
  ),
  web_search_options: z.nullish(z.looseObject({})),
  metadata: z.nullish(z.record(shortText(64), shortText(512))),
  store: z.nullish(z.boolean()),
  service_tier: word(),
  prompt_cache_key: z.nullish(shortText(MAX_ID_CHARS)),
  prompt_cache_retention: word(),
  safety_identifier: z.nullish(shortText(MAX_ID_CHARS)),
  user: z.nullish(shortText(MAX_ID_CHARS)),
}));

const schema = once(() =>
  z.looseObject({
    ...passedFields(),
    messages: z.array(clientMessage()).check(z.minLength(1)),
    model: z.nullish(z.string().check(z.minLength(1), z.maxLength(100))),
    stream: z.nullish(z.boolean()),
    stream_options: z.nullish(
      z.strictObject({
        include_usage: z.nullish(z.boolean()),
        include_obfuscation: z.nullish(z.boolean()),
      }),
    ),
    libra: z.nullish(
      z.strictObject({
        ...libraFields(),
        cache: z.optional(z.boolean()),
        tools: z.optional(
          z.union([z.literal(true), z.array(shortText(64)).check(z.minLength(1), z.maxLength(64))]),
        ),
      }),
    ),
  }),
);

const FROM_BOT_ALONE = [
  'caller',
  'follows',
  'remember',
  'attachments',
  'settings',
  'private',
  'actions',
] as const satisfies (keyof ReturnType<typeof libraFields>)[];

/** What tools were called before they were called tools. */
const OLDER_FIELDS: ReadonlyMap<string, string> = new Map([
  ['functions', 'tools'],
  ['function_call', 'tool_choice'],
]);

export function parseClientChat(
  input: unknown,
  abilitiesOf: (model: string | undefined) => readonly ModelAbilities[],
): Validated<AcceptedChat> {
  const result = validate(schema(), input);
  if (!result.ok) return result;
  const {
    messages: given,
    model: named,
    stream,
    stream_options: streamOptions,
    libra,
    ...rest
  } = result.value;
  const model = named ?? undefined;
  const targets = abilitiesOf(model);
  for (const field of FROM_BOT_ALONE) {
    if (libra?.[field] !== undefined) return { ok: false, code: 'forbidden', param: `libra.${field}` };
  }
  const messages = toStorable(given.map(toChatMessage));
  const passed = toStorable(withoutDefaults(rest));
  const fault =
    findUnknownField(passed, targets) ??
    toInvalid(findMessageFault(messages)) ??
    toInvalid(findToolFault(passed)) ??
    findMismatch(passed, stream === true) ??
    findInability(messages, passed, targets);
  if (fault !== null) return fault;
  return {
    ok: true,
    value: {
      messages,
      model,
      stream: stream === true,
      streamOptions: withoutNulls(streamOptions ?? {}),
      passed,
      ...(libra?.tools === undefined ? {} : { libraTools: libra.tools }),
      caller: undefined,
      follows: undefined,
      isRemembered: true,
      paceMs: libra?.pace_ms,
      timeoutMs: Math.min(libra?.timeout_ms ?? MAX_ANSWER_MS, MAX_ANSWER_MS),
      wantsLibra: libra !== undefined && libra !== null,
      mayShare: libra?.cache === true,
      declinesSharing: libra?.cache === false,
    },
  };
}

function findUnknownField(passed: object, targets: readonly ModelAbilities[]): Invalid | null {
  const isAllowed = (field: string) => targets.every(({ extraFields }) => extraFields.includes(field));
  const unknown = Object.keys(passed).find(
    (field) => !Object.hasOwn(passedFields(), field) && !isAllowed(field),
  );
  if (unknown === undefined) return null;
  const param = unknown.slice(0, 100);
  const newer = OLDER_FIELDS.get(unknown);
  if (newer !== undefined) {
    const detail = `'${param}' is the older form of '${newer}', which is accepted here.`;
    return { ok: false, code: 'unsupported_parameter', param, detail };
  }
  return { ok: false, code: 'invalid_request', param, detail: `Unknown parameter: '${param}'.` };
}

/** Fields that mean nothing, or something else, without another. */
function findMismatch(passed: ChatOptions, isStreamed: boolean): Invalid | null {
  if (passed.top_logprobs !== undefined && passed.logprobs !== true) {
    return invalid('top_logprobs', "'top_logprobs' is only allowed with 'logprobs'.");
  }
  if (passed.modalities?.includes('audio') === true && passed.audio === undefined) {
    return invalid(
      'audio',
      "'audio' is missing: it names the voice and the format of an answer in 'modalities'.",
    );
  }
  // The provider streams whatever the client asks for, and a stream can be put together only of samples.
  if (passed.audio !== undefined && !isStreamed && passed.audio.format !== 'pcm16') {
    const detail = "A spoken answer in one piece has the format 'pcm16'.";
    return { ok: false, code: 'unsupported_value', param: 'audio.format', detail };
  }
  return null;
}

function toInvalid(fault: { param: string; detail?: string; code?: Invalid['code'] } | null): Invalid | null {
  return fault === null ? null : { ok: false, code: 'invalid_request', ...fault };
}

function invalid(param: string, detail: string): Invalid {
  return { ok: false, code: 'invalid_request', param, detail };
}

/** The fields that are left say something that the standard does not take for granted. */
function withoutDefaults(fields: JsonRecord): ChatOptions {
  const kept = withoutNulls(fields);
  for (const [field, isDefault] of Object.entries(DEFAULTS)) {
    if (field in kept && isDefault(kept[field])) delete kept[field];
  }
  if (kept.tools === undefined) {
    if (kept.tool_choice === 'none' || kept.tool_choice === 'auto') delete kept.tool_choice;
    delete kept.parallel_tool_calls;
  }
  if (kept.logprobs === undefined && kept.top_logprobs === 0) delete kept.top_logprobs;
  return kept;
}

const isEmpty = (value: unknown) => Object.keys(value as object).length === 0;

const DEFAULTS: Readonly<Record<string, (value: unknown) => boolean>> = {
  tools: isEmpty,
  functions: (value) => Array.isArray(value) && isEmpty(value),
  metadata: isEmpty,
  logit_bias: isEmpty,
  stop: (value) => Array.isArray(value) && isEmpty(value),
  n: (value) => value === 1,
  logprobs: (value) => value === false,
  response_format: (value) => (value as JsonRecord).type === 'text',
  modalities: (value) => (value as string[]).every((each) => each === 'text'),
  service_tier: (value) => value === 'auto',
};
