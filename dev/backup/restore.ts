/**
 * A backup into a new database: all of it, or none. The schema is brought to where the backup's was, the rows go in, and then the
 * newer migrations run over them, as they would have in the database that was backed up.
 */
import {
  connect,
  type Database,
  migrate,
  RESTORE_MARK,
  readMigrations,
  readSchemaState,
} from '../stack/migrate.ts';
import { type ParsedDump, quote, readTables } from './dump.ts';

/** Returns rows by table. `folder`: that of the migrations. */
export async function restore(
  database: Database,
  dump: ParsedDump,
  folder?: string,
): Promise<Record<string, number>> {
  const newest = readMigrations(folder).at(-1)?.at ?? 0;
  if (dump.schemaAt > newest)
    throw new Error(
      'The backup is of a newer schema than this checkout has: use the one that it was made with.',
    );
  // Looked at before anything is changed: DATABASE_URL may be another database than was meant.
  const { at, isHalfRestored } = await readSchemaState(database, folder);
  if (!isHalfRestored) await refuseRows(database);
  if (at > dump.schemaAt)
    throw new Error(
      'That database is at a newer schema than the backup; nothing was changed. Take a new one as it is: the restore brings it to the schema itself.',
    );
  await migrate(database, { folder, until: dump.schemaAt, isRestoring: true });
  const counts = await restoreRows(database, dump);
  await migrate(database, { folder });
  return counts;
}

async function refuseRows(database: Database): Promise<void> {
  const sql = connect(database);
  for (const { name } of await readTables(database)) {
    const [found] = await sql.query(`SELECT EXISTS (SELECT 1 FROM ${quote(name)}) AS full`);
    if (found?.full === true)
      throw new Error(
        `The table ${name} of that database is not empty; nothing was changed. A backup is restored into a new database.`,
      );
  }
}

/** So many characters go in one request: Neon takes ten megabytes, and in JSON a letter may have six bytes. */
const BATCH_CHARS = 1_000_000;

/**
 * Into a migrated database. More than one request cannot be one transaction over HTTP: a mark stands in the database until all is
 * there, and what is found beside a mark is taken out again.
 */
export async function restoreRows(
  database: Database,
  { rows }: Pick<ParsedDump, 'rows'>,
): Promise<Record<string, number>> {
  const tables = await readTables(database);
  const sql = connect(database);
  const unknown = [...rows.keys()].find((name) => !tables.some((table) => table.name === name));
  if (unknown !== undefined)
    throw new Error(
      `The backup holds a table ${unknown}, which its schema has not: this is a damaged backup.`,
    );
  const empty = sql.query(`TRUNCATE ${tables.map(({ name }) => quote(name)).join(', ')}`);
  const unmark = () => sql.query(`DROP TABLE ${RESTORE_MARK}`);
  await sql.transaction([sql.query(`CREATE TABLE IF NOT EXISTS ${RESTORE_MARK} ()`), empty]);
  try {
    for (const { name, columns } of tables) {
      const list = columns.map(quote).join(', ');
      for (const batch of inBatches(rows.get(name) ?? []))
        await sql.query(
          `INSERT INTO ${quote(name)} (${list}) OVERRIDING SYSTEM VALUE SELECT ${list} FROM json_populate_recordset(NULL::${quote(name)}, $1::json)`,
          [`[${batch.join(',')}]`],
        );
    }
    await sql.query(ADVANCE_SEQUENCES);
    await unmark();
  } catch (error) {
    // Where the database is away now, the mark stays, and the next restore begins anew.
    await sql.transaction([empty, unmark()]).catch(() => undefined);
    throw error;
  }
  return Object.fromEntries(tables.map(({ name }) => [name, rows.get(name)?.length ?? 0]));
}

/** The next row gets a number that is free. */
const ADVANCE_SEQUENCES = `DO $$ DECLARE s record; newest bigint; BEGIN
  FOR s IN
    SELECT c.relname AS tab, a.attname AS col, pg_get_serial_sequence(quote_ident(c.relname), a.attname) AS seq
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE n.nspname = 'public' AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
  LOOP
    IF s.seq IS NOT NULL THEN
      EXECUTE format('SELECT max(%I) FROM %I', s.col, s.tab) INTO newest;
      IF newest IS NOT NULL THEN PERFORM setval(s.seq, newest); END IF;
    END IF;
  END LOOP; END $$`;

function inBatches(rows: readonly string[]): string[][] {
  const batches: string[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    if (size + row.length > BATCH_CHARS) {
      batches.push([]);
      size = 0;
    }
    batches.at(-1)?.push(row);
    size += row.length;
  }
  return batches;
}
