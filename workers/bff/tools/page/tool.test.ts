import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { SITE, startWebSite, type WebSite } from '../../../../tests/web-site.ts';
import { MAX_RESULT_BYTES, type ToolContext } from '../tool.ts';
import { createFetchPage } from './tool.ts';

let site: WebSite;
/** Every address that was asked for; only the test's own site answers. */
let asked: string[];

beforeAll(async () => {
  site = await startWebSite();
});
beforeEach(() => {
  asked = [];
  site.requests.length = 0;
});
afterAll(() => site.close());

function contextOf(change: Partial<ToolContext> = {}): ToolContext {
  return {
    signal: new AbortController().signal,
    locale: 'ko',
    fetch: (async (url: string, init: RequestInit) => {
      asked.push(url);
      if (!url.startsWith(`${SITE}/`)) throw new TypeError('no such site');
      return fetch(site.origin + url.slice(SITE.length), init);
    }) as typeof fetch,
    ...change,
  } as ToolContext;
}

function read(url: string, offset?: number) {
  return createFetchPage().run({ url, ...(offset === undefined ? {} : { offset }) }, contextOf());
}

describe('addresses that are never asked', () => {
  it.each([
    'file:///etc/passwd',
    'ftp://example.com/',
    'gopher://example.com/',
    'data:text/html,hello',
    'javascript:alert(1)',
    'blob:https://example.com/1',
    'not a url',
    '',
    `https://example.com/${'a'.repeat(2_048)}`,
    'https://user:password@example.com/',
    'https://user@example.com/',
    'http://localhost/',
    'http://LOCALHOST:8080/',
    'http://localhost./',
    'http://localhost../',
    'http://app.localhost/',
    'http://metadata/computeMetadata/v1/',
    'http://metadata.google.internal/',
    'http://printer.local/',
    'http://router.lan/',
    'http://wiki.corp/',
    'http://127.0.0.1/',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0177.0.0.1/',
    'http://0/',
    'http://１２７.0.0.1/',
    'http://①②⑦.0.0.1/',
    'http://127。0。0。1/',
    'http://%31%32%37.0.0.1/',
    'http://10.0.0.1/',
    'http://172.16.0.1/',
    'http://192.168.1.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://2852039166/',
    'http://100.64.0.1/',
    'http://224.0.0.1/',
    'http://255.255.255.255/',
    'http://[::1]/',
    'http://[::]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[::127.0.0.1]/',
    'http://[fe80::1]/',
    'http://[fd00:ec2::254]/',
    'http://[ff02::1]/',
    'http://[64:ff9b::a00:1]/',
    'http://[2002:a00:1::]/',
    'http:\\\\127.0.0.1\\',
    'http:127.0.0.1',
    'http://example.com\t@127.0.0.1/',
    'https://example.com:22/',
    'https://example.com:5432/',
    'https://example.com:6379/',
  ])('%s', async (url) => {
    expect(await read(url)).toMatchObject({ ok: false });
    expect(asked).toEqual([]);
  });
});

describe('redirects', () => {
  it('follows five, each by hand', async () => {
    expect(await read(`${SITE}/hops/5`)).toMatchObject({ ok: true, sources: [{ url: `${SITE}/article/` }] });
    expect(asked).toHaveLength(6);
  });

  it.each(['/hops/6', '/loop'])('gives up after five: %s', async (path) => {
    expect(await read(SITE + path)).toMatchObject({ ok: false });
    expect(asked).toHaveLength(6);
  });

  it.each(['/to-loopback', '/to-metadata', '/to-localhost', '/to-mapped', '/to-file', '/to-credentials'])(
    'checks where it leads: %s',
    async (path) => {
      const { ok, content } = await read(SITE + path);
      expect({ ok, content }).toMatchObject({ ok: false, content: expect.stringContaining('redirects') });
      expect(asked).toEqual([SITE + path]);
    },
  );
});

describe('what a page holds', () => {
  it('is shown with its address, its title and its links, without menus and what is hidden', async () => {
    const { content, sources } = await read(`${SITE}/article/`);
    expect(content).toContain(`URL: ${SITE}/article/\nTitle: An article & more\n`);
    expect(content).toContain(`# Heading\n\nRead [more](${SITE}/more).`);
    expect(content).not.toMatch(/Menu|Ignore|steal|Imprint/);
    expect(sources).toEqual([{ url: `${SITE}/article/`, title: 'An article & more' }]);
  });

  it.each([
    ['/json', '{"answer": 42}'],
    ['/feed', '<title>News</title>'],
    ['/euc-kr', '안녕하세요'],
    ['/euc-kr-meta', '안녕하세요'],
    ['/shift-jis', 'こんにちは'],
    ['/gzip', 'small and packed'],
    ['/moved', 'Heading'],
  ])('%s', async (path, text) => {
    const result = await read(SITE + path);
    expect(result).toMatchObject({ ok: true, content: expect.stringContaining(text) });
  });

  it('comes in parts that fit into a result and lose nothing', async () => {
    let text = '';
    for (let offset: number | undefined = 0; offset !== undefined; ) {
      const { content } = await read(`${SITE}/long`, offset);
      expect(new TextEncoder().encode(content).length).toBeLessThanOrEqual(MAX_RESULT_BYTES);
      text += content.slice(content.indexOf('\n\n') + 2);
      const next: string | undefined = /with offset (\d+)\./.exec(content)?.[1];
      offset = next === undefined ? undefined : Number(next);
    }
    expect(text).toBe(Array.from({ length: 3_000 }, (_, line) => `${line} 가나다`).join('\n'));
  });

  it('has an end', async () => {
    expect(await read(`${SITE}/json`, 1_000)).toMatchObject({
      ok: false,
      content: 'The page ends at 14: there is nothing at offset 1000.',
    });
  });
});

describe('what is not read', () => {
  it.each([
    ['/pdf', 'it is a PDF, which is not supported'],
    ['/image', 'its type image/png is not supported'],
    ['/missing', 'the site answered with status 404'],
    ['/bomb', 'it is larger than 5 MB'],
    ['/endless', 'it is larger than 5 MB'],
    ['/empty', 'it has no text without scripts'],
  ])('%s: %s', async (path, problem) => {
    expect(await read(SITE + path)).toEqual({ ok: false, content: `The page was not read: ${problem}.` });
  });

  it('is a site that cannot be reached', async () => {
    expect(await read('https://elsewhere.example.com/')).toMatchObject({
      content: 'The page was not read: the site cannot be reached.',
    });
  });

  it('is a body that does not end within 30 seconds, also where it ignores its signal', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const drip = new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array([97])) });
      const answer = async () => new Response(drip, { headers: { 'content-type': 'text/plain' } });
      const result = createFetchPage().run({ url: SITE }, contextOf({ fetch: answer as typeof fetch }));
      await vi.advanceTimersByTimeAsync(30_000);
      expect(await result).toMatchObject({ content: 'The page was not read: it did not answer in time.' });
    } finally {
      vi.useRealTimers();
    }
  });

  it('is what an answer no longer waits for', async () => {
    const controller = new AbortController();
    const never = () => new Promise<Response>(() => undefined);
    const result = createFetchPage().run(
      { url: SITE },
      contextOf({ signal: controller.signal, fetch: never as typeof fetch }),
    );
    controller.abort();
    expect(await result).toMatchObject({ content: 'The page was not read: the answer was stopped.' });
  });
});
