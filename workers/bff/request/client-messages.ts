/** The messages of an API client, as OpenAI documents them and as SDKs echo what they were answered. Pure. */
import * as z from 'zod/mini';
import type { ChatMessage } from '../../../shared/chat/messages.ts';
import { isRecord, type JsonRecord } from '../../../shared/json.ts';
import { once } from '../../../shared/once.ts';
import { isImageUrl } from './image-url.ts';
import { withoutNulls } from './without-nulls.ts';

const textPart = once(() => z.strictObject({ type: z.literal('text'), text: z.string() }));
const imagePart = once(() =>
  z.strictObject({
    type: z.literal('image_url'),
    image_url: z.strictObject({
      url: z.string(),
      detail: z.nullish(z.enum(['auto', 'low', 'high', 'original'])),
    }),
  }),
);
const audioPart = once(() =>
  z.strictObject({
    type: z.literal('input_audio'),
    input_audio: z.strictObject({
      data: z.string().check(z.minLength(1)),
      // The voice Worker's: its tokens are bounded by its length, which a client could make look shorter.
      format: z.string().check(z.refine((format) => format !== 'pcm16')),
    }),
  }),
);
const filePart = once(() =>
  z.strictObject({
    type: z.literal('file'),
    file: z.strictObject({
      file_data: z.nullish(z.string()),
      file_id: z.nullish(z.string()),
      filename: z.nullish(z.string()),
    }),
  }),
);
const refusalPart = once(() => z.strictObject({ type: z.literal('refusal'), refusal: z.string() }));

const parts = <Part extends z.core.SomeType>(part: Part) => z.array(part).check(z.minLength(1));
const text = once(() => z.union([z.string(), parts(textPart())]));
const name = once(() => z.nullish(z.string().check(z.maxLength(64))));

/** Loose, as all of an assistant's turn: what a provider said beside the standard may have to be given back to it. */
const toolCall = once(() =>
  z.discriminatedUnion('type', [
    z.looseObject({
      type: z.literal('function'),
      id: z.string().check(z.minLength(1)),
      function: z.looseObject({ name: z.string().check(z.minLength(1)), arguments: z.string() }),
    }),
    z.looseObject({
      type: z.literal('custom'),
      id: z.string().check(z.minLength(1)),
      custom: z.looseObject({ name: z.string().check(z.minLength(1)), input: z.string() }),
    }),
  ]),
);

const message = once(() =>
  z.discriminatedUnion('role', [
    z.strictObject({ role: z.literal('system'), content: text(), name: name() }),
    z.strictObject({ role: z.literal('developer'), content: text(), name: name() }),
    z.strictObject({
      role: z.literal('user'),
      content: z.union([
        z.string(),
        parts(z.discriminatedUnion('type', [textPart(), imagePart(), audioPart(), filePart()])),
      ]),
      name: name(),
    }),
    z.looseObject({
      role: z.literal('assistant'),
      content: z.nullish(
        z.union([z.string(), parts(z.discriminatedUnion('type', [textPart(), refusalPart()]))]),
      ),
      refusal: z.nullish(z.string()),
      tool_calls: z.nullish(z.array(toolCall())),
      audio: z.nullish(z.looseObject({ id: z.string() })),
      function_call: z.nullish(z.unknown()),
      name: name(),
    }),
    z.strictObject({
      role: z.literal('tool'),
      content: text(),
      tool_call_id: z.string().check(z.minLength(1)),
      name: name(),
    }),
  ]),
);

/** Typed clients write each message and each part with all fields that any of them has, and null in those that it has not. */
const filled = once(() =>
  z.transform((given: unknown) => {
    if (!isRecord(given)) return given;
    const said = withoutNulls(given);
    if (!Array.isArray(said.content)) return said;
    return {
      ...said,
      content: said.content.map((part: unknown) => (isRecord(part) ? withoutNulls(part) : part)),
    };
  }),
);

export const clientMessage = once(() => z.pipe(filled(), message()));

export type ClientMessage = z.infer<ReturnType<typeof message>>;

