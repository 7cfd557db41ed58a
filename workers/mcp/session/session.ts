/**
 * One session with an MCP server over Streamable HTTP: initialize → what is asked → end. It is used for one listing or one call, so
 * that nothing a server keeps in a session passes from one person's call to another's.
 */
import {
  Client,
  type FetchLike,
  ProtocolError,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import type { McpFailure } from '../../../shared/contract/mcp.ts';
import type { JsonRecord } from '../../../shared/json.ts';
import { createTimeout } from '../../../shared/time/timeout.ts';
import { orAbort } from '../../../shared/time/wait.ts';
import { createBoundedFetch, type Seen } from './bounded-fetch.ts';

export interface SessionTarget {
  url: string;
  headers: Readonly<Record<string, string>>;
}

export interface SessionBounds {
  /** For the whole session. */
  timeoutMs: number;
  /** Of everything that the server sends in it. */
  maxBytes: number;
}

export interface SessionDeps {
  fetch: (url: string | URL, init?: RequestInit) => Promise<Response>;
  version: string;
  /** The one for whom it is asked has gone. */
  signal: AbortSignal;
  /** Lets the end of the session be told after the answer. */
  defer: (work: Promise<unknown>) => void;
}

/** `page`: of a list. Rejects with what the client throws. */
export interface Session {
  listPage(cursor: string | undefined): Promise<{ tools: unknown[]; nextCursor?: string | undefined }>;
  call(name: string, args: JsonRecord): Promise<unknown>;
}

export type SessionOutcome<Value> =
  | { kind: 'done'; value: Value }
  /** The server has answered with an error of the protocol: it is there, and does not like what was asked. */
  | { kind: 'told'; message: string }
  | { kind: 'failed'; failure: McpFailure; retryAfter: string | null }
  | { kind: 'stopped' };

/** Beyond it the server may find out by itself. */
const END_MS = 2_000;

export async function inSession<Value>(
  target: SessionTarget,
  { timeoutMs, maxBytes }: SessionBounds,
  deps: SessionDeps,
  use: (session: Session) => Promise<Value>,
): Promise<SessionOutcome<Value>> {
  const timeout = createTimeout(timeoutMs);
  const overflow = new AbortController();
  const signal = AbortSignal.any([deps.signal, timeout.signal, overflow.signal]);
  const bounded = createBoundedFetch(deps.fetch, { maxBytes, onTooLarge: () => overflow.abort() });
  const transport = new StreamableHTTPClientTransport(new URL(target.url), {
    fetch: bounded.fetch as FetchLike,
    // A redirect would take the key to somewhere else.
    requestInit: { headers: { ...target.headers }, redirect: 'manual' },
    reconnectionOptions: {
      maxRetries: 0,
      initialReconnectionDelay: 1_000,
      maxReconnectionDelay: 1_000,
      reconnectionDelayGrowFactor: 1,
    },
  });
  const client = new Client({ name: 'libra', version: deps.version });
  // What fails is seen by who asks; without a handler it would be an unhandled rejection.
  client.onerror = () => undefined;
  try {
    const options = { signal, timeout: timeoutMs };
    await orAbort(client.connect(transport, options), signal);
    const value = await orAbort(use(createSession(client, options)), signal);
    return { kind: 'done', value };
  } catch (error) {
    if (bounded.seen.isTooLarge) return failed('too_large', bounded.seen);
    if (timeout.signal.aborted) return failed('timed_out', bounded.seen);
    if (deps.signal.aborted) return { kind: 'stopped' };
    if (error instanceof ProtocolError) return { kind: 'told', message: error.message };
    return failed(failureOf(bounded.seen), bounded.seen);
  } finally {
    timeout.end();
    deps.defer(end(client, transport));
  }
}

function createSession(client: Client, options: { signal: AbortSignal; timeout: number }): Session {
  return {
    listPage: (cursor) =>
      client.request({ method: 'tools/list', params: cursor === undefined ? {} : { cursor } }, options),
    call: (name, args) =>
      client.request({ method: 'tools/call', params: { name, arguments: args } }, options),
  };
}

function failureOf({ refusedWith, isBroken }: Seen): McpFailure {
  if (refusedWith === 401 || refusedWith === 403) return 'key_refused';
  if (refusedWith === 429) return 'rate_limited';
  if (refusedWith !== null) return 'refused';
  return isBroken ? 'unreachable' : 'unreadable';
}

function failed(failure: McpFailure, { retryAfter }: Seen): SessionOutcome<never> {
  return { kind: 'failed', failure, retryAfter };
}

async function end(client: Client, transport: StreamableHTTPClientTransport): Promise<void> {
  const timeout = createTimeout(END_MS);
  try {
    await orAbort(transport.terminateSession(), timeout.signal);
  } catch {
    // The server forgets it by itself.
  } finally {
    timeout.end();
    await client.close().catch(() => undefined);
  }
}
