/**
 * OpenAI's Chat Completions wire format, as far as Libra speaks it, plus the `libra` extension.
 *
 * Every hop (bot → bff → llm → provider) uses these shapes; chunk.ts reads what comes, encode.ts writes what goes.
 * Source: https://platform.openai.com/docs/api-reference/chat
 */
import type { ErrorBody } from '../contract/error-body.ts';
import type { LibraRequest, LibraResponse } from '../contract/libra.ts';
import type { JsonRecord } from '../json.ts';
import type { FinishReason } from './finish.ts';
import type { ChatMessage, ToolCall } from './messages.ts';
import type { Usage } from './usage.ts';

export const CHAT_COMPLETIONS_PATH = '/v1/chat/completions';

/** Fields whose inner form only the bff's check and the provider look at. */
export interface ChatOptions {
  temperature?: number;
  top_p?: number;
  max_completion_tokens?: number;
  max_tokens?: number;
  stop?: string | string[];
  presence_penalty?: number;
  frequency_penalty?: number;
  seed?: number;
  n?: number;
  logprobs?: boolean;
  top_logprobs?: number;
  logit_bias?: Record<string, number>;
  tools?: JsonRecord[];
  tool_choice?: string | JsonRecord;
  parallel_tool_calls?: boolean;
  response_format?: JsonRecord;
  reasoning_effort?: string;
  verbosity?: string;
  modalities?: string[];
  audio?: JsonRecord;
  prediction?: JsonRecord;
  web_search_options?: JsonRecord;
  metadata?: Record<string, string>;
  store?: boolean;
  service_tier?: string;
  prompt_cache_key?: string;
  prompt_cache_retention?: string;
  safety_identifier?: string;
  user?: string;
}

export interface ChatCompletionRequest extends ChatOptions {
  model?: string;
  messages: ChatMessage[];
  stream?: boolean;
  stream_options?: StreamOptions;
  libra?: LibraRequest;
}

export interface StreamOptions {
  include_usage?: boolean;
  include_obfuscation?: boolean;
}

/** A chunk as Libra writes it. */
export interface ChatCompletionChunk {
  id: string;
  object: 'chat.completion.chunk';
  /** Unix seconds. */
  created: number;
  model: string;
  choices: {
    index: number;
    delta: Partial<Omit<AnswerMessage, 'tool_calls'>> & { tool_calls?: (ToolCall & { index: number })[] };
    logprobs?: Logprobs | null;
    finish_reason: FinishReason | null;
  }[];
  usage?: Usage | null;
  service_tier?: string;
  system_fingerprint?: string;
  libra?: LibraResponse;
}

/** What a model says, as a whole. */
export interface AnswerMessage {
  role: 'assistant';
  /** Null beside tool calls, a refusal or speech. */
  content: string | null;
  refusal: string | null;
  tool_calls?: ToolCall[];
  /** Sources of what was searched. */
  annotations?: JsonRecord[];
  audio?: AnswerAudio;
  /** What the model thought, where a provider tells. */
  reasoning_content?: string;
  /** The same as OpenRouter tells it. */
  reasoning_details?: JsonRecord[];
}

/** A spoken answer. `data` in base64. */
export interface AnswerAudio {
  id: string;
  data: string;
  transcript: string;
  /** Unix seconds. */
  expires_at: number;
}

/** One entry a token, as the provider has it. */
export interface Logprobs {
  content: JsonRecord[] | null;
  refusal: JsonRecord[] | null;
}

export interface CompletionChoice {
  index: number;
  message: AnswerMessage;
  logprobs: Logprobs | null;
  finish_reason: FinishReason;
}

export interface ChatCompletion {
  id: string;
  object: 'chat.completion';
  /** Unix seconds. */
  created: number;
  model: string;
  choices: CompletionChoice[];
  usage?: Usage;
  service_tier?: string;
  system_fingerprint?: string;
  libra?: LibraResponse;
}

/** One `data:` frame of a stream: a chunk, or a failure that came after the headers. Never `[DONE]` after an error. */
export type StreamFrame = ChatCompletionChunk | ErrorBody;
