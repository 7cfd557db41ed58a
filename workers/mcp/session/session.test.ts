/** A session with a server that misbehaves in every way: each ends as a value, in its time, within its bounds. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type HostileMode, type HostileServer, startHostileServer } from '../../../dev/mcp/hostile.ts';
import type { McpServer } from '../../../shared/mcp/servers.ts';
import { listTools } from '../tools/list-tools.ts';
import { inSession, type Session, type SessionBounds, type SessionDeps } from './session.ts';

let hostile: HostileServer;
let deferred: Promise<unknown>[] = [];
beforeAll(async () => {
  hostile = await startHostileServer();
});
afterAll(async () => {
  await Promise.all(deferred);
  await hostile.close();
});
beforeEach(() => {
  hostile.setMode('honest');
  hostile.forget();
  deferred = [];
});

const PATIENT = { timeoutMs: 10_000, maxBytes: 500_000 };

function run<Value>(
  use: (session: Session) => Promise<Value>,
  {
    bounds = PATIENT,
    signal = new AbortController().signal,
    through = fetch,
  }: { bounds?: SessionBounds; signal?: AbortSignal; through?: SessionDeps['fetch'] } = {},
) {
  return inSession(
    { url: hostile.url, headers: { 'x-key': 'the key' } },
    bounds,
    { fetch: through, version: '1', signal, defer: (work) => void deferred.push(work) },
    use,
  );
}
const call = (session: Session) => session.call('look', { word: 'a' });

describe('a session', () => {
  it('initialises, calls, and sends the key each time', async () => {
    expect(await run(call)).toMatchObject({ kind: 'done', value: { content: [{ text: 'found' }] } });
    expect(hostile.methods).toEqual(['initialize', 'notifications/initialized', 'tools/call']);
    expect(hostile.headers['x-key']).toBe('the key');
    expect(hostile.calls).toEqual([{ name: 'look', arguments: { word: 'a' } }]);
  });

  it('takes its key nowhere else, and is ended on the server once it is over', async () => {
    const sent: (RequestInit | undefined)[] = [];
    const through: SessionDeps['fetch'] = async (url, init) => {
      sent.push(init);
      const response = await fetch(url, init);
      const headers = new Headers(response.headers);
      headers.set('mcp-session-id', 'one');
      return new Response(response.body, { status: response.status, headers });
    };
    await run(call, { through });
    await Promise.all(deferred);
    expect(new Set(sent.map((init) => init?.redirect))).toEqual(new Set(['manual']));
    expect(sent.at(-1)?.method).toBe('DELETE');
  });

  it('whose key is good for something else fails as one with a wrong key', async () => {
    const through: SessionDeps['fetch'] = async () => new Response(null, { status: 403 });
    expect(await run(call, { through })).toMatchObject({ failure: 'key_refused' });
  });

  it.each<[mode: HostileMode, failure: string]>([
    ['unauthorized', 'key_refused'],
    ['rate_limited', 'rate_limited'],
    ['broken', 'refused'],
    ['redirect', 'refused'],
    ['down', 'unreachable'],
    ['garbage', 'unreadable'],
    ['wrong_shape', 'unreadable'],
    ['endless_stream', 'too_large'],
    ['endless_body', 'too_large'],
  ])('with a server that is %s fails as %s', async (mode, failure) => {
    hostile.setMode(mode);
    expect(await run(call)).toMatchObject({ kind: 'failed', failure });
    hostile.setMode(mode, { handshake: true });
    expect(await run(call)).toMatchObject({ kind: 'failed', failure });
  });

  it('ends with its time when the server says nothing', async () => {
    hostile.setMode('slow');
    const bounds = { ...PATIENT, timeoutMs: 200 };
    expect(await run(call, { bounds })).toMatchObject({ kind: 'failed', failure: 'timed_out' });
  });

  it('hands on how long the server wants to be left alone', async () => {
    hostile.setMode('rate_limited');
    expect(await run(call)).toMatchObject({ retryAfter: '7' });
  });

  it('tells an error of the protocol from a failure', async () => {
    hostile.setResult({ code: -32602, message: 'No such word' });
    expect(await run(call)).toMatchObject({ kind: 'told', message: expect.stringContaining('No such word') });
    hostile.setResult({ content: [{ type: 'text', text: 'found' }] });
  });

  it('ends when the one for whom it was asked has gone', async () => {
    hostile.setMode('slow');
    const gone = new AbortController();
    const running = run(call, { signal: gone.signal });
    await expect.poll(() => hostile.methods).toContain('tools/call');
    gone.abort();
    expect(await running).toEqual({ kind: 'stopped' });
  });
});

describe('a list', () => {
  const server: McpServer = { name: 'h', url: '', header: null, tools: new Map([['*', 'read']]) };

  it('of ten thousand tools is cut', async () => {
    hostile.setMode('flood');
    const bounds = { ...PATIENT, maxBytes: 2_000_000 };
    const listed = await run((session) => listTools(server, session), { bounds });
    expect(listed.kind === 'done' && listed.value.length).toBe(64);
  });

  it('that is too long to be read is a failure', async () => {
    hostile.setMode('flood');
    expect(await run((session) => listTools(server, session))).toMatchObject({ failure: 'too_large' });
  });

  it('that never ends is asked for ten pages', async () => {
    hostile.setMode('endless_pages');
    const listed = await run((session) => listTools(server, session));
    expect(listed.kind === 'done' && listed.value.length).toBe(10);
  });
});
