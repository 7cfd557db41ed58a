/**
 * A stand-in for search engines: Brave's, SearXNG's and Tavily's endpoints on one address, with the same few pages behind
 * each. It finds a page when a word of the query is in its title or text, and everything for the query `*`.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseJson } from '../../shared/json.ts';
import { LOOPBACK, startHttpServer } from '../stand-in/http-server.ts';
import { readBody, sendJson } from '../stand-in/read-body.ts';

export interface StandInPage {
  title: string;
  url: string;
  text: string;
  age: string | null;
}

export interface SearchStandIn {
  /** For `SEARCH_BASE_URL`. */
  url: string;
  apiKey: string;
  /** What was searched for, oldest first. */
  queries: readonly string[];
  /** Every answer has this status until it is null again. */
  setStatus(status: number | null): void;
  close(): Promise<void>;
}

export interface SearchStandInOptions {
  port?: number;
  apiKey?: string;
  pages?: readonly StandInPage[];
}

const MAX_BODY_BYTES = 100_000;

const PAGES: readonly StandInPage[] = [
  {
    title: 'Cloudflare Workers',
    url: 'https://developers.cloudflare.com/workers/',
    text: 'Build and deploy <strong>serverless</strong> applications &amp; APIs across the network.',
    age: '2 days ago',
  },
  {
    title: '한글 - 위키백과',
    url: 'https://ko.wikipedia.org/wiki/한글',
    text: '한글은 한국어의 문자이다. 세종대왕이 1443년에 창제하였다.',
    age: null,
  },
  {
    title: 'Libra (constellation)',
    url: 'https://en.wikipedia.org/wiki/Libra_(constellation)',
    text: 'Libra is a constellation of the zodiac, between Virgo and Scorpius.',
    age: '2025-03-01T00:00:00',
  },
];

export async function startSearchStandIn(options: SearchStandInOptions = {}): Promise<SearchStandIn> {
  const { apiKey = 'search-stand-in-key', pages = PAGES } = options;
  const queries: string[] = [];
  let forced: number | null = null;
  const server = await startHttpServer({ name: 'search stand-in', port: options.port, handle });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', `http://${LOOPBACK}`);
    const engine = ENGINES.find(({ method, path }) => method === request.method && path === url.pathname);
    if (engine === undefined) return sendJson(response, 404, { detail: 'Not Found' });
    const body = parseJson(String(await readBody(request, MAX_BODY_BYTES)));
    if (forced !== null) return sendJson(response, forced, { error: 'as asked for' });
    const refusal = engine.check(request, url, apiKey);
    if (refusal !== null) return sendJson(response, refusal.status, refusal);
    const query = engine.queryOf(url, body);
    queries.push(query);
    sendJson(response, 200, engine.answer(query, find(pages, query)));
  }

  return {
    url: server.origin,
    apiKey,
    queries,
    setStatus: (status) => {
      forced = status;
    },
    close: server.close,
  };
}

function find(pages: readonly StandInPage[], query: string): StandInPage[] {
  const words = query.toLowerCase().split(/\s+/);
  return pages.filter(({ title, text }) =>
    words.some((word) => word === '*' || `${title} ${text}`.toLowerCase().includes(word)),
  );
}

interface Engine {
  method: 'GET' | 'POST';
  path: string;
  /** The answer that refuses, else null. */
  check(request: IncomingMessage, url: URL, apiKey: string): { status: number; error: object } | null;
  queryOf(url: URL, body: unknown): string;
  answer(query: string, pages: StandInPage[]): object;
}

const refuse = (status: number, code: string) => ({ status, error: { status, code } });

const ENGINES: readonly Engine[] = [
  {
    method: 'GET',
    path: '/res/v1/web/search',
    check: ({ headers }, url, apiKey) => {
      if (headers['x-subscription-token'] !== apiKey) return refuse(422, 'SUBSCRIPTION_TOKEN_INVALID');
      return Number(url.searchParams.get('count')) > 20 ? refuse(422, 'VALIDATION') : null;
    },
    queryOf: (url) => url.searchParams.get('q') ?? '',
    answer: (query, pages) => ({
      type: 'search',
      query: { original: query },
      ...(pages.length === 0
        ? {}
        : {
            web: {
              type: 'search',
              results: pages.map(({ title, url, text, age }) => ({
                title,
                url,
                description: text,
                ...(age === null ? {} : { age }),
              })),
            },
          }),
    }),
  },
  {
    method: 'GET',
    path: '/search',
    // An instance refuses formats that its settings do not list.
    check: (_, url) => (url.searchParams.get('format') === 'json' ? null : refuse(403, 'FORBIDDEN')),
    queryOf: (url) => url.searchParams.get('q') ?? '',
    answer: (query, pages) => ({
      query,
      number_of_results: 0,
      results: pages.map(({ title, url, text, age }) => ({ title, url, content: text, publishedDate: age })),
      answers: [],
      suggestions: [],
    }),
  },
  {
    method: 'POST',
    path: '/search',
    check: ({ headers }, _, apiKey) =>
      headers.authorization === `Bearer ${apiKey}` ? null : refuse(401, 'UNAUTHORIZED'),
    queryOf: (_, body) => String((body as { query?: unknown } | undefined)?.query ?? ''),
    answer: (query, pages) => ({
      query,
      answer: null,
      images: [],
      results: pages.map(({ title, url, text }) => ({
        title,
        url,
        content: text,
        score: 0.9,
        raw_content: null,
      })),
      response_time: 0.1,
    }),
  },
];
