import { describe, expect, it } from 'vitest';
import { findDestruction } from './destructive.ts';

describe('findDestruction', () => {
  it.each([
    ['DROP TABLE "messages";', 'drops a table'],
    ['ALTER TABLE "messages" DROP COLUMN "text";', 'drops a column'],
    ['ALTER TABLE "a" RENAME COLUMN "b" TO "c";', 'renames'],
    ['ALTER TABLE "a" ALTER COLUMN "b" SET DATA TYPE bigint;', 'changes a column’s type'],
    ['ALTER TABLE "a" ALTER COLUMN "b" SET NOT NULL;', 'refuses what was allowed'],
    ['ALTER TABLE "a" ADD COLUMN "b" text NOT NULL;', 'adds a column that must be filled'],
    ['TRUNCATE "a";', 'empties a table'],
    ['delete from messages where true', 'deletes rows'],
  ])('%s', (statement, what) => expect(findDestruction([statement])).toEqual([what]));

  it.each([
    'CREATE TABLE "a" ("id" serial PRIMARY KEY NOT NULL, "b" text NOT NULL);',
    'ALTER TABLE "a" ADD COLUMN "b" text;',
    `ALTER TABLE "a" ADD COLUMN "b" jsonb DEFAULT '{}' NOT NULL;`,
    'CREATE INDEX "a_b" ON "a" ("b");',
    'DROP INDEX "a_b";',
    'ALTER TABLE "a" DROP CONSTRAINT "a_check";',
    '-- DROP TABLE "a"\nSELECT 1;',
    "INSERT INTO a VALUES ('drop table b');",
  ])('nothing in %s', (statement) => expect(findDestruction([statement])).toEqual([]));
});
