/** A chat's messages as items of a realtime conversation. Pure. Source: https://platform.openai.com/docs/api-reference/realtime */
import { type ChatMessage, type ContentPart, readCall, textOf } from '../../../shared/chat/messages.ts';
import type { JsonRecord } from '../../../shared/json.ts';

export interface WantedItem {
  /** Equal for items that say the same. */
  key: string;
  /** As `conversation.item.create` takes it, without an id. */
  item: JsonRecord;
}

export interface WantedConversation {
  instructions: string;
  items: WantedItem[];
}

/** What stands before all else is what the session is told; what comes later is an item. */
export function toConversation(messages: readonly ChatMessage[]): WantedConversation {
  const isToTell = ({ role }: ChatMessage) => role === 'system' || role === 'developer';
  const first = messages.findIndex((message) => !isToTell(message));
  const told = first === -1 ? messages : messages.slice(0, first);
  const said = first === -1 ? [] : messages.slice(first);
  return {
    instructions: told.map(({ content }) => textOf(content)).join('\n\n'),
    items: said.flatMap(toItems),
  };
}

function toItems(message: ChatMessage): WantedItem[] {
  const text = textOf(message.content);
  switch (message.role) {
    case 'system':
    case 'developer':
      return [messageItem('system', text, [{ type: 'input_text', text }])];
    case 'user':
      return [messageItem('user', text, userContent(message.content, text))];
    case 'assistant': {
      const said =
        text.trim() === '' ? [] : [messageItem('assistant', text, [{ type: 'output_text', text }])];
      const calls = (message.tool_calls ?? []).map((call) => {
        const { name, input } = readCall(call);
        const item = { type: 'function_call', call_id: call.id, name, arguments: input };
        return { key: callKey(call.id), item };
      });
      return [...said, ...calls];
    }
    case 'tool': {
      const item = { type: 'function_call_output', call_id: message.tool_call_id, output: text };
      return [{ key: `output ${message.tool_call_id}`, item }];
    }
  }
}

/** What was spoken is heard, and not read as well; what stands around it (passages of documents) is read. */
function userContent(content: string | ContentPart[], text: string): JsonRecord[] {
  const parts = typeof content === 'string' ? [] : content;
  const spoken = parts.findIndex(({ type }) => type === 'input_audio');
  const sound = parts[spoken];
  if (sound?.type !== 'input_audio') return [{ type: 'input_text', text }];
  const words = parts[spoken - 1];
  const transcript = words?.type === 'text' ? words.text : '';
  const around = parts.flatMap((part) =>
    part.type === 'text' && part !== words ? [{ type: 'input_text', text: part.text }] : [],
  );
  return [...around, { type: 'input_audio', audio: sound.input_audio.data, transcript }];
}

function messageItem(role: 'system' | 'user' | 'assistant', text: string, content: JsonRecord[]): WantedItem {
  return { key: messageKey(role, text), item: { type: 'message', role, content } };
}

/** A provider's transcript and what was stored of it may differ in their spaces. */
export function messageKey(role: string, text: string): string {
  return `${role} ${text.replace(/\s+/gu, ' ').trim()}`;
}

export function callKey(callId: string): string {
  return `call ${callId}`;
}
