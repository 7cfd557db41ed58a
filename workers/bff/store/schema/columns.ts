/**
 * Columns that several tables have. `npx drizzle-kit generate` turns a change of a file of this folder into a numbered migration.
 *
 * In all of them `space` is a guild's id, or `dm`, where nothing else is said. Discord ids are snowflakes and stay decimal texts:
 * they exceed a double's precision.
 */
import { customType, timestamp } from 'drizzle-orm/pg-core';

export const createdAt = () =>
  timestamp('created_at', { withTimezone: true, mode: 'string' }).notNull().defaultNow();
export const updatedAt = () =>
  timestamp('updated_at', { withTimezone: true, mode: 'string' }).notNull().defaultNow();

/** Of any dimension: each model has its own. As pgvector writes it: `[1,2]`. */
export const denseVector = customType<{ data: string }>({ dataType: () => 'vector' });
/** Several of them, at half the precision. */
export const denseVectors = customType<{ data: string[] }>({ dataType: () => 'halfvec[]' });
export const sparseVector = customType<{ data: string }>({ dataType: () => 'sparsevec(1048576)' });
