/** Bundles the Workers exactly as a deployment would: `wrangler deploy --dry-run`, one folder each. */
import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { unstable_getMiniflareWorkerOptions, unstable_readConfig } from 'wrangler';

/** Without them there is no answer. */
export const BASE_WORKERS = ['bot', 'bff', 'llm', 'documents', 'voice'] as const;
export type BaseWorkerName = (typeof BASE_WORKERS)[number];

/** What operators look at; answers do without them. */
export const CONSOLE_WORKERS = ['logs', 'console'] as const;

export const WORKERS = [...BASE_WORKERS, 'mcp', ...CONSOLE_WORKERS] as const;
export type WorkerName = (typeof WORKERS)[number];

export const PROJECT_ROOT = join(import.meta.dirname, '..', '..');

export class BuildError extends Error {
  constructor(worker: WorkerName, output: string) {
    super(`The ${worker} Worker does not build:\n${output.trim()}`);
    this.name = 'BuildError';
  }
}

export interface Bundle {
  worker: WorkerName;
  /** The bundled ES module, with its source map beside it. */
  scriptPath: string;
  /** esbuild's account of what the bundle is made of. */
  metafilePath: string;
  config: WorkerConfig;
}

/** What wrangler.toml says of a Worker. */
export interface WorkerConfig {
  name: string;
  vars: ReturnType<typeof unstable_readConfig>['vars'];
  /** Miniflare's options but the modules and the variables. */
  options: Omit<
    ReturnType<typeof unstable_getMiniflareWorkerOptions>['workerOptions'],
    'modulesRules' | 'bindings'
  >;
}

const NO_FILE = join(PROJECT_ROOT, 'node_modules', '.no-variables');

/** wrangler is large, and takes seconds to load: only where something is built. */
export async function readWorkerConfig(worker: WorkerName): Promise<WorkerConfig> {
  const wrangler = await import('wrangler');
  const config = wrangler.unstable_readConfig({ config: `${PROJECT_ROOT}/wrangler.toml`, env: worker });
  // A file that is not there: else wrangler reads .dev.vars, and says so on stdout, which belongs to `npm start -- --json`. Its types
  // leave this option out.
  const withoutVars = { envFiles: [NO_FILE] } as object;
  const { workerOptions } = wrangler.unstable_getMiniflareWorkerOptions(config, worker, withoutVars);
  const { modulesRules: _, bindings: __, ...options } = workerOptions;
  return { name: config.name ?? worker, vars: config.vars, options };
}

/** Builds them, by default all, into `outDir/<worker>/` at the same time. Throws `BuildError` with the bundler's message. */
export function buildWorkers(outDir: string, workers: readonly WorkerName[] = WORKERS): Promise<Bundle[]> {
  return Promise.all(workers.map((worker) => buildWorker(worker, join(outDir, worker))));
}

/** wrangler wants it to be there. */
const PAGE_FOLDER = join(PROJECT_ROOT, 'workers', 'voice', 'page', 'dist');

/** Into `outDir` itself. Throws `BuildError`. */
export async function buildWorker(worker: WorkerName, outDir: string): Promise<Bundle> {
  if (worker === 'voice') mkdirSync(PAGE_FOLDER, { recursive: true });
  const [files, config] = await Promise.all([bundle(worker, outDir), readWorkerConfig(worker)]);
  return { worker, ...files, config };
}

function bundle(worker: WorkerName, outDir: string): Promise<Pick<Bundle, 'scriptPath' | 'metafilePath'>> {
  const wrangler = join(PROJECT_ROOT, 'node_modules', 'wrangler', 'bin', 'wrangler.js');
  const args = [wrangler, 'deploy', '--dry-run', '--env', worker, '--outdir', outDir, '--metafile'];
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      args,
      { cwd: PROJECT_ROOT, env: offlineEnvironment() },
      (error, stdout, stderr) => {
        if (error !== null) return reject(new BuildError(worker, `${stdout}\n${stderr}`));
        resolve({
          scriptPath: join(outDir, 'index.js'),
          metafilePath: join(outDir, 'bundle-meta.json'),
        });
      },
    );
  });
}

/** wrangler's settings that keep everything on this machine. */
export function offlineEnvironment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    WRANGLER_SEND_METRICS: 'false',
    WRANGLER_HIDE_BANNER: 'true',
    CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  };
}
