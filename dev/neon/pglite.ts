/**
 * PGlite with pgvector as the database. It is spoken to in PostgreSQL's own protocol, because its `query()` would turn
 * values into JavaScript and back; Neon's clients expect them as PostgreSQL writes them.
 */
import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { messages, PGlite, protocol } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import {
  type Database,
  runInTransaction,
  type SqlField,
  type SqlOutcome,
  type SqlQuery,
  type SqlResult,
  toSqlError,
} from './database.ts';
import { emptyTemplate, readTemplate, type Template, writeTemplate } from './pglite-template.ts';

/** `folder` is made if it does not exist. Nothing: the database is in memory. A new one is made from `template`, where there is one. */
export async function openPGlite(folder: string | undefined, template: Template): Promise<PGliteDatabase> {
  if (folder !== undefined) await prepareFolder(folder, template);
  const engine = await (folder === undefined ? createEngine(template) : openKept(folder));
  const version = await run(engine, { text: 'SHOW server_version', params: [] });
  const label = version.ok ? `PGlite, PostgreSQL ${version.value.rows[0]?.[0] ?? ''}` : 'PGlite';
  // PGlite is one session: a transaction must have it alone until its end.
  return {
    label,
    run: (query) =>
      engine.runExclusive(async () => {
        const outcome = await run(engine, query);
        // A BEGIN without its end would hold everybody after it in that transaction; Neon drops it with the request.
        if (engine.isInTransaction()) await run(engine, { text: 'ROLLBACK', params: [] });
        return outcome;
      }),
    runTransaction: (queries, mode) =>
      engine.runExclusive(() => runInTransaction((query) => run(engine, query), queries, mode)),
    keepAsTemplate: () => writeTemplate(engine, template),
    close: () => engine.close(),
  };
}

export interface PGliteDatabase extends Database {
  /** What is in it now is what the next new ones begin with. */
  keepAsTemplate(): Promise<void>;
}

const extensions = { vector };
const { serialize } = protocol;

/** PGlite does not say what is wrong. */
async function openKept(folder: string): Promise<PGlite> {
  try {
    return await PGlite.create(folder, { extensions });
  } catch (cause) {
    throw new Error(
      `The database in ${folder} cannot be opened, so it is damaged, or of another PostgreSQL. npm start -- --fresh begins with a new one, and forgets everything.`,
      { cause },
    );
  }
}

/** A new database, in memory or in a folder that does not exist yet. */
async function createEngine(template: Template, folder?: string): Promise<PGlite> {
  const place = { extensions, ...(folder === undefined ? {} : { dataDir: folder }) };
  const empty = emptyTemplate(template);
  const kept = (await readTemplate(template)) ?? (await readTemplate(empty));
  if (kept !== null) return PGlite.create({ ...place, loadDataDir: kept });
  const engine = await PGlite.create({ ...place, initDbStartParams: ['--wal-segsize=1'] });
  await dropUnused(engine);
  await writeTemplate(engine, empty);
  return engine;
}

/**
 * The databases that others are copied from: PGlite has one, and two thirds of the files that a new one unpacks are theirs.
 * (Most of the bytes were of the write-ahead log, whose files are small for the same reason.)
 */
async function dropUnused(engine: PGlite): Promise<void> {
  await engine.exec('UPDATE pg_database SET datistemplate = false');
  for (const name of ['template0', 'template1']) await engine.exec(`DROP DATABASE ${name}`);
}

/** Made under another name first: a process that is killed in the middle leaves no half-made database behind. */
async function prepareFolder(folder: string, template: Template): Promise<void> {
  if (existsSync(folder)) return;
  const unfinished = `${folder}.new`;
  await rm(unfinished, { recursive: true, force: true });
  const engine = await createEngine(template, unfinished);
  await engine.close();
  await rename(unfinished, folder);
}

async function run(engine: PGlite, query: SqlQuery): Promise<SqlOutcome<SqlResult>> {
  const request = Buffer.concat([
    serialize.parse({ text: query.text }),
    serialize.bind({ values: query.params }),
    serialize.describe({ type: 'P' }),
    serialize.execute({}),
    serialize.sync(),
  ]);
  try {
    const { messages: replies } = await engine.execProtocol(request);
    return { ok: true, value: readResult(replies) };
  } catch (error) {
    if (error instanceof messages.DatabaseError) return { ok: false, error: toSqlError(error) };
    throw error;
  }
}

function readResult(replies: readonly messages.BackendMessage[]): SqlResult {
  const result: SqlResult = { command: '', rowCount: null, fields: [], rows: [] };
  for (const reply of replies) {
    if (reply instanceof messages.RowDescriptionMessage) result.fields = reply.fields.map(toField);
    else if (reply instanceof messages.DataRowMessage) result.rows.push(reply.fields);
    else if (reply instanceof messages.CommandCompleteMessage) Object.assign(result, readTag(reply.text));
  }
  return result;
}

function toField(field: messages.Field): SqlField {
  const { name, tableID, columnID, dataTypeID, dataTypeSize, dataTypeModifier } = field;
  return { name, tableID, columnID, dataTypeID, dataTypeSize, dataTypeModifier, format: 'text' };
}

/** `SELECT 3`, `INSERT 0 1`, `CREATE TABLE`: the first word, and the last number if there is one. */
function readTag(tag: string): Pick<SqlResult, 'command' | 'rowCount'> {
  const count = / (\d+)$/.exec(tag)?.[1];
  return { command: tag.split(' ', 1)[0] ?? '', rowCount: count === undefined ? null : Number(count) };
}
