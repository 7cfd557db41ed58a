/** The console of a running stack, as a browser without scripts uses it; and a ledger to look at. */
import type { Stack } from '../dev/stack/stack.ts';

export interface ConsoleReply {
  status: number;
  location: string | null;
  setCookie: string | null;
  text: string;
  headers: Headers;
}

export interface ConsoleClient {
  /** The headers by which it is known again. */
  visitor: Readonly<Record<string, string>>;
  cookie: string;
  /** Of the page that was last looked at. */
  formToken: string;
  get(path: string, headers?: Record<string, string>): Promise<ConsoleReply>;
  post(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<ConsoleReply>;
  signIn(key: string): Promise<ConsoleReply>;
}

const AGENT = 'test browser';
let clients = 0;

export function createConsoleClient(stack: Stack): ConsoleClient {
  const origin = stack.urls.console ?? '';
  clients += 1;
  // An address of its own: attempts to sign in are counted by it, and a session is bound to it.
  const visitor = { 'user-agent': AGENT, 'cf-connecting-ip': `198.51.100.${clients}` };
  async function send(path: string, init: RequestInit): Promise<ConsoleReply> {
    const response = await fetch(`${origin}${path}`, { redirect: 'manual', ...init });
    const { status, headers } = response;
    const text = await response.text();
    client.formToken = /name="form_token" value="([^"]+)"/.exec(text)?.[1] ?? client.formToken;
    const setCookie = headers.getSetCookie().find((each) => each.startsWith('libra-console=')) ?? null;
    return { status, location: headers.get('location'), setCookie, text, headers };
  }
  const client: ConsoleClient = {
    visitor,
    cookie: '',
    formToken: '',
    get: (path, headers = {}) => send(path, { headers: { cookie: client.cookie, ...visitor, ...headers } }),
    post: (path, fields, headers = {}) =>
      send(path, {
        method: 'POST',
        headers: {
          cookie: client.cookie,
          ...visitor,
          origin,
          'content-type': 'application/x-www-form-urlencoded',
          ...headers,
        },
        body: new URLSearchParams(fields).toString(),
      }),
    async signIn(key) {
      const reply = await client.post('/console/login', { key });
      client.cookie = reply.setCookie?.split(';')[0] ?? '';
      if (reply.status === 303) await client.get('/console/now');
      return reply;
    },
  };
  return client;
}

/** Calls of some weeks: of two models, a few servers and people, some of them failed. */
export async function seedLedger({
  query,
}: {
  query: (text: string, params: unknown[]) => Promise<unknown>;
}) {
  await query(
    `INSERT INTO usage_events (id, user_id, space, api_key_id, model, provider, prompt_tokens, cached_tokens,
       completion_tokens, estimated, cost_micro_usd, first_token_ms, total_ms, outcome, fallback, cached, created_at)
     SELECT gen_random_uuid(),
       CASE WHEN n % 5 = 0 THEN NULL ELSE '18000000000000000' || (n % 7) END,
       CASE WHEN n % 5 = 0 THEN NULL WHEN n % 11 = 0 THEN 'dm' ELSE '17000000000000000' || (n % 3) END,
       CASE WHEN n % 5 = 0 THEN 1 END,
       CASE WHEN n % 4 = 0 THEN 'gpt-4.1-nano' ELSE 'gpt-4o-mini' END, 'api.openai.com',
       400 + n % 900, n % 200, 80 + n % 500, false, 90 + (n * 37) % 700,
       CASE WHEN n % 23 = 0 THEN NULL ELSE 250 + (n * 53) % 1900 END, 1500 + (n * 71) % 6000,
       CASE WHEN n % 23 = 0 THEN 'provider_timeout' WHEN n % 41 = 0 THEN 'client_gone' ELSE 'ok' END,
       n % 29 = 0, n % 31 = 0,
       now() - make_interval(mins => CASE WHEN n < 60 THEN n ELSE (n * n / 120) END)
     FROM generate_series(1, 2200) n WHERE n < 60 OR n * n / 120 < 43000`,
    [],
  );
}
