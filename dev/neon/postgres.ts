/** A PostgreSQL server as the database, through `pg`, with values left as PostgreSQL writes them. */
import pg from 'pg';
import {
  type Database,
  DatabaseUnreachableError,
  runInTransaction,
  type SqlOutcome,
  type SqlQuery,
  type SqlResult,
  toSqlError,
} from './database.ts';

const MAX_CONNECTIONS = 10;
const CONNECT_TIMEOUT_MS = 5_000;

/** Rejects when the server cannot be reached or refuses the login. */
export async function openPostgres(url: string): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  // An idle connection that the server ends is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => {});
  // Likewise one in use: its query fails as well, and that is enough.
  pool.on('connect', (client) => client.on('error', () => {}));

  async function withClient<Value>(use: (client: pg.PoolClient) => Promise<Value>): Promise<Value> {
    const client = await pool.connect().catch(failUnreachable);
    let broken = true;
    try {
      const value = await use(client);
      broken = false;
      return value;
    } finally {
      client.release(broken);
    }
  }

  try {
    const version = await withClient((client) => run(client, { text: 'SHOW server_version', params: [] }));
    return {
      label: `PostgreSQL ${version.ok ? (version.value.rows[0]?.[0] ?? '') : ''}`,
      run: (query) =>
        withClient(async (client) => {
          const outcome = await run(client, query);
          // A BEGIN without its end must not reach the connection's next user.
          if (client.getTransactionStatus() !== 'I') await run(client, { text: 'ROLLBACK', params: [] });
          return outcome;
        }),
      runTransaction: (queries, mode) =>
        withClient((client) => runInTransaction((query) => run(client, query), queries, mode)),
      close: () => pool.end(),
    };
  } catch (error) {
    await pool.end();
    throw error;
  }
}

const AS_TEXT = { getTypeParser: () => (value: string) => value };

async function run(client: pg.PoolClient, query: SqlQuery): Promise<SqlOutcome<SqlResult>> {
  try {
    const result = await client.query<(string | null)[]>({
      text: query.text,
      values: query.params,
      rowMode: 'array',
      types: AS_TEXT,
      // Without it a query that has no parameters may hold several statements, which Neon refuses.
      queryMode: 'extended',
    } as pg.QueryArrayConfig);
    return {
      ok: true,
      value: {
        command: result.command,
        rowCount: result.rowCount,
        fields: result.fields.map((field) => ({
          name: field.name,
          tableID: field.tableID,
          columnID: field.columnID,
          dataTypeID: field.dataTypeID,
          dataTypeSize: field.dataTypeSize,
          dataTypeModifier: field.dataTypeModifier,
          format: 'text',
        })),
        rows: result.rows,
      },
    };
  } catch (error) {
    if (error instanceof pg.DatabaseError) return { ok: false, error: toSqlError(error) };
    return failUnreachable(error);
  }
}

function failUnreachable(error: unknown): never {
  const why = error instanceof Error ? error.message : String(error);
  throw new DatabaseUnreachableError(`PostgreSQL cannot be reached: ${why}`, { cause: error });
}
