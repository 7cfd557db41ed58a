/**
 * What a conversation is made of, in OpenAI's Chat Completions format: messages with content parts, tool calls and their
 * results. Types and pure helpers.
 * Source: https://platform.openai.com/docs/api-reference/chat/create
 */
import type { JsonRecord } from '../json.ts';

export interface TextPart {
  type: 'text';
  text: string;
}

export interface ImagePart {
  type: 'image_url';
  /** An https or a data URL. */
  image_url: { url: string; detail?: 'auto' | 'low' | 'high' };
}

export interface AudioPart {
  type: 'input_audio';
  /** `data` in base64. */
  input_audio: { data: string; format: string };
}

export interface FilePart {
  type: 'file';
  file: { file_data?: string; file_id?: string; filename?: string };
}

/** In an assistant's turn alone. */
export interface RefusalPart {
  type: 'refusal';
  refusal: string;
}

export type ContentPart = TextPart | RefusalPart | ImagePart | AudioPart | FilePart;

/** A call that the model wants made. `arguments` is JSON as the model wrote it: to be parsed and checked before it runs. */
export interface FunctionCall {
  id: string;
  type: 'function';
  function: { name: string; arguments: string };
}

/** A call of a custom tool, whose input is text of any form. */
export interface CustomCall {
  id: string;
  type: 'custom';
  custom: { name: string; input: string };
}

/** `extra_content`: Gemini's signature of its thoughts. It refuses a call that comes back without. */
export type ToolCall = (FunctionCall | CustomCall) & { extra_content?: JsonRecord };

export type ChatMessage =
  | { role: 'system' | 'developer'; content: string | TextPart[]; name?: string }
  | { role: 'user'; content: string | ContentPart[]; name?: string }
  | {
      role: 'assistant';
      /** Null beside tool calls or a refusal. */
      content: string | (TextPart | RefusalPart)[] | null;
      tool_calls?: ToolCall[];
      refusal?: string | null;
      /** An earlier spoken answer. */
      audio?: { id: string };
      /** What the model thought before its calls: DeepSeek refuses them when they come back without. */
      reasoning_content?: string;
      /** The same from OpenRouter, signed: there Gemini refuses them without. */
      reasoning_details?: JsonRecord[];
      name?: string;
    }
  | { role: 'tool'; tool_call_id: string; content: string | TextPart[] };

export type ChatRole = ChatMessage['role'];

/** The text of a message's content, its parts joined, a refusal included; what is no text counts nothing. */
export function textOf(content: ChatMessage['content']): string {
  if (content === null) return '';
  if (typeof content === 'string') return content;
  return content.map(textOfPart).join('');
}

function textOfPart(part: ContentPart): string {
  if (part.type === 'text') return part.text;
  return part.type === 'refusal' ? part.refusal : '';
}

/** Which tool a call names, and what it gives to it. */
export function readCall(call: ToolCall): { name: string; input: string } {
  return call.type === 'custom' ? call.custom : { name: call.function.name, input: call.function.arguments };
}
