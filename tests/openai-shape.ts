/**
 * The forms of OpenAI's chat API, as far as Libra sends and gives them, written after its published OpenAPI document
 * (github.com/openai/openai-openapi): what is required, what may be null, which words there are.
 *
 * A request is checked strictly, for OpenAI refuses a field that it does not know. Of an answer the document allows more
 * fields; only Libra's own is told apart, since a client gets it for the asking alone.
 */
import * as z from 'zod';

const text = z.string();
const count = z.int().min(0);
const functionCall = z.strictObject({ name: text, arguments: text });
const toolCall = z.discriminatedUnion('type', [
  z.strictObject({ id: text.min(1), type: z.literal('function'), function: functionCall }),
  z.strictObject({
    id: text.min(1),
    type: z.literal('custom'),
    custom: z.strictObject({ name: text, input: text }),
  }),
]);

const textPart = z.strictObject({ type: z.literal('text'), text });
const refusalPart = z.strictObject({ type: z.literal('refusal'), refusal: text });
const imagePart = z.strictObject({
  type: z.literal('image_url'),
  image_url: z.strictObject({ url: text, detail: z.enum(['auto', 'low', 'high']).optional() }),
});
const audioPart = z.strictObject({
  type: z.literal('input_audio'),
  input_audio: z.strictObject({ data: text, format: z.enum(['wav', 'mp3']) }),
});
const filePart = z.strictObject({
  type: z.literal('file'),
  file: z.strictObject({ filename: text.optional(), file_data: text.optional(), file_id: text.optional() }),
});
const texts = z.union([text, z.array(textPart).min(1)]);

const message = z.discriminatedUnion('role', [
  z.strictObject({ role: z.enum(['system', 'developer']), content: texts, name: text.optional() }),
  z.strictObject({
    role: z.literal('user'),
    content: z.union([text, z.array(z.union([textPart, imagePart, audioPart, filePart])).min(1)]),
    name: text.optional(),
  }),
  z.strictObject({
    role: z.literal('assistant'),
    content: z.union([text, z.array(z.union([textPart, refusalPart])).min(1)]).nullish(),
    refusal: text.nullish(),
    name: text.optional(),
    audio: z.strictObject({ id: text }).nullish(),
    tool_calls: z.array(toolCall).optional(),
  }),
  z.strictObject({ role: z.literal('tool'), content: texts, tool_call_id: text }),
]);

const name = text.regex(/^[\w-]{1,64}$/);
const tool = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('function'),
    function: z.strictObject({
      name,
      description: text.optional(),
      parameters: z.looseObject({}).optional(),
      strict: z.boolean().nullish(),
    }),
  }),
  z.strictObject({
    type: z.literal('custom'),
    custom: z.strictObject({ name, description: text.optional(), format: z.looseObject({}).optional() }),
  }),
]);

const chatRequest = z.strictObject({
  model: text.min(1),
  messages: z.array(message).min(1),
  stream: z.boolean().nullish(),
  stream_options: z
    .strictObject({ include_usage: z.boolean().optional(), include_obfuscation: z.boolean().optional() })
    .nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  presence_penalty: z.number().min(-2).max(2).nullish(),
  frequency_penalty: z.number().min(-2).max(2).nullish(),
  max_completion_tokens: z.int().nullish(),
  max_tokens: z.int().nullish(),
  n: z.int().min(1).max(128).nullish(),
  seed: z.int().nullish(),
  stop: z.union([text, z.array(text).min(1).max(4)]).nullish(),
  logprobs: z.boolean().nullish(),
  top_logprobs: z.int().min(0).max(20).nullish(),
  logit_bias: z.record(text, z.int()).nullish(),
  tools: z.array(tool).min(1).optional(),
  tool_choice: z.union([z.enum(['none', 'auto', 'required']), z.looseObject({ type: text })]).optional(),
  parallel_tool_calls: z.boolean().optional(),
  response_format: z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.literal('text') }),
      z.strictObject({ type: z.literal('json_object') }),
      z.strictObject({
        type: z.literal('json_schema'),
        json_schema: z.strictObject({
          name,
          description: text.optional(),
          schema: z.looseObject({}).optional(),
          strict: z.boolean().nullish(),
        }),
      }),
    ])
    .optional(),
  reasoning_effort: z.enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh']).nullish(),
  verbosity: z.enum(['low', 'medium', 'high']).nullish(),
  modalities: z.array(z.enum(['text', 'audio'])).nullish(),
  audio: z.strictObject({ voice: z.union([text, z.strictObject({ id: text })]), format: text }).nullish(),
  prediction: z.strictObject({ type: z.literal('content'), content: texts }).nullish(),
  web_search_options: z.looseObject({}).nullish(),
  metadata: z.record(text, text).nullish(),
  store: z.boolean().nullish(),
  service_tier: z.enum(['auto', 'default', 'flex', 'scale', 'priority']).nullish(),
  prompt_cache_key: text.optional(),
  prompt_cache_retention: z.enum(['in_memory', 'in-memory', '24h']).nullish(),
  safety_identifier: text.optional(),
  user: text.optional(),
});

