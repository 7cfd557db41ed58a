/**
 * Serves the voice Worker of the local stack the files of its page, in place of Cloudflare's static assets: bundled when the
 * page is opened, so that it is never older than its source and nothing is fetched before somebody talks. What is fetched takes a
 * minute over a slow line: until then another page stands there, says so, and looks again.
 */
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { type Request, Response } from 'miniflare';
import { TALK_PAGE } from '../../shared/contract/talk.ts';
import { within } from '../../shared/time/wait.ts';
import { buildTalkPage, TALK_PAGE_DIST } from './talk-page.ts';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
};

/** A build of what has been fetched takes less. */
const PATIENCE_MS = 3_000;
const WAITING_SCRIPT = `${TALK_PAGE}/waiting.js`;

let building: Promise<string | null> | null = null;

export async function serveTalkPage({ url }: Request): Promise<Response> {
  const path = normalize(new URL(url).pathname);
  if (path === WAITING_SCRIPT) return page(WAITING_JS, TYPES['.js']);
  if (path === `${TALK_PAGE}/index.html`) {
    // One at a time, for all who look again.
    building ??= build().finally(() => {
      building = null;
    });
    const problem = await within(PATIENCE_MS, building);
    if (problem === undefined) return page(WAITING_HTML, TYPES['.html']);
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

/** The token stands behind `#`, and is still there after it. */
const WAITING_JS = 'setTimeout(() => location.reload(), 2000);';

const WAITING_HTML = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <meta name="color-scheme" content="light dark" />
    <title>Libra</title>
    <script src="${WAITING_SCRIPT}"></script>
  </head>
  <body>
    <p>The files that this page needs to listen are being downloaded (about 40 MB, once). The page opens by itself. If it takes more than a minute, the link expires: use /talk again then.</p>
    <p lang="ko">이 페이지에서 듣는 데 필요한 파일을 내려받고 있어요(약 40MB, 처음 한 번). 다 받으면 저절로 열려요. 1분이 넘게 걸리면 링크가 만료되니 /대화를 다시 써 주세요.</p>
  </body>
</html>
`;

function page(text: string, type = 'text/plain'): Response {
  return new Response(text, { headers: { 'content-type': type } });
}
