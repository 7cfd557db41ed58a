/** Everything that a deployment, its rehearsal and a rollback begin with: settings, targets, and the way to Cloudflare. */
import { join } from 'node:path';
import { PROJECT_ROOT } from '../stack/build.ts';
import { readDevVars } from '../stack/dev-vars.ts';
import { jsonAnswer } from '../stack/json-answer.ts';
import type { StackSettings } from '../stack/settings.ts';
import { readVersion } from '../stack/version.ts';
import { type Cloudflare, type CloudflareAccess, createCloudflare } from './cloudflare.ts';
import { fingerprintSources } from './release.ts';
import { createTargets, type RawConfig, type Target } from './targets.ts';
import { readLoginToken } from './wrangler.ts';

export interface Prepared {
  environment: string;
  settings: StackSettings;
  targets: Target[];
  /** Of package.json, with the beginning of the sources' fingerprint: what /health tells. */
  version: string;
  sources: string;
}

export async function prepare(environment: string, only: readonly string[] | undefined): Promise<Prepared> {
  const settings = readDevVars({ environment, needsKeys: true });
  // Large: the commands that want no more than the way to Cloudflare would load it for nothing.
  const { experimental_readRawConfig } = await import('wrangler');
  const raw = experimental_readRawConfig({ config: join(PROJECT_ROOT, 'wrangler.toml') })
    .rawConfig as RawConfig;
  const sources = fingerprintSources();
  const version = `${readVersion()}+${sources.slice(0, 8)}`;
  const all = createTargets(raw, settings, { environment, root: PROJECT_ROOT, version });
  const unknown = only?.find((name) => !all.some(({ worker }) => worker === name));
  if (unknown !== undefined)
    throw new Error(
      `There is no Worker ${unknown}; there are ${all.map(({ worker }) => worker).join(', ')}.`,
    );
  const targets = only === undefined ? all : all.filter(({ worker }) => only.includes(worker));
  return { environment, settings, targets, version, sources };
}

const CLOUDFLARE = 'https://api.cloudflare.com/client/v4';
const HOW = 'npx wrangler login, or set CLOUDFLARE_API_TOKEN (template “Edit Cloudflare Workers”)';

/** Throws, saying what to do, when nobody is logged in or the account is not clear. */
export async function openCloudflare(): Promise<{ access: CloudflareAccess; cloudflare: Cloudflare }> {
  const baseUrl = process.env.CLOUDFLARE_API_BASE_URL ?? CLOUDFLARE;
  // A workflow sets a secret that it does not have to nothing.
  const token = process.env.CLOUDFLARE_API_TOKEN || (await readLoginToken());
  if (token === undefined || token === '') throw new Error(`Nobody is logged in at Cloudflare: ${HOW}.`);
  const accountId = process.env.CLOUDFLARE_ACCOUNT_ID || (await findAccount(baseUrl, token));
  const access = { baseUrl, token, accountId };
  return { access, cloudflare: createCloudflare(access) };
}

async function findAccount(baseUrl: string, token: string): Promise<string> {
  const response = await fetch(`${baseUrl}/accounts`, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(30_000),
  });
  if (!response.ok) throw new Error(`Cloudflare refuses the token (${response.status}): ${HOW}.`);
  const { result = [] } = (await jsonAnswer(response)) as { result?: { id: string; name: string }[] };
  const [only, ...others] = result;
  if (only !== undefined && others.length === 0) return only.id;
  const names = result.map(({ id, name }) => `${id} (${name})`).join(', ');
  throw new Error(`Set CLOUDFLARE_ACCOUNT_ID to one of: ${names || 'none that this token may see'}.`);
}

/** `bot=https://…`, for Workers behind a domain of one's own. */
export function parseOrigins(given: readonly string[]): Map<string, string> {
  return new Map(
    given.map((text) => {
      const [, worker, url] = /^(\w+)=(https?:\/\/\S+)$/.exec(text) ?? [];
      if (worker === undefined || url === undefined || !URL.canParse(url))
        throw new Error('--origin takes WORKER=https://…, such as bot=https://libra.example.com');
      return [worker, new URL(url).origin];
    }),
  );
}
