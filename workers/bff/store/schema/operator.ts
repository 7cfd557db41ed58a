/** What operators have set and done. */
import { bigint, index, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** What operators have set in the place of variables. The newest version holds; the others are kept to go back to. */
export const operatorSettings = pgTable('operator_settings', {
  version: integer('version').primaryKey(),
  /** By the variable's name. Checked before they are stored and whenever they are read. */
  settings: jsonb('settings').$type<unknown>().notNull(),
  /** The operator's key by its id; null: the command. */
  changedBy: integer('changed_by'),
  at: timestamp('at', { withTimezone: true, mode: 'string' }).notNull().defaultNow(),
});

/** What operators have done. Never a secret. */
export const operatorAudit = pgTable(
  'operator_audit',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    /** The operator's key by its id; null: the command, or a key that was refused. */
    operator: integer('operator'),
    action: text('action').notNull(),
    /** What it was done to: a key's id, a circuit, a variable. */
    target: text('target'),
    at: timestamp('at', { withTimezone: true, mode: 'string' }).notNull().defaultNow(),
  },
  (table) => [index('operator_audit_by_age').on(table.at)],
);
