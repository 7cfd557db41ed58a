/** What only the real runtime shows: its fetch, its decoders, and which addresses its network refuses. */
import { join } from 'node:path';
import { build } from 'esbuild';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PUBLIC_WEB } from '../../../../dev/stack/public-web.ts';
import { SITE, startWebSite, type WebSite } from '../../../../tests/web-site.ts';
import type { ToolResult } from '../tool.ts';

const CALLER = `
import { createFetchPage } from './tool.ts';
export default {
  async fetch(request, env) {
    const { url, through } = await request.json();
    if (through !== undefined) {
      return env[through].fetch(url).then(() => new Response('reached'), () => new Response('refused'));
    }
    const toSite = (address, init) => fetch(address.replace('${SITE}', env.ORIGIN), init);
    const context = { signal: request.signal, locale: 'en', fetch: toSite };
    return Response.json(await createFetchPage().run({ url }, context));
  },
};`;

let site: WebSite;
let runtime: Miniflare;

beforeAll(async () => {
  site = await startWebSite();
  const bundle = await build({
    stdin: { contents: CALLER, resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2024',
    absWorkingDir: join(import.meta.dirname),
  });
  runtime = new Miniflare(
    convertV4MiniflareOptions({
      host: '127.0.0.1',
      port: 0,
      cf: false,
      workers: [
        {
          name: 'caller',
          compatibilityDate: '2026-10-20',
          compatibilityFlags: ['enable_request_signal'],
          modules: [{ type: 'ESModule', path: 'caller.mjs', contents: bundle.outputFiles[0]?.text ?? '' }],
          bindings: { ORIGIN: site.origin },
          serviceBindings: { PUBLIC_WEB, LOCAL_WEB: { network: { allow: ['private'] } } },
        },
      ],
    }),
  );
  await runtime.ready;
});
afterAll(async () => {
  await runtime.dispose();
  await site.close();
});

async function ask(body: object): Promise<string> {
  const response = await runtime.dispatchFetch('http://caller/', {
    method: 'POST',
    body: JSON.stringify(body),
  });
  return response.text();
}

async function read(path: string): Promise<ToolResult> {
  return JSON.parse(await ask({ url: SITE + path })) as ToolResult;
}

describe('a page in workerd', () => {
  it.each([
    ['/article/', '# Heading'],
    ['/euc-kr', '안녕하세요'],
    ['/euc-kr-meta', '안녕하세요'],
    ['/shift-jis', 'こんにちは'],
    ['/gzip', 'small and packed'],
    ['/hops/5', '# Heading'],
  ])('is read: %s', async (path, text) => {
    expect(await read(path)).toMatchObject({ ok: true, content: expect.stringContaining(text) });
  });

  it.each([
    ['/bomb', 'larger than 5 MB'],
    ['/endless', 'larger than 5 MB'],
    ['/hops/6', 'more than 5 times'],
    ['/to-loopback', 'not on the public internet'],
    ['/to-file', 'only http and https'],
  ])('is not read: %s', async (path, problem) => {
    expect(await read(path)).toMatchObject({ ok: false, content: expect.stringContaining(problem) });
  });
});

describe('the network of the local stack', () => {
  it.each(['127.0.0.1', 'localhost'])('refuses what %s resolves to, though it is there', async (host) => {
    const url = site.origin.replace('127.0.0.1', host);
    expect(await ask({ url, through: 'LOCAL_WEB' })).toBe('reached');
    expect(await ask({ url, through: 'PUBLIC_WEB' })).toBe('refused');
  });
});
