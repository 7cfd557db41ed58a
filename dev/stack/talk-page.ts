/**
 * Bundles the page of a live conversation into the folder that the voice Worker serves. The voice activity detection, its
 * model and its runtime are fetched from npm's registry on the first build; without them the page works, with typed
 * questions alone.
 */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { npmPackages, type PackageStore } from '../speech/fetch-package.ts';
import { ONNX_RUNTIME, VAD_WEB } from '../speech/packages.ts';
import { PROJECT_ROOT } from './build.ts';

const PAGE_DIR = join(PROJECT_ROOT, 'workers', 'voice', 'page');
export const TALK_PAGE_DIST = join(PAGE_DIR, 'dist');

export interface TalkPage {
  /** Why the page has no voice activity detection; null: it has. */
  withoutVoice: string | null;
}

export interface TalkPageOptions {
  outDir?: string;
  store?: PackageStore;
}

/** Files that are the same stay untouched. Throws esbuild's error when the page does not build. */
export async function buildTalkPage({
  outDir = TALK_PAGE_DIST,
  store = npmPackages,
}: TalkPageOptions = {}): Promise<TalkPage> {
  const [vad, runtime] = await Promise.all([store.fetch(VAD_WEB), store.fetch(ONNX_RUNTIME)]);
  const engines = vad.ok && runtime.ok ? { vad: vad.folder, runtime: runtime.folder } : null;
  const pageDir = join(outDir, 'talk');
  const bundled = await bundle(engines);
  for (const [name, bytes] of bundled) await write(join(pageDir, name), bytes);
  await write(join(pageDir, 'index.html'), await readFile(join(PAGE_DIR, 'index.html')));
  await removeOthers(pageDir, [...bundled.keys(), 'index.html', 'vad']);
  if (engines === null) return { withoutVoice: vad.ok ? (runtime.ok ? null : runtime.why) : vad.why };
  await copy(join(engines.vad, 'dist', 'silero_vad_v5.onnx'), join(pageDir, 'vad'));
  await copy(join(engines.vad, 'dist', 'vad.worklet.bundle.min.js'), join(pageDir, 'vad'));
  await copy(join(engines.runtime, 'dist', 'ort-wasm-simd-threaded.wasm'), join(pageDir, 'vad'));
  return { withoutVoice: null };
}

async function bundle(engines: { vad: string; runtime: string } | null): Promise<Map<string, Uint8Array>> {
  const shared: BuildOptions = {
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    minify: true,
    outdir: PAGE_DIR,
    entryNames: '[name]',
    chunkNames: '[name]-[hash]',
    logLevel: 'silent',
  };
  const built = await Promise.all([
    build({
      ...shared,
      entryPoints: [join(PAGE_DIR, 'main.tsx')],
      // What hears is loaded after what is seen.
      splitting: true,
      jsx: 'automatic',
      jsxImportSource: 'preact',
      plugins: [fetchedPackages(engines)],
    }),
    build({ ...shared, entryPoints: [join(PAGE_DIR, 'audio', 'player-worklet.ts')] }),
  ]);
  const files = built.flatMap(({ outputFiles }) => outputFiles ?? []);
  return new Map(files.map(({ path, contents }) => [path.slice(PAGE_DIR.length + 1), contents]));
}

/** Finds the packages where they were unpacked: no install brings them. */
function fetchedPackages(engines: { vad: string; runtime: string } | null): Plugin {
  return {
    name: 'fetched-packages',
    setup({ onResolve, onLoad }) {
      if (engines === null) {
        onResolve({ filter: /^@ricky0123\/vad-web$/ }, () => ({ path: 'absent', namespace: 'absent' }));
        onLoad({ filter: /.*/, namespace: 'absent' }, () => ({
          contents: "export const MicVAD = { new: () => Promise.reject(new Error('not built in')) };",
        }));
        return;
      }
      const { vad, runtime } = engines;
      onResolve({ filter: /^@ricky0123\/vad-web$/ }, () => ({ path: join(vad, 'dist', 'real-time-vad.js') }));
      onResolve({ filter: /^onnxruntime-web\/wasm$/ }, () => ({
        path: join(runtime, 'dist', 'ort.wasm.bundle.min.mjs'),
      }));
    },
  };
}

/** In one step each, so that a server never serves half a file and builds at the same time do no harm. */
async function write(path: string, bytes: Uint8Array) {
  if (existsSync(path) && (await readFile(path)).equals(bytes)) return;
  await mkdir(dirname(path), { recursive: true });
  const scratch = `${path}.${process.pid}`;
  await writeFile(scratch, bytes);
  await rename(scratch, path);
}

/** Of a pinned package: what has the same size is the same. */
async function copy(from: string, toDir: string) {
  const to = join(toDir, from.slice(dirname(from).length + 1));
  if (existsSync(to) && (await stat(to)).size === (await stat(from)).size) return;
  await mkdir(toDir, { recursive: true });
  const scratch = `${to}.${process.pid}`;
  await copyFile(from, scratch);
  await rename(scratch, to);
}

/** Chunks of an older build, whose names hold their content. */
async function removeOthers(dir: string, names: readonly string[]) {
  for (const name of await readdir(dir)) {
    const isScratch = /\.\d+$/.test(name);
    if (!names.includes(name) && !isScratch) await rm(join(dir, name), { recursive: true, force: true });
  }
}
