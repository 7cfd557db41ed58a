/** The page's files, bundled in memory. */
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { Hono } from 'hono';

const PAGE_DIR = join(import.meta.dirname, 'page');
const TYPES: Record<string, string> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
};
/** The page needs nothing from elsewhere, and a message that smuggles in a script or a picture gets nowhere. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cache-control': 'no-store',
};

/** Of this process: a test file starts many of these servers. */
let bundle: Promise<Map<string, string>> | undefined;

/** `/` and its assets: `/main.js`, `/style.css`. The bundle is made at the first request, and made anew after a failure. */
export function createPageRoutes(): Hono {
  const app = new Hono();

  app.get('/:file?', async (c, next) => {
    bundle ??= buildPage();
    const files = await bundle.catch((error: Error) => error);
    if (files instanceof Error) {
      bundle = undefined;
      return c.text(`The page could not be built.\n\n${files.message}`, 500, HEADERS);
    }
    const name = c.req.param('file') ?? 'index.html';
    const text = files.get(name);
    if (text === undefined) return next();
    return c.body(text, 200, {
      ...HEADERS,
      'content-type': TYPES[name.split('.').at(-1) ?? ''] ?? 'text/plain',
    });
  });
  return app;
}

async function buildPage(): Promise<Map<string, string>> {
  const [result, html, style] = await Promise.all([
    build({
      entryPoints: [join(PAGE_DIR, 'main.tsx')],
      outdir: PAGE_DIR,
      bundle: true,
      write: false,
      format: 'esm',
      target: 'es2022',
      sourcemap: 'inline',
      jsx: 'automatic',
      jsxImportSource: 'preact',
      logLevel: 'silent',
    }),
    readFile(join(PAGE_DIR, 'index.html'), 'utf8'),
    readFile(join(PAGE_DIR, 'style.css'), 'utf8'),
  ]);
  const files = new Map(result.outputFiles.map((file) => [basename(file.path), file.text]));
  return files.set('index.html', html).set('style.css', style);
}
