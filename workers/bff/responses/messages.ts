/**
 * From the items of a Responses request to the messages of a chat request. What the assistant did between two other items
 * (thoughts, words, calls) is one message there, since providers want the results right behind the calls. Pure.
 */
import type { JsonRecord } from '../../../shared/json.ts';
import { withoutNulls } from '../request/without-nulls.ts';
import type { InputItem, MessageItem } from './items.ts';
import { openExtra } from './signed-call.ts';

export interface TranslatedInput {
  messages: JsonRecord[];
  /** From each message, and what in it is named otherwise, to the item that it comes from. */
  places: [chat: string, responses: string][];
}

type ContentPart = Exclude<MessageItem['content'], string>[number];

/** An assistant's message that further items may belong to. */
interface OpenTurn {
  message: JsonRecord;
  at: string;
  parts: JsonRecord[];
  calls: JsonRecord[];
  thoughts: string[];
}

export function toChatMessages(
  instructions: string | null | undefined,
  input: string | readonly InputItem[],
): TranslatedInput {
  const messages: JsonRecord[] = [];
  const places: TranslatedInput['places'] = [];
  let turn: OpenTurn | null = null;
  /** Of the assistant's next words or call; without these they are no message. */
  let thoughts: string[] = [];
  /** Of its next call. */
  let extra: JsonRecord | undefined;

  function add(message: JsonRecord, from: string): string {
    const at = `messages[${messages.length}]`;
    messages.push(message);
    places.push([at, from]);
    return at;
  }

  function openTurn(from: string): OpenTurn {
    if (turn === null) {
      const message: JsonRecord = { role: 'assistant', content: null };
      turn = { message, at: add(message, from), parts: [], calls: [], thoughts: [] };
    }
    turn.thoughts.push(...thoughts);
    thoughts = [];
    if (turn.thoughts.length > 0) turn.message.reasoning_content = turn.thoughts.join('\n\n');
    return turn;
  }

  function closeTurn(): void {
    turn = null;
    thoughts = [];
    extra = undefined;
  }

  function addMessage(item: MessageItem, from: string): void {
    if (item.role !== 'assistant') {
      closeTurn();
      const at = add({ role: item.role, content: toContent(item.content) }, from);
      places.push([`${at}.content`, `${from}.content`]);
      if (typeof item.content !== 'string') places.push(...placesOfParts(item.content, at, from));
      return;
    }
    // Two messages in a row stay two; behind a call the second would stand between it and its result.
    if (turn !== null && turn.parts.length > 0 && turn.calls.length === 0) turn = null;
    const { parts, message } = openTurn(from);
    parts.push(...toParts(item.content));
    message.content = joinText(parts);
  }

  function addCall(call: JsonRecord, kind: 'function' | 'custom', from: string): void {
    const { calls, message, at } = openTurn(from);
    const place = `${at}.tool_calls[${calls.length}]`;
    places.push([place, from], [`${place}.id`, `${from}.call_id`], [`${place}.${kind}`, from]);
    calls.push(extra === undefined ? call : { ...call, extra_content: extra });
    extra = undefined;
    message.tool_calls = calls;
  }

  function addItem(item: InputItem, from: string): void {
    switch (item.type) {
      case 'message':
        addMessage(item, from);
        break;
      case 'function_call': {
        const { call_id: id, name, arguments: args } = item;
        addCall({ id, type: 'function', function: { name, arguments: args } }, 'function', from);
        break;
      }
      case 'custom_tool_call': {
        const { call_id: id, name, input: given } = item;
        addCall({ id, type: 'custom', custom: { name, input: given } }, 'custom', from);
        break;
      }
      case 'function_call_output':
      case 'custom_tool_call_output': {
        closeTurn();
        const message = { role: 'tool', tool_call_id: item.call_id, content: toContent(item.output) };
        const at = add(message, from);
        places.push([`${at}.tool_call_id`, `${from}.call_id`], [`${at}.content`, `${from}.output`]);
        break;
      }
      case 'reasoning': {
        const thought = textOfReasoning(item);
        if (thought !== '') thoughts.push(thought);
        extra = openExtra(item.encrypted_content) ?? extra;
        break;
      }
      // Of thoughts that are not here.
      case 'item_reference':
        break;
    }
  }

  if (instructions !== null && instructions !== undefined && instructions !== '') {
    const at = add({ role: 'system', content: instructions }, 'instructions');
    places.push([`${at}.content`, 'instructions']);
  }
  if (typeof input === 'string') {
    const at = add({ role: 'user', content: input }, 'input');
    places.push([`${at}.content`, 'input']);
  } else {
    for (const [index, item] of input.entries()) addItem(item, `input[${index}]`);
  }
  return { messages, places };
}

function textOfReasoning({ summary, content }: Extract<InputItem, { type: 'reasoning' }>): string {
  const parts = content === null || content === undefined || content.length === 0 ? (summary ?? []) : content;
  return parts.map(({ text }) => text).join('\n\n');
}

/** One text is a string: not every provider takes a list. */
function toContent(content: string | readonly ContentPart[]): string | JsonRecord[] {
  return typeof content === 'string' ? content : joinText(content.map(toPart));
}

function toParts(content: string | readonly ContentPart[]): JsonRecord[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content.map(toPart);
}

function joinText(parts: JsonRecord[]): string | JsonRecord[] {
  const [only, more] = parts;
  return only !== undefined && more === undefined && only.type === 'text' ? String(only.text) : parts;
}

function toPart(part: ContentPart): JsonRecord {
  switch (part.type) {
    case 'input_text':
    case 'output_text':
      return { type: 'text', text: part.text };
    case 'refusal':
      return { type: 'refusal', refusal: part.refusal };
    case 'input_image':
      return { type: 'image_url', image_url: withoutNulls({ url: part.image_url, detail: part.detail }) };
    case 'input_audio':
      return { type: 'input_audio', input_audio: part.input_audio };
    case 'input_file': {
      const { file_data: data, file_id: fileId, filename } = part;
      return { type: 'file', file: withoutNulls({ file_data: data, file_id: fileId, filename }) };
    }
  }
}

function placesOfParts(parts: readonly ContentPart[], at: string, from: string): TranslatedInput['places'] {
  return parts.flatMap(({ type }, index): TranslatedInput['places'] => {
    const place = `${at}.content[${index}]`;
    const origin = `${from}.content[${index}]`;
    if (type === 'input_image') {
      return [
        [`${place}.image_url`, origin],
        [`${place}.image_url.url`, `${origin}.image_url`],
      ];
    }
    return type === 'input_file' ? [[`${place}.file`, origin]] : [];
  });
}
