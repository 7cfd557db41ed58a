/** The messages of a chat request, checked as OpenAI checks them. Pure. */
import { isRecord } from '../../shared/json.ts';
import { type ApiError, invalidRequest } from './api-error.ts';
import { missingParameter, tooLong, wrongType } from './field-checks.ts';
import { findOrderFault } from './message-order.ts';

type Role = 'system' | 'developer' | 'user' | 'assistant' | 'tool' | 'function';

export interface PromptMessage {
  role: Role;
  /** The text parts, joined. */
  text: string;
  /** How many images it shows. */
  images?: number;
  /** True for an assistant's message with tool calls. */
  callsTools?: boolean;
}

const ROLES = new Set(['system', 'developer', 'user', 'assistant', 'tool', 'function']);

export function readMessages(value: unknown): PromptMessage[] | ApiError {
  if (value === undefined) {
    return invalidRequest(
      "Missing required parameter: 'messages'.",
      'messages',
      'missing_required_parameter',
    );
  }
  if (!Array.isArray(value)) return wrongType('messages', 'an array of objects', value);
  if (value.length === 0) {
    return invalidRequest(
      "Invalid 'messages': empty array. Expected an array with minimum length 1.",
      'messages',
      'empty_array',
    );
  }
  const messages: PromptMessage[] = [];
  for (const [index, item] of value.entries()) {
    const at = `messages[${index}]`;
    if (!isRecord(item)) return wrongType(at, 'an object', item);
    if (typeof item.role !== 'string' || !ROLES.has(item.role)) {
      return invalidRequest(`Invalid value: '${String(item.role)}'.`, `${at}.role`, 'invalid_value');
    }
    const role = item.role as Role;
    const unknown = Object.keys(item).find((name) => !MESSAGE_FIELDS.has(name));
    if (unknown !== undefined) {
      return invalidRequest(
        `Unknown parameter: '${at}.${unknown}'.`,
        `${at}.${unknown}`,
        'unknown_parameter',
      );
    }
    const text = readContent(item, at, role);
    if (typeof text !== 'string') return text;
    const fault = findCallFault(item.tool_calls, `${at}.tool_calls`);
    if (fault !== null) return fault;
    const images = countImages(item.content);
    messages.push({
      role,
      text,
      ...(images === 0 ? {} : { images }),
      ...(Array.isArray(item.tool_calls) ? { callsTools: true } : {}),
    });
  }
  return findOrderFault(value) ?? messages;
}

const MESSAGE_FIELDS = new Set(
  // What OpenAI does with thoughts that come back is not known: others want them.
  'role content name refusal audio tool_calls tool_call_id function_call reasoning_content'.split(' '),
);
const PARTS: Record<Role, readonly string[]> = {
  system: ['text'],
  developer: ['text'],
  user: ['text', 'image_url', 'input_audio', 'file'],
  assistant: ['text', 'refusal'],
  tool: ['text'],
  function: ['text'],
};

function readContent(message: Record<string, unknown>, of: string, role: Role): string | ApiError {
  const { content = null, tool_calls: calls, function_call: call, audio } = message;
  const at = `${of}.content`;
  if (typeof content === 'string') return content;
  if (content === null) {
    // Only an assistant's turn may be without text: it was a call then.
    const isCall = role === 'assistant' && (calls ?? call ?? audio ?? null) !== null;
    return isCall
      ? ''
      : invalidRequest("Invalid value for 'content': expected a string, got null.", at, 'invalid_type');
  }
  if (!Array.isArray(content)) return wrongType(at, 'a string or an array of objects', content);
  if (content.length === 0) {
    return invalidRequest(
      `Invalid '${at}': empty array. Expected an array with minimum length 1, but got an empty array instead.`,
      at,
      'empty_array',
    );
  }
  const texts: string[] = [];
  for (const [index, part] of content.entries()) {
    const place = `${at}[${index}]`;
    if (!isRecord(part) || typeof part.type !== 'string') return wrongType(place, 'a content part', part);
    if (!PARTS[role].includes(part.type)) {
      const known = PARTS[role].map((type) => `'${type}'`).join(', ');
      return invalidRequest(
        `Invalid value: '${part.type}'. Supported values are: ${known}.`,
        `${place}.type`,
        'invalid_value',
      );
    }
    if (part.type === 'text') {
      if (typeof part.text !== 'string') return wrongType(`${place}.text`, 'a string', part.text);
      texts.push(part.text);
    }
    if (part.type === 'image_url') {
      const fault = findImageFault(part.image_url, `${place}.image_url.url`);
      if (fault !== null) return fault;
    }
  }
  return texts.join('\n');
}

function findImageFault(image: unknown, at: string): ApiError | null {
  const url = isRecord(image) && typeof image.url === 'string' ? image.url : '';
  if (/^https?:\/\//.test(url) || /^data:image\/(?:png|jpe?g|gif|webp);base64,/.test(url)) return null;
  if (!url.startsWith('data:image/')) return invalidRequest('Invalid image URL.', at, 'invalid_image_url');
  const message =
    "You uploaded an unsupported image. Please make sure your image has of one the following formats: ['png', 'jpeg', 'gif', 'webp'].";
  return invalidRequest(message, at, 'invalid_image_format');
}

const MAX_CALL_ID_CHARS = 40;

/** How many there are is looked at with their order. */
function findCallFault(calls: unknown, at: string): ApiError | null {
  if (!Array.isArray(calls)) return null;
  for (const [index, call] of calls.entries()) {
    const place = `${at}[${index}]`;
    if (!isRecord(call)) return wrongType(place, 'an object', call);
    if (typeof call.id !== 'string') return missingParameter(`${place}.id`);
    if (call.id.length > MAX_CALL_ID_CHARS) return tooLong(`${place}.id`, MAX_CALL_ID_CHARS, call.id);
    const called = call.type === 'custom' ? call.custom : call.function;
    if (!isRecord(called)) return missingParameter(`${place}.function`);
    const said = call.type === 'custom' ? called.input : called.arguments;
    if (typeof called.name !== 'string') return missingParameter(`${place}.function.name`);
    if (typeof said !== 'string') return missingParameter(`${place}.function.arguments`);
  }
  return null;
}

function countImages(content: unknown): number {
  if (!Array.isArray(content)) return 0;
  return content.filter((part) => isRecord(part) && part.type === 'image_url').length;
}
