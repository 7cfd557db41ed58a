/**
 * What Libra keeps in Postgres. `npx drizzle-kit generate` turns a change of this file into a numbered migration.
 *
 * `space` is a guild's id, or `dm`. Discord ids are snowflakes and stay decimal texts: they exceed a double's precision.
 */
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  customType,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  smallint,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { ContentPart, ToolCall } from '../../../shared/chat/messages.ts';
import type { Flagged } from '../../../shared/moderation/verdict.ts';

export interface AttachmentReference {
  /** Discord's id of the attachment. */
  id: string;
  filename: string;
  contentType: string | null;
  sizeBytes: number;
}

const createdAt = () =>
  timestamp('created_at', { withTimezone: true, mode: 'string' }).notNull().defaultNow();
const updatedAt = () =>
  timestamp('updated_at', { withTimezone: true, mode: 'string' }).notNull().defaultNow();

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

/** Requests whose turn is not to be remembered, though their answer may still be on its way. Kept for an hour. */
export const forgottenRequests = pgTable('forgotten_requests', {
  requestKey: text('request_key').primaryKey(),
  userId: text('user_id').notNull(),
  forgottenAt: timestamp('forgotten_at', { withTimezone: true, mode: 'string' }).notNull().defaultNow(),
});

/** The ledger: one row a model call (or an answer that a cache saved from one). Whose it was goes when the person is erased. */
export const usageEvents = pgTable(
  'usage_events',
  {
    /** Made before the call, so that writing twice writes once. */
    id: uuid('id').primaryKey(),
    requestKey: text('request_key'),
    /** Null for API clients, and after an erasure. */
    userId: text('user_id'),
    /** `dm`, a guild's id, or null for API clients. */
    space: text('space'),
    apiKeyId: integer('api_key_id'),
    model: text('model').notNull(),
    /** Its host; null when none answered. Of a cached answer, the one that gave it. */
    provider: text('provider'),
    promptTokens: integer('prompt_tokens').notNull(),
    /** Those of the prompt that the provider had in its cache: they cost less. */
    cachedTokens: integer('cached_tokens').notNull().default(0),
    completionTokens: integer('completion_tokens').notNull(),
    /** True when the provider did not say (the call was cut off) and the tokens are our estimate. */
    estimated: boolean('estimated').notNull(),
    costMicroUsd: bigint('cost_micro_usd', { mode: 'number' }).notNull(),
    /** Milliseconds from the call to its first text; null when there was none. */
    firstTokenMs: integer('first_token_ms'),
    totalMs: integer('total_ms').notNull(),
    /** `ok`, `client_gone`, or the error's code; `running` until the call has ended, `lost` if it never did. */
    outcome: text('outcome').notNull(),
    fallback: boolean('fallback').notNull(),
    cached: boolean('cached').notNull(),
    /** Calls of the judge for the answer, in the row of its first call. They are in no budget and no sum of calls. */
    judgeCalls: integer('judge_calls').notNull().default(0),
    /** How its person finds the answer: 1 or -1; null when they have not said. Goes when the person is erased. */
    rating: smallint('rating'),
    createdAt: createdAt(),
  },
  (table) => [
    index('usage_by_user').on(table.userId, table.createdAt),
    index('usage_by_space').on(table.space, table.createdAt),
    index('usage_by_age').on(table.createdAt),
    index('usage_by_api_key').on(table.apiKeyId, table.createdAt).where(sql`${table.apiKeyId} is not null`),
  ],
);

/** What is set for a server. Its version counts every change of the server, of its channels and of its personas. */
export const guildSettings = pgTable('guild_settings', {
  guildId: text('guild_id').primaryKey(),
  /** Of Workers before there was more to set; what it held has moved to `settings`. */
  instructions: text('instructions'),
  /** Checked whenever they are read. */
  settings: jsonb('settings').$type<unknown>().notNull().default({}),
  version: integer('version').notNull().default(0),
  /** Of each field that was ever set, the version that changed it last. */
  changedIn: jsonb('changed_in').$type<Record<string, number>>().notNull().default({}),
  updatedAt: updatedAt(),
});

/** The guild is a part of the key: a channel's settings hold in the guild that has made them, and nowhere else. */
export const channelSettings = pgTable(
  'channel_settings',
  {
    guildId: text('guild_id').notNull(),
    channelId: text('channel_id').notNull(),
    settings: jsonb('settings').$type<unknown>().notNull().default({}),
    /** By the version of the guild. */
    changedIn: jsonb('changed_in').$type<Record<string, number>>().notNull().default({}),
    updatedAt: updatedAt(),
  },
  (table) => [primaryKey({ columns: [table.guildId, table.channelId] })],
);

/** Characters that a server's Libra takes on. */
export const personas = pgTable(
  'personas',
  {
    guildId: text('guild_id').notNull(),
    name: text('name').notNull(),
    instructions: text('instructions').notNull(),
    model: text('model'),
    temperature: real('temperature'),
    greeting: text('greeting'),
    avatar: text('avatar'),
    updatedAt: updatedAt(),
  },
  (table) => [uniqueIndex('personas_by_name').on(table.guildId, sql`lower(${table.name})`)],
);