const FINISH_REASON = z.enum(['stop', 'length', 'tool_calls', 'content_filter', 'function_call']);
const SERVICE_TIER = z.enum(['auto', 'default', 'flex', 'scale', 'priority']);

const usage = z.looseObject({
  prompt_tokens: count,
  completion_tokens: count,
  total_tokens: count,
  prompt_tokens_details: z
    .looseObject({ cached_tokens: count.optional(), audio_tokens: count.optional() })
    .optional(),
  completion_tokens_details: z
    .looseObject({ reasoning_tokens: count.optional(), audio_tokens: count.optional() })
    .optional(),
});

const logprob = z.looseObject({
  token: text,
  logprob: z.number(),
  bytes: z.array(count).nullable(),
  top_logprobs: z.array(
    z.looseObject({ token: text, logprob: z.number(), bytes: z.array(count).nullable() }),
  ),
});
const logprobs = z.looseObject({
  content: z.array(logprob).nullable(),
  refusal: z.array(logprob).nullable(),
});

const head = {
  id: text.min(1),
  created: count,
  model: text.min(1),
  service_tier: SERVICE_TIER.nullish(),
  system_fingerprint: text.nullish(),
  libra: z.undefined().optional(),
};

const chatCompletion = z.looseObject({
  ...head,
  object: z.literal('chat.completion'),
  choices: z
    .array(
      z.looseObject({
        index: count,
        finish_reason: FINISH_REASON,
        logprobs: logprobs.nullable(),
        message: z.looseObject({
          role: z.literal('assistant'),
          content: text.nullable(),
          refusal: text.nullable(),
          tool_calls: z.array(toolCall).min(1).optional(),
          annotations: z.array(z.looseObject({ type: text })).optional(),
        }),
      }),
    )
    .min(1),
  usage: usage.optional(),
});

const chatChunk = z.looseObject({
  ...head,
  object: z.literal('chat.completion.chunk'),
  choices: z.array(
    z.looseObject({
      index: count,
      finish_reason: FINISH_REASON.nullable(),
      logprobs: logprobs.nullish(),
      delta: z.looseObject({
        role: z.enum(['developer', 'system', 'user', 'assistant', 'tool']).optional(),
        content: text.nullish(),
        refusal: text.nullish(),
        tool_calls: z
          .array(
            z.looseObject({
              index: count,
              id: text.min(1).optional(),
              type: z.enum(['function', 'custom']).optional(),
              function: z.looseObject({ name: text.optional(), arguments: text.optional() }).optional(),
            }),
          )
          .optional(),
      }),
    }),
  ),
  usage: usage.nullish(),
});

const model = z.looseObject({ id: text.min(1), object: z.literal('model'), created: count, owned_by: text });

const error = z.looseObject({
  error: z.looseObject({ message: text.min(1), type: text, param: text.nullable(), code: text.nullable() }),
});

const SHAPES = {
  chatRequest,
  chatCompletion,
  chatChunk,
  model,
  modelList: z.looseObject({ object: z.literal('list'), data: z.array(model) }),
  error,
};

export type ShapeName = keyof typeof SHAPES;

/** What is not as the document has it, each with its place; empty for a value that is. */
export function findShapeFaults(shape: ShapeName, value: unknown): string[] {
  const result = SHAPES[shape].safeParse(value);
  if (result.success) return [];
  return result.error.issues.map(({ path, message }) => `${shape}.${path.join('.')}: ${message}`);
}
