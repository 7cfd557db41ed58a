import { sql } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import { describe, expect, it } from 'vitest';
import { conversations } from './schema/conversations.ts';
import { prepare } from './statement.ts';

const dialect = new PgDialect();

describe('a prepared statement', () => {
  it('is the same text with other values each time, made once', () => {
    let made = 0;
    const find = prepare<{ space: string; ids: string }>(() => {
      made += 1;
      const id = sql`${sql.placeholder('ids')}::uuid`;
      return sql`select ${id} from ${conversations} where space = ${sql.placeholder('space')} and kind = ${'open'}`;
    });
    const text = 'select $1::uuid from "conversations" where space = $2 and kind = $3';
    expect(dialect.sqlToQuery(find({ space: 'dm', ids: 'a' }))).toEqual({
      sql: text,
      params: ['a', 'dm', 'open'],
    });
    expect(dialect.sqlToQuery(find({ space: '1', ids: 'b' }))).toEqual({
      sql: text,
      params: ['b', '1', 'open'],
    });
    expect(made).toBe(1);
  });

  it('wants every value', () => {
    const find = prepare<{ space?: string }>(() => sql`select ${sql.placeholder('space')}`);
    expect(() => find({})).toThrow('space');
  });
});
