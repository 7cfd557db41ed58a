/** What servers, channels and people have set. */
import { sql } from 'drizzle-orm';
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
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { updatedAt } from './columns.ts';

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
