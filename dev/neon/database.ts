/** What the HTTP front needs of a PostgreSQL: text in, text out, as Neon passes it on. */
export interface SqlQuery {
  text: string;
  /** Values as PostgreSQL writes them. */
  params: (string | null)[];
}

export interface SqlField {
  name: string;
  tableID: number;
  columnID: number;
  dataTypeID: number;
  dataTypeSize: number;
  dataTypeModifier: number;
  format: 'text';
}

export interface SqlResult {
  /** The first word of the command tag, e.g. `SELECT`. */
  command: string;
  /** Null for a command without one, e.g. `CREATE`. */
  rowCount: number | null;
  fields: SqlField[];
  /** Values as PostgreSQL writes them. */
  rows: (string | null)[][];
}

/** PostgreSQL's own error fields; null where it sent none. */
export interface SqlError {
  message: string;
  severity: string | null;
  code: string | null;
  detail: string | null;
  hint: string | null;
  position: string | null;
  internalPosition: string | null;
  internalQuery: string | null;
  where: string | null;
  schema: string | null;
  table: string | null;
  column: string | null;
  dataType: string | null;
  constraint: string | null;
  file: string | null;
  line: string | null;
  routine: string | null;
}

export type SqlOutcome<Value> = { ok: true; value: Value } | { ok: false; error: SqlError };

export interface TransactionMode {
  isolationLevel: 'ReadUncommitted' | 'ReadCommitted' | 'RepeatableRead' | 'Serializable' | null;
  readOnly: boolean;
  deferrable: boolean;
}

/** The database did not answer: nothing is known of the query. */
export class DatabaseUnreachableError extends Error {
  override name = 'DatabaseUnreachableError';
}

/** Its methods reject with `DatabaseUnreachableError`; what the database itself refuses is an outcome. */
export interface Database {
  /** For the start-up table, e.g. `PGlite, PostgreSQL 18.1`. */
  label: string;
  run(query: SqlQuery): Promise<SqlOutcome<SqlResult>>;
  /** All of the queries, or none of them. */
  runTransaction(queries: readonly SqlQuery[], mode: TransactionMode): Promise<SqlOutcome<SqlResult[]>>;
  close(): Promise<void>;
}

const ISOLATION_LEVELS = {
  ReadUncommitted: 'READ UNCOMMITTED',
  ReadCommitted: 'READ COMMITTED',
  RepeatableRead: 'REPEATABLE READ',
  Serializable: 'SERIALIZABLE',
} as const;

function beginStatement(mode: TransactionMode): string {
  const parts = ['BEGIN'];
  if (mode.isolationLevel !== null) parts.push(`ISOLATION LEVEL ${ISOLATION_LEVELS[mode.isolationLevel]}`);
  if (mode.readOnly) parts.push('READ ONLY');
  if (mode.deferrable) parts.push('DEFERRABLE');
  return parts.join(' ');
}

/** Runs `queries` between BEGIN and COMMIT on one session; the first error rolls everything back and is the outcome. */
export async function runInTransaction(
  run: (query: SqlQuery) => Promise<SqlOutcome<SqlResult>>,
  queries: readonly SqlQuery[],
  mode: TransactionMode,
): Promise<SqlOutcome<SqlResult[]>> {
  const begun = await run({ text: beginStatement(mode), params: [] });
  if (!begun.ok) return begun;
  const results: SqlResult[] = [];
  for (const query of queries) {
    const outcome = await run(query);
    if (!outcome.ok) {
      await run({ text: 'ROLLBACK', params: [] });
      return outcome;
    }
    results.push(outcome.value);
  }
  // A deferred constraint may refuse only now; PostgreSQL has then rolled back by itself.
  const committed = await run({ text: 'COMMIT', params: [] });
  return committed.ok ? { ok: true, value: results } : committed;
}

/** Picks PostgreSQL's fields out of a driver's error object. */
export function toSqlError(error: { message: string } & Partial<Record<keyof SqlError, unknown>>): SqlError {
  const field = (name: keyof SqlError): string | null => {
    const value = error[name];
    return value === undefined || value === null ? null : String(value);
  };
  return {
    message: error.message,
    severity: field('severity'),
    code: field('code'),
    detail: field('detail'),
    hint: field('hint'),
    position: field('position'),
    internalPosition: field('internalPosition'),
    internalQuery: field('internalQuery'),
    where: field('where'),
    schema: field('schema'),
    table: field('table'),
    column: field('column'),
    dataType: field('dataType'),
    constraint: field('constraint'),
    file: field('file'),
    line: field('line'),
    routine: field('routine'),
  };
}
