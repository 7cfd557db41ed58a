/** What is not to be stored, though its answer may still be on its way. */
import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** Requests whose turn is not to be remembered, though their answer may still be on its way. Kept for an hour. */
export const forgottenRequests = pgTable('forgotten_requests', {
  requestKey: text('request_key').primaryKey(),
  userId: text('user_id').notNull(),
  forgottenAt: timestamp('forgotten_at', { withTimezone: true, mode: 'string' }).notNull().defaultNow(),
});

/** When somebody last had everything erased: what was asked before and is answered after it is not stored. Kept for an hour. */
export const erasures = pgTable('erasures', {
  /** The pseudonym that the log has, too: the table names nobody. */
  pseudonym: text('pseudonym').primaryKey(),
  erasedAt: timestamp('erased_at', { withTimezone: true, mode: 'string' }).notNull(),
});
