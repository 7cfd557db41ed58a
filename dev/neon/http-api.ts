/**
 * Neon's SQL over HTTP, the JSON of it. Pure.
 * Source: `neon()` of @neondatabase/serverless, which is the API's public client.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { isRecord, parseJson } from '../../shared/json.ts';
import type { SqlError, SqlQuery, SqlResult, TransactionMode } from './database.ts';

export type SqlRequest =
  | { kind: 'query'; query: SqlQuery }
  | { kind: 'batch'; queries: SqlQuery[]; mode: TransactionMode }
  | { kind: 'refused'; message: string };

export function parseSqlRequest(body: string, headers: IncomingHttpHeaders): SqlRequest {
  const value = parseJson(body);
  if (!isRecord(value)) return { kind: 'refused', message: 'the request body is not a JSON object' };
  if (!Array.isArray(value.queries)) {
    const query = toQuery(value);
    return query === null
      ? { kind: 'refused', message: 'the request has no query' }
      : { kind: 'query', query };
  }
  const queries: SqlQuery[] = [];
  for (const item of value.queries) {
    const query = toQuery(item);
    if (query === null) return { kind: 'refused', message: 'an item of queries has no query' };
    queries.push(query);
  }
  const isolationLevel = headers['neon-batch-isolation-level'] ?? null;
  if (!isIsolationLevel(isolationLevel)) {
    return { kind: 'refused', message: 'the isolation level is not known' };
  }
  return {
    kind: 'batch',
    queries,
    mode: {
      isolationLevel,
      readOnly: headers['neon-batch-read-only'] === 'true',
      deferrable: headers['neon-batch-deferrable'] === 'true',
    },
  };
}

/** One result as Neon writes it; rows are objects unless the client asked for arrays. */
export function toNeonResult(result: SqlResult, arrayMode: boolean): unknown {
  const { command, rowCount, fields, rows } = result;
  return {
    command,
    rowCount,
    rowAsArray: arrayMode,
    rows: arrayMode
      ? rows
      : rows.map((row) => Object.fromEntries(fields.map((field, index) => [field.name, row[index]]))),
    fields,
  };
}

/** The body of a 400. `code` is PostgreSQL's, or null when the request never reached it. */
export function toNeonError(error: SqlError | string): unknown {
  return typeof error === 'string' ? { message: error, code: null } : error;
}

/** A parameter as PostgreSQL writes it: JSON's own values are turned, arrays into array literals. */
export function toTextParam(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return toArrayLiteral(value);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function toArrayLiteral(items: readonly unknown[]): string {
  const parts = items.map((item) => {
    if (Array.isArray(item)) return toArrayLiteral(item);
    const text = toTextParam(item);
    return text === null ? 'NULL' : `"${text.replace(/["\\]/g, '\\$&')}"`;
  });
  return `{${parts.join(',')}}`;
}

function toQuery(value: unknown): SqlQuery | null {
  if (!isRecord(value) || typeof value.query !== 'string') return null;
  const params = value.params ?? [];
  return Array.isArray(params) ? { text: value.query, params: params.map(toTextParam) } : null;
}

function isIsolationLevel(value: unknown): value is TransactionMode['isolationLevel'] {
  return (
    value === null ||
    value === 'ReadUncommitted' ||
    value === 'ReadCommitted' ||
    value === 'RepeatableRead' ||
    value === 'Serializable'
  );
}
