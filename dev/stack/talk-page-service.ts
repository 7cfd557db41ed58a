/**
 * Serves the voice Worker of the local stack the files of its page, in place of Cloudflare's static assets: bundled when the
 * page is opened, so that it is never older than its source and nothing is fetched before somebody talks.
 */
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { type Request, Response } from 'miniflare';
import { TALK_PAGE } from '../../shared/contract/talk.ts';
import { buildTalkPage, TALK_PAGE_DIST } from './talk-page.ts';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
};

export async function serveTalkPage({ url }: Request): Promise<Response> {
  const path = normalize(new URL(url).pathname);
  if (path === `${TALK_PAGE}/index.html`) {
    const problem = await build();
    if (problem !== null) return new Response(problem, { status: 500 });
  }
  const bytes = await readFile(join(TALK_PAGE_DIST, path)).catch(() => null);
  if (bytes === null) return new Response(null, { status: 404 });
  return new Response(bytes, {
    headers: { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' },
  });
}

/** Why there is no page. */
async function build(): Promise<string | null> {
  try {
    const { withoutVoice } = await buildTalkPage();
    if (withoutVoice !== null)
      console.error(`speech: the talk page takes typed questions alone: ${withoutVoice}`);
    return null;
  } catch (error) {
    const problem = `The talk page could not be built.\n\n${error instanceof Error ? error.message : error}`;
    console.error(problem);
    return problem;
  }
}