/** Who has changed what for a server; what people set for themselves is not in it. */
export const settingsAudit = pgTable(
  'settings_audit',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    guildId: text('guild_id').notNull(),
    /** The version that the change has made. */
    version: integer('version').notNull(),
    /** Null after an erasure. */
    actor: text('actor'),
    scope: text('scope', { enum: ['server', 'channel', 'persona'] }).notNull(),
    /** The channel's id or the persona's name; null for the server. */
    target: text('target'),
    field: text('field').notNull(),
    /** Null: not set. */
    before: jsonb('before').$type<unknown>(),
    after: jsonb('after').$type<unknown>(),
    at: timestamp('at', { withTimezone: true, mode: 'string' }).notNull().defaultNow(),
  },
  (table) => [
    index('settings_audit_by_guild').on(table.guildId, table.id),
    index('settings_audit_by_actor').on(table.actor),
    index('settings_audit_by_age').on(table.at),
  ],
);

export const userSettings = pgTable('user_settings', {
  userId: text('user_id').primaryKey(),
  /** False: nothing this person says is stored. */
  remember: boolean('remember').notNull().default(true),
  /** What else the person has chosen. Checked whenever they are read. */
  settings: jsonb('settings').$type<unknown>().notNull().default({}),
  version: integer('version').notNull().default(0),
  changedIn: jsonb('changed_in').$type<Record<string, number>>().notNull().default({}),
  updatedAt: updatedAt(),
});

/** When somebody last had everything erased: what was asked before and is answered after it is not stored. Kept for an hour. */
export const erasures = pgTable('erasures', {
  /** The pseudonym that the log has, too: the table names nobody. */
  pseudonym: text('pseudonym').primaryKey(),
  erasedAt: timestamp('erased_at', { withTimezone: true, mode: 'string' }).notNull(),
});

/** What moderation has found in a server: never a text. Whose it was goes when the person is erased. */
export const moderationEvents = pgTable(
  'moderation_events',
  {
    /** Made before it is written, so that writing twice writes once. */
    id: uuid('id').primaryKey(),
    guildId: text('guild_id').notNull(),
    channelId: text('channel_id').notNull(),
    /** Null after an erasure, as is the request. */
    userId: text('user_id'),
    /** The interaction's id. */
    interactionId: text('interaction_id'),
    side: text('side', { enum: ['question', 'answer'] }).notNull(),
    action: text('action', { enum: ['blocked', 'noted', 'unchecked'] }).notNull(),
    /** By category the judge's score, from 0 to 1. */
    flagged: jsonb('flagged').$type<Flagged>().notNull(),
    /** A keyed digest of what was judged. */
    hash: text('hash').notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    index('moderation_by_guild').on(table.guildId, table.createdAt),
    index('moderation_by_user').on(table.userId),
    index('moderation_by_age').on(table.createdAt),
  ],
);

/** What a person has agreed to for personal memory. Without a row nothing is learned. Pauses are of one conversation. */
export const memoryChoices = pgTable(
  'memory_choices',
  {
    userId: text('user_id').notNull(),
    /** A guild's id, `dm`, or `*` for everywhere. */
    space: text('space').notNull(),
    /** Of a pause: the channel of the conversation; empty for the whole space. */
    channelId: text('channel_id').notNull().default(''),
    state: text('state', { enum: ['on', 'off', 'paused'] }).notNull(),
    at: timestamp('at', { withTimezone: true, mode: 'string' }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.space, table.channelId] })],
);

/** What a fact was before it was superseded. */
export interface EarlierFact {
  text: string;
  /** ISO 8601. */
  from: string;
  until: string;
}

/** What people have told about themselves. A fact that is superseded keeps its id, and what it was in `earlier`. */
export const memoryFacts = pgTable(
  'memory_facts',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    userId: text('user_id').notNull(),
    /** Where it was said and is used: a guild's id, `dm`, or `*` where the person has marked it so. */
    space: text('space').notNull(),
    text: text('text').notNull(),
    /** What it is found by (memory/terms.ts), hashed. */
    terms: integer('terms').array().notNull(),
    /** What it is about, where that can be told: a newer fact about the same supersedes it. */
    slot: text('slot'),
    /** It concerns every answer: a name, how to answer. */
    standing: boolean('standing').notNull(),
    /** `told`: as an explicit wish; `message`: by the message command; `learned`: from what was said. */
    origin: text('origin', { enum: ['told', 'message', 'learned'] }).notNull(),
    /** The turn that it is from; null where it is from none. */
    requestKey: text('request_key'),
    /** Discord's message that it is from; null where it is from none. */
    messageId: text('message_id'),
    /** The newest first. */
    earlier: jsonb('earlier').$type<EarlierFact[]>().notNull().default([]),
    validFrom: timestamp('valid_from', { withTimezone: true, mode: 'string' }).notNull().defaultNow(),
    /** How many answers it went along with, and when the last was. */
    uses: integer('uses').notNull().default(0),
    usedAt: timestamp('used_at', { withTimezone: true, mode: 'string' }),
  },
  (table) => [index('memory_facts_by_user').on(table.userId, table.space)],
);

