/** A Durable Object's SQL storage in a unit test: SQLite of Node, asked as the platform asks it. */
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';

export function createSqlContext() {
  const database = new DatabaseSync(':memory:');
  let alarmAtMs: number | null = null;
  const exec = (query: string, ...values: SQLInputValue[]) => {
    const statement = database.prepare(query);
    // Rows and the count of what was written come from one run.
    const rows = statement.columns().length > 0 ? statement.all(...values) : [];
    const rowsWritten = statement.columns().length > 0 ? 0 : Number(statement.run(...values).changes);
    return { toArray: () => rows.map((row) => ({ ...row })), rowsWritten };
  };
  return {
    storage: {
      sql: { exec },
      getAlarm: async () => alarmAtMs,
      setAlarm: async (atMs: number) => {
        alarmAtMs = atMs;
      },
    },
  };
}
