/**
 * A copy of the database as text, over the same HTTP as everything else, so that it works for Neon, a PostgreSQL of one's own and the
 * embedded one. One snapshot: all tables are read in one transaction. For more than about ten megabytes at Neon pg_dump is the tool.
 *
 *     {"libra": 1, "schemaAt": 1795…}        the first line
 *     messages<TAB>{"id": 1, …}              one row a line, as PostgreSQL writes it, parents before children
 */
import { connect, type Database } from '../stack/migrate.ts';

export interface Table {
  name: string;
  /** Those that can be written. */
  columns: string[];
  key: string[];
  parents: string[];
}

/** Every table of the schema but the bookkeeping of migrations, which a restore brings about by migrating. */
export async function readTables(database: Database): Promise<Table[]> {
  const rows = await connect(database).query(`
    SELECT c.relname AS name,
      (SELECT json_agg(a.attname ORDER BY a.attnum) FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '')::text AS columns,
      coalesce((SELECT json_agg(a.attname ORDER BY a.attnum) FROM pg_index i JOIN pg_attribute a
        ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey) WHERE i.indrelid = c.oid AND i.indisprimary), '[]')::text AS key,
      coalesce((SELECT json_agg(p.relname) FROM pg_constraint k JOIN pg_class p ON p.oid = k.confrelid
        WHERE k.conrelid = c.oid AND k.contype = 'f' AND p.oid <> c.oid), '[]')::text AS parents
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind = 'r' ORDER BY c.relname`);
  const list = (value: unknown) => JSON.parse(String(value)) as string[];
  return inOrder(
    rows.map(({ name, columns, key, parents }) => ({
      name: String(name),
      columns: list(columns),
      key: list(key),
      parents: list(parents),
    })),
  );
}

/** Parents first. */
function inOrder(tables: readonly Table[]): Table[] {
  const byName = new Map(tables.map((table) => [table.name, table]));
  const ordered = new Set<Table>();
  const visit = (table: Table, path: readonly Table[]): void => {
    if (ordered.has(table) || path.includes(table)) return;
    for (const parent of table.parents) {
      const found = byName.get(parent);
      if (found !== undefined) visit(found, [...path, table]);
    }
    ordered.add(table);
  };
  for (const table of tables) visit(table, []);
  return [...ordered];
}

export interface Dump {
  text: string;
  /** Rows by table. */
  counts: Record<string, number>;
}

export async function dumpDatabase(database: Database, schemaAt: number): Promise<Dump> {
  const tables = await readTables(database);
  const sql = connect(database);
  const results = await sql.transaction(
    tables.map(({ name, key }) =>
      sql.query(
        `SELECT row_to_json(t)::text AS row FROM ${quote(name)} t${key.length === 0 ? '' : ` ORDER BY ${key.map(quote).join(', ')}`}`,
      ),
    ),
    { isolationLevel: 'RepeatableRead', readOnly: true },
  );
  const lines = [JSON.stringify({ libra: 1, schemaAt })];
  const counts: Record<string, number> = {};
  for (const [index, { name }] of tables.entries()) {
    const rows = (results[index] ?? []) as { row: string }[];
    counts[name] = rows.length;
    for (const { row } of rows) lines.push(`${name}\t${row}`);
  }
  return { text: `${lines.join('\n')}\n`, counts };
}

export interface ParsedDump {
  schemaAt: number;
  /** Rows as PostgreSQL wrote them, by table, in the order of the file. */
  rows: Map<string, string[]>;
}

/** Throws one sentence on what is no dump. A row is never parsed here: its numbers may be larger than JavaScript's. */
export function parseDump(text: string): ParsedDump {
  const [first = '', ...lines] = text.split('\n');
  const head = readHead(first);
  if (head === undefined) throw new Error('This is no backup of Libra: its first line does not say so.');
  if (lines.at(-1) !== '') throw new Error('This backup is cut off: its last line has no end.');
  const rows = new Map<string, string[]>();
  for (const line of lines.slice(0, -1)) {
    const [, table = '', row = ''] = /^(\w+)\t(\{.*\})$/s.exec(line) ?? [];
    if (table === '') throw new Error('This backup is damaged: a line is no row.');
    const known = rows.get(table);
    if (known === undefined) rows.set(table, [row]);
    else known.push(row);
  }
  return { schemaAt: head, rows };
}

function readHead(line: string): number | undefined {
  try {
    const { libra, schemaAt } = JSON.parse(line) as { libra?: unknown; schemaAt?: unknown };
    return libra === 1 && typeof schemaAt === 'number' ? schemaAt : undefined;
  } catch {
    return undefined;
  }
}

export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
