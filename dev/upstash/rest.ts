/**
 * Upstash's REST dialect: an HTTP request to Redis commands, Redis replies to JSON. Pure.
 * Source: https://upstash.com/docs/redis/features/restapi
 */
import { parseJson } from '../../shared/json.ts';
import type { RespReply } from './resp.ts';

export type RestRequest =
  | { kind: 'command'; command: string[] }
  | { kind: 'pipeline'; commands: string[][] }
  | { kind: 'transaction'; commands: string[][] }
  | { kind: 'refused'; status: number; error: string };

export function parseRestRequest(request: { method: string; url: URL; body: string }): RestRequest {
  const { method, url, body } = request;
  if (!['GET', 'HEAD', 'POST', 'PUT'].includes(method)) return refuse(405, 'ERR method not allowed');
  const segments = readSegments(url.pathname);
  if (segments === null) return refuse(400, 'ERR malformed path');
  if (segments.length === 0) return parseCommandBody(body);
  if (segments.length === 1 && segments[0] === 'pipeline') return parseBatch('pipeline', body);
  if (segments.length === 1 && segments[0] === 'multi-exec') return parseBatch('transaction', body);
  const command = [...segments];
  if ((method === 'POST' || method === 'PUT') && body !== '') command.push(body);
  for (const [name, value] of url.searchParams) {
    if (name === '_token') continue;
    command.push(name);
    if (value !== '') command.push(value);
  }
  return allow({ kind: 'command', command });
}

/** One reply as `result` of the JSON answer. With `base64`, strings are encoded at any depth; numbers, null and errors are not,
 *  nor a plain OK, which clients know. */
export function toRestAnswer(reply: RespReply, base64: boolean): { result: unknown } | { error: string } {
  if (reply.kind === 'error') return { error: reply.message };
  if (reply.kind === 'status' && reply.text === 'OK') return { result: 'OK' };
  return { result: toJsonValue(reply, base64) };
}

function toJsonValue(reply: RespReply, base64: boolean): unknown {
  switch (reply.kind) {
    case 'status':
      return base64 ? Buffer.from(reply.text).toString('base64') : reply.text;
    case 'error':
      return reply.message;
    case 'integer':
      return reply.value;
    case 'bulk':
      return reply.bytes?.toString(base64 ? 'base64' : 'utf8') ?? null;
    case 'array':
      return reply.items?.map((item) => toJsonValue(item, base64)) ?? null;
  }
}

/** What a stateless HTTP request cannot do, or must not do to a managed database. */
const UNAVAILABLE = new Set(
  (
    'AUTH HELLO SELECT QUIT RESET MULTI EXEC DISCARD WATCH UNWATCH CLIENT READONLY READWRITE ' +
    'SUBSCRIBE UNSUBSCRIBE PSUBSCRIBE PUNSUBSCRIBE SSUBSCRIBE SUNSUBSCRIBE MONITOR WAIT WAITAOF ' +
    'BLPOP BRPOP BLMOVE BLMPOP BRPOPLPUSH BZPOPMIN BZPOPMAX BZMPOP ' +
    'CONFIG SHUTDOWN DEBUG SAVE BGSAVE BGREWRITEAOF REPLICAOF SLAVEOF MIGRATE MODULE CLUSTER FAILOVER SYNC PSYNC SWAPDB'
  ).split(' '),
);

function allow(request: Exclude<RestRequest, { kind: 'refused' }>): RestRequest {
  const commands = request.kind === 'command' ? [request.command] : request.commands;
  for (const [name = ''] of commands) {
    if (UNAVAILABLE.has(name.toUpperCase())) return refuse(400, `ERR Command is not available: '${name}'`);
  }
  return request;
}

function parseCommandBody(body: string): RestRequest {
  const command = toCommand(parseJson(body));
  return command === null
    ? refuse(400, 'ERR failed to parse command: expected a non-empty JSON array of strings and numbers')
    : allow({ kind: 'command', command });
}

function parseBatch(kind: 'pipeline' | 'transaction', body: string): RestRequest {
  const list = parseJson(body);
  const commands = Array.isArray(list) ? list.map(toCommand) : [];
  if (commands.length === 0 || commands.includes(null)) {
    return refuse(400, `ERR failed to parse ${kind} request: expected a non-empty JSON array of commands`);
  }
  return allow({ kind, commands: commands.filter((command) => command !== null) });
}

function toCommand(value: unknown): string[] | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  const command: string[] = [];
  for (const argument of value) {
    if (typeof argument === 'string') command.push(argument);
    else if (typeof argument === 'number' || typeof argument === 'boolean') command.push(String(argument));
    else return null;
  }
  return command;
}

/** Null when a segment is not percent-encoded text. An empty segment is an empty argument. */
function readSegments(pathname: string): string[] | null {
  const path = pathname.replace(/^\/+|\/+$/g, '');
  if (path === '') return [];
  try {
    return path.split('/').map(decodeURIComponent);
  } catch {
    return null;
  }
}

function refuse(status: number, error: string): RestRequest {
  return { kind: 'refused', status, error };
}
