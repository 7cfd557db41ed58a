import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { WorkerName } from './build.ts';
import { type BuildCache, obtainWorkers } from './build-cache.ts';

let root: string;
let cache: BuildCache;
/** What has been built, in order. */
let built: WorkerName[];
let outDirs = 0;

const INPUTS: Partial<Record<WorkerName, string[]>> = {
  bot: ['workers/bot.ts', 'shared/both.ts'],
  bff: ['workers/bff.ts', 'shared/both.ts', 'node_modules/lib/index.js'],
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'libra-build-cache-'));
  for (const path of new Set(Object.values(INPUTS).flat())) write(path, path);
  write('wrangler.toml', 'minify = true');
  built = [];
  cache = {
    folder: join(root, 'cache'),
    root,
    basis: ['wrangler.toml', 'absent.json'],
    build,
    // All that is there was written long before.
    now: () => Date.now() + 60_000,
  };
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

async function build(worker: WorkerName, outDir: string) {
  built.push(worker);
  mkdirSync(outDir, { recursive: true });
  const inputs = Object.fromEntries((INPUTS[worker] ?? []).map((path) => [path, {}]));
  const script = Object.keys(inputs).map((path) => readFileSync(join(root, path), 'utf8'));
  writeFileSync(join(outDir, 'index.js'), script.join('\n'));
  writeFileSync(
    join(outDir, 'index.js.map'),
    JSON.stringify({ sources: ['../source.ts'], sourcesContent: ['text'] }),
  );
  writeFileSync(join(outDir, 'bundle-meta.json'), JSON.stringify({ inputs }));
  return {
    worker,
    scriptPath: join(outDir, 'index.js'),
    metafilePath: join(outDir, 'bundle-meta.json'),
    config: { name: `libra-${worker}`, vars: {}, options: {} } as never,
  };
}

/** Gives what the bundles say. */
async function obtain(): Promise<string[]> {
  outDirs += 1;
  const bundles = await obtainWorkers(join(root, `out-${outDirs}`), ['bot', 'bff'], cache);
  return bundles.map(({ scriptPath }) => readFileSync(scriptPath, 'utf8'));
}

it('builds a Worker once, and gives the same another time, wherever it is wanted', async () => {
  const first = await obtain();
  expect(await obtain()).toEqual(first);
  expect(built.toSorted()).toEqual(['bff', 'bot']);
  for (const folder of ['out-1', 'out-2']) {
    const map = JSON.parse(readFileSync(join(root, folder, 'bot', 'index.js.map'), 'utf8'));
    expect(map).toEqual({ sources: [join(root, 'out-1', 'source.ts')] });
  }
});

it('builds anew what is made of a changed file, and nothing else', async () => {
  await obtain();
  write('workers/bff.ts', 'changed');
  expect((await obtain())[1]).toContain('changed');
  expect(built.toSorted()).toEqual(['bff', 'bff', 'bot']);
  write('shared/both.ts', 'changed');
  await obtain();
  write('node_modules/lib/index.js', 'changed');
  await obtain();
  expect(built.slice(3).toSorted()).toEqual(['bff', 'bff', 'bot']);
});

it.each(['wrangler.toml', 'absent.json'])('builds all anew when %s has changed', async (path) => {
  await obtain();
  write(path, 'changed');
  await obtain();
  expect(built.toSorted()).toEqual(['bff', 'bff', 'bot', 'bot']);
});

it.each(['index.js', 'index.js.map', 'bundle-meta.json', 'entry.json'])(
  'builds anew where %s of what was kept is damaged or gone, and keeps that',
  async (name) => {
    const first = await obtain();
    const [entry = ''] = readdirSync(cache.folder).filter((folder) => folder.startsWith('bff-'));
    const file = join(cache.folder, entry, name);
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, -1));
    expect(await obtain()).toEqual(first);
    rmSync(file);
    expect(await obtain()).toEqual(first);
    expect(await obtain()).toEqual(first);
    expect(built.toSorted()).toEqual(['bff', 'bff', 'bff', 'bot']);
  },
);

it('keeps nothing of a build during which a file has changed', async () => {
  cache.now = () => Date.now() - 60_000;
  await obtain();
  await obtain();
  expect(built.toSorted()).toEqual(['bff', 'bff', 'bot', 'bot']);
});

it('keeps the last few of each Worker', async () => {
  for (let version = 0; version < 5; version += 1) {
    write('wrangler.toml', `version = ${version}`);
    await obtain();
  }
  const kept = readdirSync(cache.folder).map((name) => name.split('-')[0]);
  expect(kept.toSorted()).toEqual(['bff', 'bff', 'bff', 'bot', 'bot', 'bot']);
});

it('builds where nothing can be kept', async () => {
  writeFileSync(cache.folder, 'in the way');
  const first = await obtain();
  expect(await obtain()).toEqual(first);
});

it('lets several begin at once', async () => {
  const all = await Promise.all([obtain(), obtain(), obtain()]);
  expect(new Set(all.map(String)).size).toBe(1);
  built = [];
  expect(String(await obtain())).toBe(String(all[0]));
  expect(built).toEqual([]);
});
