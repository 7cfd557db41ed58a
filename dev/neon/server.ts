/**
 * A stand-in for Neon's SQL over HTTP, in front of a real PostgreSQL: a server's, or PGlite's inside this process.
 * `neon()` and drizzle's neon-http talk to it unmodified.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import pg from 'pg';
import { createFaultGate, type ServiceFaults } from '../stand-in/faults.ts';
import { lockFolder } from '../stand-in/folder-lock.ts';
import { LOOPBACK, startHttpServer } from '../stand-in/http-server.ts';
import { readBody, sendJson } from '../stand-in/read-body.ts';
import { type Login, parseConnectionString, toPostgresUrl } from './connection-string.ts';
import { type Database, DatabaseUnreachableError, type SqlOutcome, type SqlResult } from './database.ts';
import { parseSqlRequest, toNeonError, toNeonResult, toTextParam } from './http-api.ts';
import { openPGlite } from './pglite.ts';
import { emptyTemplate, type Template } from './pglite-template.ts';
import { openPostgres } from './postgres.ts';

export interface NeonOptions {
  /** 0 or nothing: any free port. */
  port?: number;
  /** PGlite's folder, created if needed. Nothing: memory. */
  dataDir?: string;
  /** A PostgreSQL server to use in place of PGlite. */
  postgresUrl?: string;
  /** What a new database of PGlite's begins with, once `keepAsTemplate` has kept it. Nothing: it is empty. */
  template?: Template;
  /** Called once it listens: from then on requests wait until the database is open. */
  onListening?: (addresses: NeonAddresses) => void;
}

export interface NeonAddresses {
  /** For `NEON_HTTP_URL`: `http://127.0.0.1:PORT/sql`. */
  httpUrl: string;
  /** The connection string that `neon()` must be given; anything else is refused. */
  databaseUrl: string;
}

type Row = Record<string, unknown>;

export interface NeonStandIn extends NeonAddresses {
  /** For the start-up table. */
  backend: string;
  /** One statement past the HTTP front and its faults, for the development tools. Throws an `Error` with PostgreSQL's message. */
  query(sql: string, params?: readonly unknown[]): Promise<Row[]>;
  /** Keeps what is in the database now, as the template that was named. Of PGlite alone; else it does nothing. */
  keepAsTemplate(): Promise<void>;
  /** How many HTTP requests have arrived, struck by faults or not. */
  requests(): number;
  /** Replaces the faults in force. */
  setFaults(faults: ServiceFaults): void;
  close(): Promise<void>;
}

const SQL_PATH = '/sql';
/** Neon's own limit on a request. */
const MAX_BODY_BYTES = 10 * 1024 * 1024;
const LOCAL_LOGIN: Login = { user: 'libra', password: 'libra', database: 'libra' };

/** Rejects when the port is taken, the folder is in use, or the PostgreSQL server cannot be reached. */
export async function startNeonStandIn(options: NeonOptions = {}): Promise<NeonStandIn> {
  const { postgresUrl } = options;
  const login = postgresUrl === undefined ? LOCAL_LOGIN : parseConnectionString(postgresUrl);
  if (login === null) {
    throw new Error('the PostgreSQL URL must look like postgres://user:password@host/database');
  }
  const resources = new AsyncDisposableStack();
  try {
    return await open(options, login, resources);
  } catch (error) {
    await resources.disposeAsync();
    throw error;
  }
}

