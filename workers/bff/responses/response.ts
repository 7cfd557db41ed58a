/** The Response object as Libra writes it: what was asked for, what came of it, and how it ended. Pure. */
import type { Usage } from '../../../shared/chat/usage.ts';
import type { LibraResponse } from '../../../shared/contract/libra.ts';
import type { JsonRecord } from '../../../shared/json.ts';
import type { ResponsesFields } from './fields.ts';

export type ItemStatus = 'in_progress' | 'completed' | 'incomplete';

export interface OutputText {
  type: 'output_text';
  text: string;
  annotations: JsonRecord[];
  logprobs: JsonRecord[];
}

export interface OutputRefusal {
  type: 'refusal';
  refusal: string;
}

export interface SummaryText {
  type: 'summary_text';
  text: string;
}

export interface MessageOutput {
  id: string;
  type: 'message';
  role: 'assistant';
  status: ItemStatus;
  content: (OutputText | OutputRefusal)[];
}

export interface ReasoningOutput {
  id: string;
  type: 'reasoning';
  status: ItemStatus;
  summary: SummaryText[];
  encrypted_content?: string;
}

export interface FunctionCallOutput {
  id: string;
  type: 'function_call';
  status: ItemStatus;
  call_id: string;
  name: string;
  arguments: string;
}

export interface CustomCallOutput {
  id: string;
  type: 'custom_tool_call';
  status: ItemStatus;
  call_id: string;
  name: string;
  input: string;
}

export type CallOutput = FunctionCallOutput | CustomCallOutput;
export type OutputItem = MessageOutput | ReasoningOutput | CallOutput;

export interface ResponseUsage {
  input_tokens: number;
  input_tokens_details: { cached_tokens: number; cache_write_tokens: number };
  output_tokens: number;
  output_tokens_details: { reasoning_tokens: number };
  total_tokens: number;
}

export type ResponseStatus = 'in_progress' | 'completed' | 'incomplete' | 'failed';

/** What the request said is repeated as it came. */
export interface ResponseObject extends ReturnType<typeof repeatFields> {
  id: string;
  object: 'response';
  /** Unix seconds. */
  created_at: number;
  completed_at: number | null;
  status: ResponseStatus;
  model: string;
  output: OutputItem[];
  error: { code: string; message: string } | null;
  incomplete_details: { reason: 'max_output_tokens' | 'content_filter' } | null;
  usage: ResponseUsage | null;
  service_tier: string | null;
  /** Only for a client that asked for it. */
  libra?: LibraResponse;
}

export function createResponse(
  about: Pick<ResponseObject, 'id' | 'created_at' | 'model'>,
  fields: ResponsesFields,
): ResponseObject {
  const tier = fields.service_tier;
  return {
    ...about,
    object: 'response',
    completed_at: null,
    status: 'in_progress',
    output: [],
    error: null,
    incomplete_details: null,
    usage: null,
    service_tier: typeof tier === 'string' ? tier : null,
    ...repeatFields(fields),
  };
}

function repeatFields(fields: ResponsesFields) {
  const { text, reasoning } = fields;
  const { effort = null, summary, generate_summary: olderSummary } = reasoning ?? {};
  return {
    instructions: fields.instructions ?? null,
    tools: fields.tools ?? [],
    tool_choice: fields.tool_choice ?? 'auto',
    parallel_tool_calls: fields.parallel_tool_calls ?? true,
    text: { ...text, format: text?.format ?? { type: 'text' as const } },
    reasoning: { effort, summary: summary ?? olderSummary ?? null },
    max_output_tokens: fields.max_output_tokens ?? null,
    max_tool_calls: fields.max_tool_calls ?? null,
    temperature: fields.temperature ?? null,
    top_p: fields.top_p ?? null,
    top_logprobs: fields.top_logprobs ?? 0,
    metadata: fields.metadata ?? {},
    prompt_cache_key: fields.prompt_cache_key ?? null,
    safety_identifier: fields.safety_identifier ?? null,
    user: fields.user ?? null,
    truncation: 'disabled' as const,
    store: false as const,
    background: false as const,
    previous_response_id: null,
  };
}

/** Zeros where the provider has counted nothing: the AI SDK reads no end of an answer without a count. */
export function toResponseUsage(usage: Usage | null): ResponseUsage {
  const { cached_tokens: cached = 0, cache_write_tokens: written = 0 } = usage?.prompt_tokens_details ?? {};
  return {
    input_tokens: usage?.prompt_tokens ?? 0,
    input_tokens_details: { cached_tokens: cached, cache_write_tokens: written },
    output_tokens: usage?.completion_tokens ?? 0,
    output_tokens_details: { reasoning_tokens: usage?.completion_tokens_details?.reasoning_tokens ?? 0 },
    total_tokens: usage?.total_tokens ?? 0,
  };
}
