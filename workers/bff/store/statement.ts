/**
 * A statement whose text is made once: each use only fills in its values, named by `sql.placeholder`. Making the text anew took
 * most of the CPU of a turn's queries.
 */
import { fillPlaceholders, type Query, SQL, type SQLWrapper } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';

/** Throws, when it is used, for a name without a value. */
export function prepare<Values extends object>(build: () => SQLWrapper): (values: Values) => SQL {
  let made: Query | undefined;
  return (values) => {
    made ??= new PgDialect().sqlToQuery(build().getSQL());
    return new FilledSql({
      sql: made.sql,
      params: fillPlaceholders(made.params, values as Record<string, unknown>),
    });
  };
}

class FilledSql extends SQL {
  readonly #query: Query;

  constructor(query: Query) {
    super([]);
    this.#query = query;
  }

  override toQuery(): Query {
    return this.#query;
  }
}