/** Keys of API clients. A key keeps its id, and with it its budgets, when its secret is rotated. */
export const apiKeys = pgTable('api_keys', {
  id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
  /** SHA-256 of the secret in hexadecimal. */
  keyHash: text('key_hash').notNull().unique(),
  /** Of the secret before it, which is accepted until `previousUntil`. */
  previousHash: text('previous_hash').unique(),
  previousUntil: timestamp('previous_until', { withTimezone: true, mode: 'string' }),
  name: text('name').notNull(),
  /** Who is responsible for it, as the operator wrote it; null when nobody was named. */
  owner: text('owner'),
  callsPerMin: integer('calls_per_min').notNull(),
  /** Budgets and rights; checked whenever they are read. */
  settings: jsonb('settings').$type<unknown>().notNull().default({}),
  createdAt: createdAt(),
  expiresAt: timestamp('expires_at', { withTimezone: true, mode: 'string' }),
  revokedAt: timestamp('revoked_at', { withTimezone: true, mode: 'string' }),
});

/** Of any dimension: each model has its own. As pgvector writes it: `[1,2]`. */
const denseVector = customType<{ data: string }>({ dataType: () => 'vector' });
const sparseVector = customType<{ data: string }>({ dataType: () => 'sparsevec(1048576)' });

/**
 * What may be searched, one row a document. Here `space` says who may read it: `server:<guild>`, `channel:<guild>:<channel>` or
 * `person:<user>` (documents/spaces.ts).
 */
export const documents = pgTable(
  'documents',
  {
    id: uuid('id').primaryKey(),
    space: text('space').notNull(),
    /** As it was added; unique in its space, whatever its case. */
    name: text('name').notNull(),
    source: text('source', { enum: ['file', 'page', 'message'] }).notNull(),
    /** Of a page. */
    url: text('url'),
    /** Null after an erasure. */
    addedBy: text('added_by'),
    state: text('state', { enum: ['reading', 'ready', 'failed'] }).notNull(),
    /** Why it has failed: an error code. */
    problem: text('problem'),
    /** The attempt to read it. What another attempt sends is not taken. */
    ingestion: uuid('ingestion').notNull(),
    /** Of the text that is searched, and of the one that is being read: SHA-256 in hexadecimal. */
    contentHash: text('content_hash'),
    nextHash: text('next_hash'),
    sizeBytes: integer('size_bytes').notNull().default(0),
    pages: integer('pages'),
    /** The one that is searched; 0: none yet. The next one is written beside it, and takes its place when it is whole. */
    version: integer('version').notNull().default(0),
    /** Of that version. */
    chunks: integer('chunks').notNull().default(0),
    /** Of the version that is being read. */
    nextChunks: integer('next_chunks').notNull().default(0),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    unique('documents_space_key').on(table.id, table.space),
    uniqueIndex('documents_by_name').on(table.space, sql`lower(${table.name})`),
    uniqueIndex('documents_by_content').on(
      table.space,
      sql`coalesce(${table.nextHash}, ${table.contentHash})`,
    ),
    index('documents_by_person').on(table.addedBy),
  ],
);

/** A chunk is in the space of its document: the key to it holds both. */
export const documentChunks = pgTable(
  'document_chunks',
  {
    documentId: uuid('document_id').notNull(),
    space: text('space').notNull(),
    version: integer('version').notNull(),
    ordinal: integer('ordinal').notNull(),
    text: text('text').notNull(),
    /** So many characters at the beginning are the end of the chunk before. */
    overlapChars: integer('overlap_chars').notNull(),
    heading: text('heading'),
    page: integer('page'),
    lastPage: integer('last_page'),
    /** By estimate. */
    tokens: integer('tokens').notNull(),
    /** Whose vector it is; null: the chunk is found by its words alone. */
    model: text('model'),
    dense: denseVector('dense'),
    sparse: sparseVector('sparse'),
  },
  (table) => [
    primaryKey({ columns: [table.documentId, table.version, table.ordinal] }),
    foreignKey({
      name: 'document_chunks_in_space',
      columns: [table.documentId, table.space],
      foreignColumns: [documents.id, documents.space],
    }).onDelete('cascade'),
    index('document_chunks_by_space').on(table.space),
  ],
);

/** In how many chunks of a space a term stands: those of the versions that are searched. */
export const documentTerms = pgTable(
  'document_terms',
  {
    space: text('space').notNull(),
    term: integer('term').notNull(),
    chunks: integer('chunks').notNull(),
  },
  (table) => [primaryKey({ columns: [table.space, table.term] })],
);
