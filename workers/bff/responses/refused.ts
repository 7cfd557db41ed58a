/** What of a Responses request cannot be carried at all: stored state, and what OpenAI itself would run. Pure. */
import type { Failure } from '../../../shared/contract/failure.ts';
import { isRecord, type JsonRecord } from '../../../shared/json.ts';

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

export function findRefused(body: unknown): Failure | null {
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
  return findHostedTool(body) ?? findUnknownItem(body.input);
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

const ITEM_TYPES = new Set([
  'message',
  'function_call',
  'custom_tool_call',
  'function_call_output',
  'custom_tool_call_output',
  'reasoning',
  'item_reference',
]);

/** An item of a kind that no chat request can hold: a hosted tool's, a compaction. */
function findUnknownItem(input: unknown): Failure | null {
  if (!Array.isArray(input)) return null;
  const index = input.findIndex(
    (item) => isRecord(item) && typeof item.type === 'string' && !ITEM_TYPES.has(item.type),
  );
  if (index === -1) return null;
  const detail =
    "Items of this type cannot be passed on: they belong to OpenAI's own tools and stored state.";
  return { code: 'unsupported_value', param: `input[${index}].type`, detail };
}
