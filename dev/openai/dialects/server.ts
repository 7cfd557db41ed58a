/** One server for all dialects: a provider is found by the path under which people reach it, behind its own name. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isRecord, parseJson } from '../../../shared/json.ts';
import { LOOPBACK, startHttpServer } from '../../stand-in/http-server.ts';
import { readBody, sendJson } from '../../stand-in/read-body.ts';
import type { Dialect, DialectError } from './dialect.ts';
import { DIALECTS } from './dialects.ts';

export interface DialectServer {
  /** The base URL that stands for a dialect's own. */
  urlOf(name: string): string;
  /** What stands in the messages of this provider's next answers. */
  answer(name: string, error: keyof Dialect['errors'] | null): void;
  /** Complaints about requests that the real provider would have refused, and the number of calls, by dialect. */
  seen(name: string): { calls: number; complaints: string[]; lastBody: unknown };
  close(): Promise<void>;
}

const MAX_BODY_BYTES = 2_000_000;
const TEXTS = ['네, ', '알겠', '어요.'];

/** `keyOf`: the key that a provider accepts. */
export async function startDialectServer(keyOf: (name: string) => string): Promise<DialectServer> {
  const ordered = new Map<string, keyof Dialect['errors']>();
  const records = new Map<string, { calls: number; complaints: string[]; lastBody: unknown }>();
  const recordOf = (name: string) => {
    const record = records.get(name) ?? { calls: 0, complaints: [], lastBody: undefined };
    records.set(name, record);
    return record;
  };
  const server = await startHttpServer({ name: 'dialects', handle });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', `http://${LOOPBACK}`);
    const [, name = '', ...path] = url.pathname.split('/');
    const dialect = Object.hasOwn(DIALECTS, name) ? DIALECTS[name] : undefined;
    const body = parseJson(String(await readBody(request, MAX_BODY_BYTES)));
    if (dialect === undefined || !isRecord(body))
      return sendJson(response, 404, { error: 'no such dialect' });
    const record = recordOf(name);
    record.calls += 1;
    record.lastBody = body;
    record.complaints.push(...complaintsOf(dialect, `/${path.join('/')}`, url.searchParams, request));
    const refusal = refusalOf(dialect, keyOf(name), request, body, ordered.get(name));
    if (refusal !== undefined) return sendJson(response, refusal.status, refusal.body);
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    response.end(dialect.frames(TEXTS).join(''));
  }

  return {
    urlOf: (name) => `${server.origin}/${name}${pathOf(DIALECTS[name])}`,
    answer: (name, error) => void (error === null ? ordered.delete(name) : ordered.set(name, error)),
    seen: recordOf,
    close: server.close,
  };
}

function pathOf(dialect: Dialect | undefined): string {
  return dialect === undefined ? '' : new URL(dialect.baseUrl).pathname;
}

function complaintsOf(
  dialect: Dialect,
  path: string,
  query: URLSearchParams,
  { method, headers }: IncomingMessage,
): string[] {
  const wanted = `${pathOf(dialect)}/chat/completions`;
  return [
    ...(method === 'POST' && path === wanted ? [] : [`${method} ${path}, not POST ${wanted}`]),
    ...Object.entries(dialect.query ?? {})
      .filter(([name, value]) => query.get(name) !== value)
      .map(([name]) => `query ${name} is ${query.get(name)}`),
    ...Object.entries(dialect.headers ?? {})
      .filter(([name, value]) => headers[name] !== value)
      .map(([name]) => `header ${name} is ${headers[name]}`),
    ...(dialect.forbidden ?? [])
      .filter((name) => headers[name] !== undefined)
      .map((name) => `header ${name} came`),
  ];
}

function refusalOf(
  { proof, model, refuses = [], errors }: Dialect,
  key: string,
  { headers }: IncomingMessage,
  body: Record<string, unknown>,
  ordered: keyof Dialect['errors'] | undefined,
): DialectError | undefined {
  const [header, value] = proof?.(key) ?? [];
  if (header !== undefined && headers[header] !== value) return errors.badKey;
  if (body.model !== model) return errors.unknownModel;
  const field = refuses.find((name) => name in body);
  if (field !== undefined) return errors.refusedField(field);
  if (ordered === undefined) return undefined;
  return ordered === 'refusedField' ? errors.refusedField('temperature') : errors[ordered];
}
