/**
 * OpenAI's Chat Completions wire format, as far as Libra speaks it, plus the `libra` extension.
 *
 * Every hop (bot → bff → llm → provider) uses these shapes; chunk.ts reads what comes, encode.ts writes what goes.
 * Source: https://platform.openai.com/docs/api-reference/chat
 */
import type { ErrorBody } from '../contract/error-body.ts';
import type { LibraRequest, LibraResponse } from '../contract/libra.ts';
import type { FinishReason } from './chunk.ts';
import type { ChatMessage, ToolCall } from './messages.ts';
import type { Usage } from './usage.ts';

export const CHAT_COMPLETIONS_PATH = '/v1/chat/completions';

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

/** A chunk as Libra writes it. */
export interface ChatCompletionChunk {
  id: string;
  object: 'chat.completion.chunk';
  /** Unix seconds. */
  created: number;
  model: string;
  choices: {
    index: number;
    delta: {
      role?: 'assistant';
      content?: string | null;
      refusal?: string | null;
      tool_calls?: (ToolCall & { index: number })[];
    };
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
    message: {
      role: 'assistant';
      content: string | null;
      refusal?: string | null;
      tool_calls?: ToolCall[];
    };
    finish_reason: FinishReason;
  }[];
  usage?: Usage;
  libra?: LibraResponse;
}

/** One `data:` frame of a stream: a chunk, or a failure that came after the headers. Never `[DONE]` after an error. */
export type StreamFrame = ChatCompletionChunk | ErrorBody;
