/** What was said. */
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { ContentPart, ToolCall } from '../../../../shared/chat/messages.ts';
import { createdAt } from './columns.ts';

export interface AttachmentReference {
  /** Discord's id of the attachment. */
  id: string;
  filename: string;
  contentType: string | null;
  sizeBytes: number;
}

/**
 * One talk of one person in one channel, or of the whole channel. At most one is open of each; `/reset` ends it, the next turn
 * starts another.
 */
export const conversations = pgTable(
  'conversations',
  {
    id: uuid('id').primaryKey(),
    space: text('space').notNull(),
    channelId: text('channel_id').notNull(),
    /** Null: the channel's, with all who speak there. */
    userId: text('user_id'),
    startedAt: timestamp('started_at', { withTimezone: true, mode: 'string' }).notNull().defaultNow(),
    endedAt: timestamp('ended_at', { withTimezone: true, mode: 'string' }),
  },
  (table) => [
    uniqueIndex('conversations_open')
      .on(table.space, table.channelId, table.userId)
      .where(sql`${table.endedAt} is null`),
    uniqueIndex('conversations_open_shared')
      .on(table.space, table.channelId)
      .where(sql`${table.endedAt} is null and ${table.userId} is null`),
    index('conversations_by_user').on(table.userId),
    index('conversations_by_end').on(table.endedAt),
  ],
);

export const messages = pgTable(
  'messages',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    conversationId: uuid('conversation_id')
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    /** The request that the message belongs to: its turn. A repeated request is stored once. */
    requestKey: text('request_key').notNull(),
    /** The place in the turn: the question is 0, the answer's messages follow. */
    ordinal: integer('ordinal').notNull(),
    /** In a conversation of a channel: who has asked, and as others saw the name. All of the turn is theirs. Elsewhere null. */
    speakerId: text('speaker_id'),
    speakerName: text('speaker_name'),
    /** When the turn was asked. A conversation is ordered by it, whichever answer ended first. */
    askedAt: timestamp('asked_at', { withTimezone: true, mode: 'string' }).notNull(),
    role: text('role', { enum: ['user', 'assistant', 'tool'] }).notNull(),
    /** The text of the message; empty beside tool calls alone. */
    content: text('content').notNull(),
    /** Content parts as OpenAI has them, of a message that is more than its text; null for plain text. */
    parts: jsonb('parts').$type<ContentPart[]>(),
    /** What the assistant wanted called; null for none. */
    toolCalls: jsonb('tool_calls').$type<ToolCall[]>(),
    /** Of a tool's result: the call that it answers. */
    toolCallId: text('tool_call_id'),
    /** References to attached files, never their bytes; null for none. */
    attachments: jsonb('attachments').$type<AttachmentReference[]>(),
    /** By Libra's own estimate; what the window is measured in. */
    tokens: integer('tokens').notNull(),
    /**
     * False of a question while its answer is pending, and of an answer that was cut off or stopped; a repeat of the request
     * may then replace it.
     */
    complete: boolean('complete').notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex('messages_once').on(table.requestKey, table.ordinal),
    index('messages_by_conversation').on(
      table.conversationId,
      table.askedAt,
      table.requestKey,
      table.ordinal,
    ),
    index('messages_by_speaker').on(table.speakerId).where(sql`${table.speakerId} is not null`),
    index('messages_by_age').on(table.createdAt),
  ],
);
