/**
 * The fields of a Responses request: what each may hold, and which cannot be carried. Values that the chat request has, too,
 * are checked there. Pure.
 */
import * as z from 'zod/mini';
import type { Failure } from '../../../shared/contract/failure.ts';
import { isRecord, type JsonRecord } from '../../../shared/json.ts';
import { inputItem } from './items.ts';

/** Checked as the field of the chat request that it becomes. */
const passed = z.optional(z.unknown());
const shortText = (most: number) => z.string().check(z.maxLength(most));
const MAX_METADATA = 16;

const functionTool = z.strictObject({
  type: z.literal('function'),
  name: z.string(),
  description: passed,
  parameters: passed,
  strict: passed,
  allowed_callers: z.nullish(z.array(z.literal('direct'))),
  defer_loading: z.nullish(z.literal(false)),
  async: z.nullish(z.literal(false)),
  output_schema: z.optional(z.null()),
});
const customTool = z.strictObject({
  type: z.literal('custom'),
  name: z.string(),
  description: passed,
  format: passed,
  allowed_callers: z.nullish(z.array(z.literal('direct'))),
  defer_loading: z.nullish(z.literal(false)),
  async: z.nullish(z.literal(false)),
});

const namedTool = z.strictObject({ type: z.enum(['function', 'custom']), name: z.string() });

const textFormat = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text') }),
  z.strictObject({ type: z.literal('json_object') }),
  z.strictObject({
    type: z.literal('json_schema'),
    name: passed,
    description: passed,
    schema: passed,
    strict: passed,
  }),
]);

const summary = z.nullish(z.enum(['auto', 'concise', 'detailed']));

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

export const responsesFields = z.strictObject({
  input: z.union([z.string(), z.array(inputItem).check(z.minLength(1))]),
  instructions: z.nullish(z.string()),
  model: passed,
  tools: z.nullish(z.array(z.discriminatedUnion('type', [functionTool, customTool]))),
  tool_choice: z.nullish(
    z.union([
      z.enum(['none', 'auto', 'required']),
      namedTool,
      z.strictObject({
        type: z.literal('allowed_tools'),
        mode: z.enum(['auto', 'required']),
        tools: z.array(namedTool),
      }),
    ]),
  ),
  parallel_tool_calls: passed,
  text: z.nullish(z.strictObject({ format: z.nullish(textFormat), verbosity: passed })),
  reasoning: z.nullish(
    z.strictObject({
      effort: passed,
      summary,
      generate_summary: summary,
      mode: z.nullish(z.literal('standard')),
      context: z.nullish(z.literal('auto')),
    }),
  ),
  include: z.nullish(z.array(z.enum(INCLUDABLE))),
  max_output_tokens: passed,
  max_tool_calls: z.nullish(z.int().check(z.gte(1))),
  temperature: passed,
  top_p: passed,
  top_logprobs: passed,
  truncation: z.nullish(z.literal('disabled')),
  metadata: z.nullish(
    z
      .record(shortText(64), shortText(512))
      .check(z.refine((pairs) => Object.keys(pairs).length <= MAX_METADATA)),
  ),
  store: z.nullish(z.literal(false)),
  background: z.nullish(z.literal(false)),
  service_tier: passed,
  prompt_cache_key: passed,
  prompt_cache_retention: passed,
  safety_identifier: passed,
  user: passed,
  stream: passed,
  stream_options: z.nullish(z.strictObject({ include_obfuscation: z.nullish(z.literal(false)) })),
  libra: passed,
  previous_response_id: z.optional(z.null()),
  conversation: z.optional(z.null()),
  prompt: z.optional(z.null()),
  context_management: z.nullish(z.array(z.never())),
  moderation: z.optional(z.null()),
  access_programs: z.optional(z.null()),
  image: z.optional(z.null()),
  prompt_cache_options: z.optional(z.null()),
});

export type ResponsesFields = z.infer<typeof responsesFields>;

const NO_STATE = 'Libra stores no responses';

/** Fields that cannot be carried at all, in words that say what to do instead. */
const REFUSED: readonly [
  field: string,
  code: Failure['code'],
  isRefused: (value: unknown) => boolean,
  detail: string,
][] = [
  [
    'previous_response_id',
    'unsupported_parameter',
    hasValue,
    `${NO_STATE}: send the earlier items in 'input'.`,
  ],
  ['conversation', 'unsupported_parameter', hasValue, `${NO_STATE}: send the earlier items in 'input'.`],
  ['prompt', 'unsupported_parameter', hasValue, "Libra stores no prompts: send 'instructions' and 'input'."],
  ['background', 'unsupported_value', isTrue, `${NO_STATE}, so none can be fetched later.`],
  ['store', 'unsupported_value', isTrue, `${NO_STATE}: leave 'store' out, or send false.`],
  [
    'truncation',
    'unsupported_value',
    (value) => value === 'auto',
    "Libra leaves no items out: 'disabled' alone.",
  ],
  ['context_management', 'unsupported_parameter', isFilled, 'Libra does not compact what it passes on.'],
  ['moderation', 'unsupported_parameter', hasValue, 'Libra cannot pass this on.'],
  ['access_programs', 'unsupported_parameter', hasValue, 'Libra cannot pass this on.'],
  ['image', 'unsupported_parameter', hasValue, 'Libra cannot pass this on.'],
  ['prompt_cache_options', 'unsupported_parameter', hasValue, "Libra can pass on 'prompt_cache_key' alone."],
];

export function findRefusedField(body: unknown): Failure | null {
  if (!isRecord(body)) return null;
  const refused = REFUSED.find(([field, , isRefused]) => isRefused(body[field]));
  if (refused !== undefined) {
    const [param, code, , detail] = refused;
    return { code, param, detail };
  }
  if (isRecord(body.stream_options) && body.stream_options.include_obfuscation === true) {
    const detail = 'Libra does not pad its events.';
    return { code: 'unsupported_value', param: 'stream_options.include_obfuscation', detail };
  }
  return findHostedTool(body);
}

/** What OpenAI itself would run. */
function findHostedTool({ tools, tool_choice: choice }: JsonRecord): Failure | null {
  const detail = 'Libra runs no tools of its own: only function and custom tools can be passed on.';
  const hosted = (tool: unknown) =>
    isRecord(tool) && typeof tool.type === 'string' && tool.type !== 'function' && tool.type !== 'custom';
  const refuse = (param: string): Failure => ({ code: 'unsupported_value', param, detail });
  const index = Array.isArray(tools) ? tools.findIndex(hosted) : -1;
  if (index !== -1) return refuse(`tools[${index}].type`);
  if (!isRecord(choice)) return null;
  if (choice.type !== 'allowed_tools') return hosted(choice) ? refuse('tool_choice.type') : null;
  const allowed = Array.isArray(choice.tools) ? choice.tools.findIndex(hosted) : -1;
  return allowed === -1 ? null : refuse(`tool_choice.tools[${allowed}].type`);
}

function hasValue(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function isTrue(value: unknown): boolean {
  return value === true;
}

function isFilled(value: unknown): boolean {
  return hasValue(value) && !(Array.isArray(value) && value.length === 0);
}
