/** wrangler as the one who builds and uploads: a flat configuration and a file of secrets for each Worker, gone afterwards. */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../stack/build.ts';
import { createTemporaryFolder, exitOnSignals } from '../stand-in/temporary-folder.ts';
import type { CloudflareAccess } from './cloudflare.ts';
import type { Labels, Uploader } from './run.ts';
import type { Target } from './targets.ts';

export interface Wrangler extends Uploader {
  /** Builds and sends nothing. Throws with wrangler's own output. */
  build(target: Target): Promise<void>;
  close(): void;
}

/** `access`: null for building alone. */
export function createWrangler(access: CloudflareAccess | null): Wrangler {
  const { path: folder, remove } = createTemporaryFolder('libra-deploy-');
  // There are secrets in it.
  exitOnSignals();

  async function run(target: Target, words: readonly string[]): Promise<string | undefined> {
    const own = join(folder, target.worker);
    mkdirSync(own, { recursive: true });
    const config = join(own, 'wrangler.json');
    const output = join(own, 'output.jsonl');
    writeFileSync(config, JSON.stringify(target.config));
    writeFileSync(output, '');
    const { code, text } = await spawnWrangler([...words, '--config', config], {
      WRANGLER_OUTPUT_FILE_PATH: output,
      ...(access === null
        ? {}
        : {
            CLOUDFLARE_API_TOKEN: access.token,
            CLOUDFLARE_ACCOUNT_ID: access.accountId,
            CLOUDFLARE_API_BASE_URL: access.baseUrl,
          }),
    });
    if (code !== 0) throw new Error(`wrangler ${words.slice(0, 2).join(' ')} failed:\n${text.trim()}`);
    return readVersionId(readFileSync(output, 'utf8'));
  }

  /** With its secrets, which stay what they are where the file does not name them. */
  async function upload(
    target: Target,
    words: readonly string[],
    { release, message }: Labels,
  ): Promise<string> {
    const secrets = join(folder, `${target.worker}-secrets.json`);
    writeFileSync(secrets, JSON.stringify(target.secrets), { mode: 0o600 });
    try {
      const id = await run(target, [
        ...words,
        '--tag',
        release,
        '--message',
        message,
        '--secrets-file',
        secrets,
      ]);
      if (id === undefined) throw new Error(`wrangler did not tell the version of ${target.name}`);
      return id;
    } finally {
      rmSync(secrets, { force: true });
    }
  }

  return {
    build: (target) =>
      run(target, ['deploy', '--dry-run', '--outdir', join(folder, target.worker, 'out')]).then(
        () => undefined,
      ),
    deployAll: (target, labels) => upload(target, ['deploy'], labels),
    upload: (target, labels) => upload(target, ['versions', 'upload'], labels),
    async promote(target, versionId, { message }) {
      await run(target, ['versions', 'deploy', `${versionId}@100%`, '--yes', '--message', message]);
      await run(target, ['triggers', 'deploy']);
    },
    close: remove,
  };
}

/** wrangler's account of what it did, one JSON object a line. */
export function readVersionId(output: string): string | undefined {
  return output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as { type?: string; version_id?: unknown })
    .flatMap(({ type, version_id }) =>
      (type === 'deploy' || type === 'version-upload') && typeof version_id === 'string' ? [version_id] : [],
    )
    .at(-1);
}

/** The token of `wrangler login`; undefined when nobody is logged in. */
export async function readLoginToken(): Promise<string | undefined> {
  const { code, text } = await spawnWrangler(['auth', 'token'], {});
  return code === 0 ? text.trim().split('\n').at(-1)?.trim() : undefined;
}

/**
 * Names that wrangler would take in the place of the configuration's. Cloudflare's builds belong to one Worker: with WRANGLER_CI_…
 * set, each Worker would be uploaded under that one's name.
 */
function withoutNames(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !name.startsWith('WRANGLER_CI_') && name !== 'CLOUDFLARE_ENV'),
  );
}

function spawnWrangler(
  args: readonly string[],
  env: Record<string, string>,
): Promise<{ code: number | null; text: string }> {
  const script = join(PROJECT_ROOT, 'node_modules', 'wrangler', 'bin', 'wrangler.js');
  const child = spawn(process.execPath, [script, ...args], {
    cwd: PROJECT_ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...withoutNames(process.env),
      WRANGLER_SEND_METRICS: 'false',
      // The banner asks a registry for the newest wrangler; the lock file has decided that.
      WRANGLER_HIDE_BANNER: 'true',
      ...env,
    },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (chunk: string) => {
      text += chunk;
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, text }));
  });
}
