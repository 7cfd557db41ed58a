/** Personal memory. */
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  text,
  timestamp,
} from 'drizzle-orm/pg-core';
import { denseVector } from './columns.ts';

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
    /** Whose vector it is; null: the fact is found by its words alone. */
    model: text('model'),
    /** Without what all facts have in common (memory/centre.ts). */
    dense: denseVector('dense'),
    /** How near a question has to be to it. */
    least: real('least'),
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
