/** API clients. */
import { integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { createdAt } from './columns.ts';

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