/** Whatever it opens, it gives to `resources` at once, in the order in which it must not be closed. */
async function open(
  options: NeonOptions,
  login: Login,
  resources: AsyncDisposableStack,
): Promise<NeonStandIn> {
  const { postgresUrl, dataDir } = options;
  if (postgresUrl === undefined && dataDir !== undefined)
    resources.defer((await lockFolder(dataDir)).release);
  const opened = Promise.withResolvers<OpenDatabase>();
  let open: OpenDatabase | undefined;
  resources.defer(async () => open?.database.close());
  let requests = 0;
  const server = await startHttpServer({ name: 'Neon stand-in', port: options.port, handle });
  resources.defer(server.close);
  const gate = createFaultGate({
    setRefusing: server.setRefusing,
    errorBody: (status) => toNeonError(`stand-in fault ${status}`),
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    requests += 1;
    const body = await readBody(request, MAX_BODY_BYTES);
    if ((await gate.strike(response)) === 'struck') return;
    if (request.url !== SQL_PATH) return sendJson(response, 404, toNeonError('not found'));
    if (request.method !== 'POST') return sendJson(response, 405, toNeonError('method not allowed'));
    if (body === null) return sendJson(response, 413, toNeonError('request is too large'));
    const refusal = checkLogin(request.headers['neon-connection-string'], login);
    if (refusal !== null) return sendJson(response, 400, refusal);
    const { database } = await opened.promise;
    const answer = await run(database, body.toString(), request).catch(answerUnreachable);
    await gate.linger();
    sendJson(response, answer.status, answer.body);
  }

  const addresses = {
    httpUrl: `${server.origin}${SQL_PATH}`,
    databaseUrl: postgresUrl === undefined ? formatLogin(login, server.port) : toPostgresUrl(postgresUrl),
  };
  options.onListening?.(addresses);
  open = await openDatabase(options);
  opened.resolve(open);
  const { database, keepAsTemplate } = open;
  return {
    ...addresses,
    backend: database.label,
    async query(sql, params = []) {
      const outcome = await database.run({ text: sql, params: params.map(toTextParam) });
      if (!outcome.ok) throw new Error(outcome.error.message);
      return toRows(outcome.value);
    },
    keepAsTemplate,
    requests: () => requests,
    setFaults: gate.set,
    close: () => resources.disposeAsync(),
  };
}

interface OpenDatabase {
  database: Database;
  keepAsTemplate(): Promise<void>;
}

async function openDatabase({
  dataDir,
  postgresUrl,
  template = emptyTemplate(),
}: NeonOptions): Promise<OpenDatabase> {
  if (postgresUrl !== undefined) {
    return { database: await openPostgres(toPostgresUrl(postgresUrl)), keepAsTemplate: async () => {} };
  }
  const database = await openPGlite(dataDir === undefined ? undefined : join(dataDir, 'pglite'), template);
  return { database, keepAsTemplate: database.keepAsTemplate };
}

function formatLogin(login: Login, port: number): string {
  return `postgres://${login.user}:${login.password}@${LOOPBACK}:${port}/${login.database}`;
}

interface Answer {
  status: number;
  body: unknown;
}

async function run(database: Database, body: string, request: IncomingMessage): Promise<Answer> {
  const parsed = parseSqlRequest(body, request.headers);
  const arrayMode = request.headers['neon-array-mode'] === 'true';
  switch (parsed.kind) {
    case 'refused':
      return { status: 400, body: toNeonError(parsed.message) };
    case 'query':
      return answer(await database.run(parsed.query), (result) => toNeonResult(result, arrayMode));
    case 'batch':
      return answer(await database.runTransaction(parsed.queries, parsed.mode), (results) => ({
        results: results.map((result) => toNeonResult(result, arrayMode)),
      }));
  }
}

function answer<Value>(outcome: SqlOutcome<Value>, show: (value: Value) => unknown): Answer {
  return outcome.ok
    ? { status: 200, body: show(outcome.value) }
    : { status: 400, body: toNeonError(outcome.error) };
}

function answerUnreachable(error: unknown): Answer {
  if (!(error instanceof DatabaseUnreachableError)) throw error;
  return { status: 500, body: toNeonError(error.message) };
}

/** Null when the connection string names this database; else the body of the refusal, in PostgreSQL's words. */
function checkLogin(header: string | string[] | undefined, expected: Login): unknown {
  if (typeof header !== 'string') return toNeonError('missing header: Neon-Connection-String');
  const given = parseConnectionString(header);
  if (given === null) return toNeonError('invalid connection string');
  if (given.user !== expected.user || given.password !== expected.password) {
    return {
      message: `password authentication failed for user '${given.user}'`,
      severity: 'FATAL',
      code: '28P01',
    };
  }
  if (given.database !== expected.database) {
    return { message: `database "${given.database}" does not exist`, severity: 'FATAL', code: '3D000' };
  }
  return null;
}

/** Text to JavaScript values as `pg` gives them, whichever database answered. */
function toRows(result: SqlResult): Row[] {
  const columns = result.fields.map((field) => ({
    name: field.name,
    parse: pg.types.getTypeParser(field.dataTypeID, 'text') as (text: string) => unknown,
  }));
  return result.rows.map((row) =>
    Object.fromEntries(
      columns.map(({ name, parse }, index) => {
        const text = row[index] ?? null;
        return [name, text === null ? null : parse(text)];
      }),
    ),
  );
}
