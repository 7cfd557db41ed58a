/**
 * The fields of a Responses request, and what each may hold. Values that the chat request has, too, are checked there. Those
 * that may hold nothing but null are refused by refused.ts first, in words of their own. Pure.
 */
import * as z from 'zod/mini';
import { once } from '../../../shared/once.ts';
import { inputItem } from './items.ts';

/** Checked as the field of the chat request that it becomes. */
const passed = once(() => z.optional(z.unknown()));
const shortText = (most: number) => z.string().check(z.maxLength(most));
const MAX_METADATA = 16;

const functionTool = once(() =>
  z.strictObject({
    type: z.literal('function'),
    name: z.string(),
    description: passed(),
    parameters: passed(),
    strict: passed(),
    allowed_callers: z.nullish(z.array(z.literal('direct'))),
    defer_loading: z.nullish(z.literal(false)),
    async: z.nullish(z.literal(false)),
    output_schema: z.optional(z.null()),
  }),
);
const customTool = once(() =>
  z.strictObject({
    type: z.literal('custom'),
    name: z.string(),
    description: passed(),
    format: passed(),
    allowed_callers: z.nullish(z.array(z.literal('direct'))),
    defer_loading: z.nullish(z.literal(false)),
    async: z.nullish(z.literal(false)),
  }),
);

const namedTool = once(() => z.strictObject({ type: z.enum(['function', 'custom']), name: z.string() }));

const textFormat = once(() =>
  z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('text') }),
    z.strictObject({ type: z.literal('json_object') }),
    z.strictObject({
      type: z.literal('json_schema'),
      name: passed(),
      description: passed(),
      schema: passed(),
      strict: passed(),
    }),
  ]),
);

const summary = once(() => z.nullish(z.enum(['auto', 'concise', 'detailed'])));

/** All but the last two ask for more of what this answer never holds: results of tools that OpenAI runs, and inputs. */
const INCLUDABLE = [
  'file_search_call.results',
  'web_search_call.results',
  'web_search_call.action.sources',
  'message.input_image.image_url',
  'computer_call_output.output.image_url',
  'code_interpreter_call.outputs',
  'reasoning.encrypted_content',
  'message.output_text.logprobs',
] as const;

export const responsesFields = once(() =>
  z.strictObject({
    input: z.union([z.string(), z.array(inputItem()).check(z.minLength(1))]),
    instructions: z.nullish(z.string()),
    model: passed(),
    tools: z.nullish(z.array(z.discriminatedUnion('type', [functionTool(), customTool()]))),
    tool_choice: z.nullish(
      z.union([
        z.enum(['none', 'auto', 'required']),
        namedTool(),
        z.strictObject({
          type: z.literal('allowed_tools'),
          mode: z.enum(['auto', 'required']),
          tools: z.array(namedTool()),
        }),
      ]),
    ),
    parallel_tool_calls: passed(),
    text: z.nullish(z.strictObject({ format: z.nullish(textFormat()), verbosity: passed() })),
    reasoning: z.nullish(
      z.strictObject({
        effort: passed(),
        summary: summary(),
        generate_summary: summary(),
        mode: z.nullish(z.literal('standard')),
        context: z.nullish(z.literal('auto')),
      }),
    ),
    include: z.nullish(z.array(z.enum(INCLUDABLE))),
    max_output_tokens: passed(),
    max_tool_calls: z.nullish(z.int().check(z.gte(1))),
    temperature: passed(),
    top_p: passed(),
    top_logprobs: passed(),
    truncation: z.nullish(z.literal('disabled')),
    metadata: z.nullish(
      z
        .record(shortText(64), shortText(512))
        .check(z.refine((pairs) => Object.keys(pairs).length <= MAX_METADATA)),
    ),
    store: z.nullish(z.literal(false)),
    background: z.nullish(z.literal(false)),
    service_tier: passed(),
    prompt_cache_key: passed(),
    prompt_cache_retention: passed(),
    safety_identifier: passed(),
    user: passed(),
    stream: passed(),
    stream_options: z.nullish(z.strictObject({ include_obfuscation: z.nullish(z.literal(false)) })),
    libra: passed(),
    previous_response_id: z.optional(z.null()),
    conversation: z.optional(z.null()),
    prompt: z.optional(z.null()),
    context_management: z.nullish(z.array(z.never())),
    moderation: z.optional(z.null()),
    access_programs: z.optional(z.null()),
    image: z.optional(z.null()),
    prompt_cache_options: z.optional(z.null()),
  }),
);

export type ResponsesFields = z.infer<ReturnType<typeof responsesFields>>;