/**
 * What SDKs add to the answers that they echo: `annotations` of OpenAI, which are no part of a request, and what the
 * clients have parsed themselves.
 */
const ECHOED = new Set(['annotations', 'parsed']);

/** Without what says nothing: no tool calls, and what only answers have. */
export function toChatMessage(message: ClientMessage): ChatMessage {
  const fields = Object.entries(message).filter(([field]) => !ECHOED.has(field));
  const kept = Object.fromEntries(fields) as JsonRecord;
  if (message.role === 'assistant') {
    kept.content = message.content ?? null;
    if (message.audio) kept.audio = { id: message.audio.id };
    const calls = message.tool_calls ?? [];
    if (calls.length === 0) delete kept.tool_calls;
    else kept.tool_calls = calls.map(withoutParsed);
  }
  return kept as unknown as ChatMessage;
}

function withoutParsed(call: z.infer<ReturnType<typeof toolCall>>): object {
  if (call.type === 'custom') return call;
  const { parsed_arguments: _, ...called } = call.function;
  return { ...call, function: called };
}

const OLDER_CALL = {
  code: 'unsupported_parameter',
  detail: "'function_call' is the older form of 'tool_calls', which is accepted here.",
} as const;

export interface MessageFault {
  param: string;
  code: 'invalid_request' | 'invalid_image_url' | 'prompt_empty' | 'unsupported_parameter';
  detail?: string;
}

/** What the form of each message alone does not show. */
export function findMessageFault(messages: readonly ChatMessage[]): MessageFault | null {
  const called = new Set<string>();
  for (const [index, message] of messages.entries()) {
    const at = `messages[${index}]`;
    const fault = findContentFault(message, at) ?? findCallFault(message, at, called);
    if (fault !== null) return fault;
  }
  // Earlier ones are history, which the provider may judge.
  const last = messages.length - 1;
  return isBlankQuestion(messages[last])
    ? { param: `messages[${last}].content`, code: 'prompt_empty' }
    : null;
}

function isBlankQuestion(message: ChatMessage | undefined): boolean {
  if (message?.role !== 'user') return false;
  const { content } = message;
  return typeof content === 'string'
    ? content.trim() === ''
    : content?.every((part) => part.type === 'text' && part.text.trim() === '') === true;
}

function findContentFault(message: ChatMessage, at: string): MessageFault | null {
  const { content } = message;
  if (message.role === 'assistant') {
    if ('function_call' in message) return { param: `${at}.function_call`, ...OLDER_CALL };
    const says = content !== null || message.tool_calls || message.refusal || message.audio;
    return says ? null : invalid(`${at}.content`, 'An assistant message has content or tool calls.');
  }
  if (message.role !== 'user' || typeof content === 'string') return null;
  for (const [part, each] of (content ?? []).entries()) {
    if (each.type === 'image_url' && !isImageUrl(each.image_url.url)) {
      const param = `${at}.content[${part}].image_url.url`;
      return { param, code: 'invalid_image_url', detail: 'An image has a public http(s) URL or a data URL.' };
    }
    if (each.type === 'file' && each.file.file_data === undefined && each.file.file_id === undefined) {
      return invalid(`${at}.content[${part}].file`, 'A file has file_data or file_id.');
    }
  }
  return null;
}

/** A tool's result belongs to a call that an earlier message made. `called` gathers these. */
function findCallFault(message: ChatMessage, at: string, called: Set<string>): MessageFault | null {
  if (message.role === 'tool' && !called.has(message.tool_call_id)) {
    return invalid(`${at}.tool_call_id`, 'No message before this one has made a tool call of this id.');
  }
  if (message.role !== 'assistant') return null;
  const own = new Set<string>();
  for (const [index, { id }] of (message.tool_calls ?? []).entries()) {
    if (own.has(id))
      return invalid(`${at}.tool_calls[${index}].id`, 'Two tool calls of a message have one id.');
    own.add(id);
    called.add(id);
  }
  return null;
}

function invalid(param: string, detail: string): MessageFault {
  return { param, code: 'invalid_request', detail };
}
