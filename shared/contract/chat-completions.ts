/**
 * OpenAI's Chat Completions wire format, as far as Libra speaks it, plus the `libra` extension.
 *
 * Every hop (bot → bff → llm → provider) uses these shapes. Standard clients ignore `libra`.
 * Source: https://platform.openai.com/docs/api-reference/chat
 */
import type { Caller } from './caller.ts';
import type { ErrorBody } from './error-body.ts';

export const CHAT_COMPLETIONS_PATH = '/v1/chat/completions';

export interface ChatMessage {
  role: 'system' | 'developer' | 'user' | 'assistant';
  content: string;
  name?: string;
}

/** What only Libra's own Workers may add to a request. */
export interface LibraRequest {
  /** Whose request this is. Believed only when the request is signed as the bot. */
  caller?: Caller;
  /** Milliseconds left for the whole request, measured when it was sent (a duration, so clocks need not agree). */
  timeout_ms?: number;
  /** From the bff to llm: the answer's bytes are relayed as they are, so its end comes as a comment (see relay.ts). */
  relayed?: boolean;
}

export interface ChatCompletionRequest {
  model?: string;
  messages: ChatMessage[];
  stream?: boolean;
  stream_options?: { include_usage?: boolean };
  temperature?: number;
  top_p?: number;
  max_completion_tokens?: number;
  max_tokens?: number;
  stop?: string | string[];
  presence_penalty?: number;
  frequency_penalty?: number;
  seed?: number;
  user?: string;
  libra?: LibraRequest;
}

/** Tokens as counted by the provider. */
export interface Usage {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
}

/** What Libra knows and the standard cannot say; on the first chunk, the last one, or both. */
export interface LibraResponse {
  /** The model that really answered. */
  model?: string;
  /** The host of the provider that answered. */
  provider?: string;
  /** True when the first choice of model did not answer and another did. */
  fallback?: boolean;
  /** True when no model was called for this answer. */
  cached?: boolean;
  /** False when this turn will not be remembered (the database is down). */
  remembered?: boolean;
  conversation_id?: string;
  cost_micro_usd?: number;
}

export interface ChatCompletionChunk {
  id: string;
  object: 'chat.completion.chunk';
  /** Unix seconds. */
  created: number;
  model: string;
  choices: {
    index: number;
    delta: { role?: 'assistant'; content?: string | null; refusal?: string | null };
    finish_reason: FinishReason | null;
  }[];
  usage?: Usage | null;
  libra?: LibraResponse;
}

export interface ChatCompletion {
  id: string;
  object: 'chat.completion';
  /** Unix seconds. */
  created: number;
  model: string;
  choices: {
    index: number;
    message: { role: 'assistant'; content: string | null; refusal?: string | null };
    finish_reason: FinishReason;
  }[];
  usage?: Usage;
  libra?: LibraResponse;
}

export type FinishReason = 'stop' | 'length' | 'content_filter' | 'tool_calls';

/** One `data:` frame of a stream: a chunk, or a failure that came after the headers. Never `[DONE]` after an error. */
export type StreamFrame = ChatCompletionChunk | ErrorBody;

/** The `data` of the frame that ends a stream that succeeded. */
export const STREAM_DONE = '[DONE]';
