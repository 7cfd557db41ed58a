/** A message as the database holds it, and back. Pure. */
import type { ChatMessage, ContentPart, TextPart, ToolCall } from '../../../shared/chat/messages.ts';
import { textOf } from '../../../shared/chat/messages.ts';
import type { AttachmentReference } from '../store/schema/conversations.ts';
import { noteReferences } from './attached-files.ts';

/** What a turn is made of; instructions are no part of it. */
export type TurnMessage = Extract<ChatMessage, { role: 'user' | 'assistant' | 'tool' }>;

/** A message and its size, by Libra's estimate. */
export interface RememberedMessage {
  message: TurnMessage;
  tokens: number;
  /** Of the files that came with a question. */
  attachments?: readonly AttachmentReference[];
}

export interface MessageRow {
  role: TurnMessage['role'];
  /** Of a message with parts, the text of them. */
  content: string;
  parts: ContentPart[] | null;
  tool_calls: ToolCall[] | null;
  tool_call_id: string | null;
  attachments: readonly AttachmentReference[] | null;
}

export function toMessageRow(
  message: TurnMessage,
  attachments: readonly AttachmentReference[] = [],
): MessageRow {
  const { role, content } = message;
  return {
    role,
    content: textOf(content),
    parts: Array.isArray(content) ? content : null,
    tool_calls: message.role === 'assistant' ? (message.tool_calls ?? null) : null,
    tool_call_id: message.role === 'tool' ? message.tool_call_id : null,
    attachments: attachments.length === 0 ? null : attachments,
  };
}

/** Of the files that came with it only a note is left. */
export function fromMessageRow(row: MessageRow): TurnMessage {
  const { role, content, parts, tool_calls: toolCalls } = row;
  switch (role) {
    case 'user':
      return { role, content: parts ?? noteReferences(content, row.attachments) };
    case 'assistant':
      if (toolCalls === null) return { role, content: onlyText(parts) ?? content };
      return { role, content: onlyText(parts) ?? (content === '' ? null : content), tool_calls: toolCalls };
    case 'tool':
      return { role, content: onlyText(parts) ?? content, tool_call_id: row.tool_call_id ?? '' };
  }
}

function onlyText(parts: ContentPart[] | null): TextPart[] | null {
  return parts === null ? null : parts.filter((part) => part.type === 'text');
}
