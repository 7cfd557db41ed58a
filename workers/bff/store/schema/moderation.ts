/** What moderation has found. */
import { index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { Flagged } from '../../../../shared/moderation/verdict.ts';
import { createdAt } from './columns.ts';

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
