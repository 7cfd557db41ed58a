import { describe, expect, it } from 'vitest';
import { findDestruction } from './destructive.ts';
import { readMigrations } from './migrate.ts';

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
    ['DO $$ BEGIN DELETE FROM "a"; END $$;', 'deletes rows'],
    ['DROP FUNCTION "open_turn"(jsonb);', 'drops a function'],
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
    // What a function does is done when it is called.
    'CREATE FUNCTION "f"(a int) RETURNS void LANGUAGE plpgsql AS $$ BEGIN DELETE FROM "a"; END $$;',
    'create or replace procedure f() language sql as $body$ truncate "a" $body$;',
  ])('nothing in %s', (statement) => expect(findDestruction([statement])).toEqual([]));

  it('lets a database whose turns are stored be brought to the present schema without a word', () => {
    const destructive = readMigrations().filter(({ statements }) => findDestruction(statements).length > 0);
    expect(destructive.map(({ name }) => name)).toEqual(['0003_turns', '0005_erasures']);
  });
});
