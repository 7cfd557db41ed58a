import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type SearchStandIn, startSearchStandIn } from '../../../../dev/search/server.ts';
import type { LogFields } from '../../../../shared/observe/log.ts';
import { MAX_RESULT_BYTES, type ToolContext } from '../tool.ts';
import type { SearchConfig, SearchProvider } from './config.ts';
import { createWebSearch } from './tool.ts';

const PROVIDERS: readonly SearchProvider[] = ['brave', 'searxng', 'tavily'];
const QUERY = 'private-words libra';

let engine: SearchStandIn;
let warnings: [string, LogFields | undefined][];

beforeAll(async () => {
  engine = await startSearchStandIn();
});
beforeEach(() => {
  warnings = [];
  engine.setStatus(null);
});
afterAll(() => engine.close());

function search(
  change: Partial<SearchConfig> = {},
  context: Partial<ToolContext> = {},
  query: unknown = QUERY,
) {
  const settings: SearchConfig = {
    provider: 'brave',
    baseUrl: engine.url,
    apiKey: engine.apiKey,
    ...change,
  };
  const log = { warn: (event: string, fields?: LogFields) => void warnings.push([event, fields]) };
  const signal = new AbortController().signal;
  return createWebSearch(settings, log).run({ query }, { signal, fetch, ...context } as ToolContext);
}

function answerOf(body: unknown): Partial<ToolContext> {
  return { fetch: (async () => Response.json(body)) as unknown as typeof fetch };
}

describe.each(PROVIDERS)('a search with %s', (provider) => {
  it('finds pages with their addresses, excerpts and sources', async () => {
    const { ok, content, sources } = await search({ provider });
    expect(ok).toBe(true);
    expect(content).toMatch(
      /^1\. Libra \(constellation\)\nhttps:\/\/en\.wikipedia\.org\/wiki\/Libra_\(constellation\)\n.*Libra is a constellation/,
    );
    expect(sources).toEqual([
      { url: 'https://en.wikipedia.org/wiki/Libra_(constellation)', title: 'Libra (constellation)' },
    ]);
    expect(engine.queries.at(-1)).toBe(QUERY);
  });

  it('says so when nothing is found', async () => {
    expect(await search({ provider }, {}, 'xyzzy')).toEqual({ ok: true, content: 'Nothing was found.' });
  });

  it.each([
    [401, 'key_refused'],
    [403, 'key_refused'],
    [422, 'request_refused'],
    [429, 'limit_reached'],
    [500, 'engine_failed'],
    [503, 'engine_failed'],
    [302, 'engine_failed'],
  ])('makes a result of status %i, and a log line without the query', async (status, failure) => {
    engine.setStatus(status);
    const { ok, content } = await search({ provider });
    expect({ ok, content }).toEqual({ ok: false, content: expect.stringMatching(/^Not searched: /) });
    expect(warnings).toEqual([['search.failed', { provider, failure, status }]]);
    expect(JSON.stringify(warnings)).not.toContain('private-words');
  });

  it.each([{}, [], 'x', null, { web: 1, results: 1 }])('takes %j for no answer of its form', async (body) => {
    const outcome = await search({ provider }, answerOf(body));
    // Brave's answer without `web` is one that has found nothing.
    if (provider === 'brave' && JSON.stringify(body) === '{}') expect(outcome.ok).toBe(true);
    else expect(warnings).toEqual([['search.failed', { provider, failure: 'unreadable', status: 200 }]]);
  });
});

describe('web_search', () => {
  it('is refused with a wrong key', async () => {
    await search({ apiKey: 'another' });
    expect(warnings).toEqual([['search.failed', { provider: 'brave', failure: 'key_refused', status: 422 }]]);
  });

  it('shows at most eight results, within the bound, without tags and hidden characters', async () => {
    const results = Array.from({ length: 20 }, (_, index) => ({
      title: `<b>제목</b> ${index}\u200b`,
      url: `https://example.com/${index}`,
      description: `${'긴 설명 &amp; 글 '.repeat(100)}`,
      age: '1 hour ago',
    }));
    const { content, sources } = await search({}, answerOf({ web: { results } }));
    expect(sources?.length).toBeLessThanOrEqual(8);
    expect(sources?.length).toBeGreaterThan(4);
    expect(new TextEncoder().encode(content).length).toBeLessThanOrEqual(MAX_RESULT_BYTES);
    expect(content).toContain('1. 제목 0\nhttps://example.com/0\n1 hour ago · 긴 설명 & 글');
    expect(content).not.toMatch(/<b>|\u200b/);
  });

  it('leaves out addresses that are not of the public web', async () => {
    const results = ['javascript:alert(1)', 'http://127.0.0.1/', 'http://printer.local/', 'x', 7].map(
      (url) => ({ title: 'a', url }),
    );
    expect(await search({}, answerOf({ web: { results } }))).toEqual({
      ok: true,
      content: 'Nothing was found.',
    });
  });

  it('is stopped with the answer, and nobody is warned', async () => {
    const controller = new AbortController();
    const never = (() => new Promise(() => undefined)) as typeof fetch;
    const result = search({}, { signal: controller.signal, fetch: never });
    controller.abort();
    expect(await result).toEqual({ ok: false, content: 'Not searched: the answer was stopped.' });
    expect(warnings).toEqual([]);
  });

  it('gives up after ten seconds', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const never = (() => new Promise(() => undefined)) as typeof fetch;
      const result = search({}, { fetch: never });
      await vi.advanceTimersByTimeAsync(10_000);
      expect(await result).toMatchObject({ ok: false, content: expect.stringContaining('in time') });
      expect(warnings).toEqual([
        ['search.failed', { provider: 'brave', failure: 'timed_out', status: null }],
      ]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('reads no endless answer', async () => {
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536)) });
    const outcome = await search({}, { fetch: (async () => new Response(endless)) as typeof fetch });
    expect(outcome.ok).toBe(false);
    expect(warnings[0]?.[1]).toMatchObject({ failure: 'unreadable' });
  });
});
