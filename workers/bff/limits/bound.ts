/**
 * How many tokens a text can have at most. Pure.
 *
 * An estimate is made for ordinary text, and who writes the text can write something else. A byte-level tokenizer, which is
 * what every current family of models has, makes at most one token of a byte; no closer bound holds without its table.
 */
import { type ChatMessage, type ContentPart, type ToolCall, textOf } from '../../../shared/chat/messages.ts';
import { boundPartTokens } from './bound-parts.ts';
import type { ImageSizes } from './image-size.ts';

/** Role and separators, with room for the templates of other families than OpenAI's (which needs 4). */
export const FRAME_BOUND_TOKENS = 8;

/** Ordinary text of any script has about so many bytes a token: what a window measured in estimated tokens can hold. */
export const BYTES_PER_TOKEN = 4;

/** The bytes of the text in UTF-8. */
export function boundTokens(text: string): number {
  let bytes = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 0x80) bytes += 1;
    else if (code < 0x800) bytes += 2;
    // Half a pair of four bytes; a lone one becomes a character of three.
    else if (code >= 0xd800 && code <= 0xdfff) bytes += isPaired(text, index) ? 2 : 3;
    else bytes += 3;
  }
  return bytes;
}

/**
 * What a message says, without its frame: its text, what it shows, what its files are called, the tool calls that it makes, its
 * sender's name, and whatever else a client has put into it, which a provider may read: earlier thoughts, a refusal.
 */
export function boundTextTokens(message: ChatMessage, model = '', sizes?: ImageSizes): number {
  const { role: _role, content, ...others } = message;
  const { tool_calls: _calls, ...beside } = others as { tool_calls?: unknown };
  const calls = callsOf(message).reduce((sum, call) => sum + boundCall(call), 0);
  return calls + boundValues(beside) + boundTokens(textOf(content)) + boundParts(message, model, sizes);
}

function boundCall(call: ToolCall): number {
  const { type, ...about } = call as ToolCall & Record<ToolCall['type'], object>;
  const { [type]: called, ...beside } = about;
  return boundValues(beside) + boundValues(called);
}

/** Of any other field its name is a client's choice, too. */
const KNOWN: ReadonlySet<string> = new Set(['id', 'name', 'arguments', 'input', 'tool_call_id', 'refusal']);

function boundValues(fields: object): number {
  return Object.entries(fields).reduce((sum, [name, value]: [string, unknown]) => {
    if (value === undefined || value === null) return sum;
    const isKnown = KNOWN.has(name) && typeof value === 'string';
    return sum + boundTokens(isKnown ? value : JSON.stringify({ [name]: value }));
  }, 0);
}

function boundParts({ content }: ChatMessage, model: string, sizes?: ImageSizes): number {
  if (!Array.isArray(content)) return 0;
  const parts: readonly ContentPart[] = content;
  return parts.reduce((sum, part) => {
    const name = part.type === 'file' ? (part.file.filename ?? '') : '';
    return sum + boundPartTokens(part, model, sizes) + boundTokens(name);
  }, 0);
}

/** A whole message, with the frames of itself, of its calls, and of each of its parts but the first. */
export function boundMessageTokens(message: ChatMessage, model = '', sizes?: ImageSizes): number {
  const parts = Array.isArray(message.content) ? Math.max(0, message.content.length - 1) : 0;
  return boundTextTokens(message, model, sizes) + FRAME_BOUND_TOKENS * (1 + callsOf(message).length + parts);
}

/** `model`: each counts images in a way of its own. `sizes`: of images that are given by their address. */
export function boundPromptTokens(messages: readonly ChatMessage[], model = '', sizes?: ImageSizes): number {
  return messages.reduce(
    (sum, message) => sum + boundMessageTokens(message, model, sizes),
    FRAME_BOUND_TOKENS,
  );
}

/** What of that bound are images and recordings. */
export function boundMediaTokens(
  messages: readonly ChatMessage[],
  model = '',
  sizes?: ImageSizes,
): { imageTokens: number; audioTokens: number } {
  const parts = messages.flatMap(({ content }): readonly ContentPart[] =>
    Array.isArray(content) ? content : [],
  );
  const boundOf = (type: ContentPart['type']) =>
    parts.reduce((sum, part) => sum + (part.type === type ? boundPartTokens(part, model, sizes) : 0), 0);
  return { imageTokens: boundOf('image_url'), audioTokens: boundOf('input_audio') };
}

function callsOf(message: ChatMessage): readonly ToolCall[] {
  return message.role === 'assistant' ? (message.tool_calls ?? []) : [];
}

function isPaired(text: string, index: number): boolean {
  const isHigh = text.charCodeAt(index) < 0xdc00;
  const other = text.charCodeAt(isHigh ? index + 1 : index - 1);
  return isHigh ? other >= 0xdc00 && other <= 0xdfff : other >= 0xd800 && other < 0xdc00;
}
