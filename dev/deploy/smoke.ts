/** Whether a Worker that has just been deployed works: seen from outside, and through the bff for those without a public route. */
import { randomBytes } from 'node:crypto';
import { HEALTH_PATH, STATUS_PATH } from '../../shared/contract/routes.ts';
import { describeNoAnswer } from '../doctor/no-answer.ts';
import { signCall } from '../sign/signed-call.ts';
import type { Target } from './targets.ts';

export interface SmokeDeps {
  /** By Worker; undefined where there is no public route. */
  originOf: (worker: string) => string | undefined;
  /** As /health tells it. */
  version: string;
  /** How long a new version may take until it is everywhere. */
  patienceMs: number;
  /** Undefined: what needs a signature is not tried. */
  secret: string | undefined;
  sleep: (ms: number) => Promise<void>;
  fetch: typeof fetch;
}

const PAUSE_MS = 2_000;
const TIMEOUT_MS = 10_000;
/** Nobody's: the shape of a snowflake. */
const NOBODY = '100000000000000000';

export function createSmokeTest(
  deps: SmokeDeps,
): (target: Target, versionId: string) => Promise<string | null> {
  const { originOf, secret, sleep } = deps;

  async function look(target: Target, headers: Record<string, string>): Promise<string | null> {
    const origin = originOf(target.worker);
    if (origin === undefined) return lookThroughBff(target.worker);
    const health = await ask(deps, `${origin}${HEALTH_PATH}`, { headers });
    if (health.status >= 500 || (isKnown(target.worker) && health.status !== 200))
      return `${HEALTH_PATH} answers ${health.status}`;
    if (isKnown(target.worker) && versionOf(health.body) !== deps.version)
      return `${HEALTH_PATH} tells version ${versionOf(health.body)}, not ${deps.version}`;
    if (target.worker === 'bot') return lookAtSignatures(`${origin}/interactions`, headers);
    return target.worker === 'bff' ? lookAtStatus(origin, headers, ['redis', 'database', 'llm'], true) : null;
  }

  async function lookAtSignatures(url: string, headers: Record<string, string>): Promise<string | null> {
    const forged = {
      'x-signature-ed25519': randomBytes(64).toString('hex'),
      'x-signature-timestamp': String(Math.floor(Date.now() / 1000)),
    };
    const { status } = await ask(deps, url, {
      method: 'POST',
      headers: { ...headers, ...forged, 'content-type': 'application/json' },
      body: '{"type":1}',
    });
    return status === 401 ? null : `an interaction with a bad signature gets ${status}, not 401`;
  }

  async function lookAtStatus(
    origin: string,
    headers: Record<string, string>,
    parts: readonly string[],
    isNew: boolean,
  ): Promise<string | null> {
    if (secret === undefined) return null;
    const body = JSON.stringify({
      libra: { caller: { user_id: NOBODY, guild_id: null, channel_id: NOBODY, locale: 'en' } },
    });
    const call = (spoil?: 'forged') =>
      signCall({ secret, signer: 'bot', url: `${origin}${STATUS_PATH}`, body, ...(spoil && { spoil }) });
    const forged = await call('forged');
    const refused = await ask(deps, forged.url, { ...forged, headers: { ...forged.headers, ...headers } });
    if (refused.status !== 401) return `a call with a bad signature gets ${refused.status}, not 401`;
    const good = await call();
    const told = await ask(deps, good.url, { ...good, headers: { ...good.headers, ...headers } });
    // While the secret rotates, a bff of before does not know the new one yet.
    if (told.status === 401 && !isNew) return null;
    if (told.status !== 200) return `a well signed call gets ${told.status}, not 200`;
    const states = (told.body as { parts?: Record<string, { state?: string }> }).parts ?? {};
    const bad = parts.filter((part) => states[part]?.state !== 'ok');
    return bad.length === 0
      ? null
      : bad.map((part) => `${part} is ${states[part]?.state ?? 'unknown'}`).join(', ');
  }

  /** At the first deployment there is no bff yet: then it is looked at with the bff. */
  async function lookThroughBff(worker: string): Promise<string | null> {
    const bff = originOf('bff');
    if (worker !== 'llm' || bff === undefined || secret === undefined) return null;
    const health = await ask(deps, `${bff}${HEALTH_PATH}`, {}).catch(() => null);
    return health?.status === 200 ? lookAtStatus(bff, {}, ['llm'], false) : null;
  }

  return async (target, versionId) => {
    // Requests with this header go to the version, whatever part of all requests it gets.
    const headers = { 'cloudflare-workers-version-overrides': `${target.name}="${versionId}"` };
    let why: string | null = null;
    for (let attempt = 0; attempt <= deps.patienceMs / PAUSE_MS; attempt++) {
      if (attempt > 0) await sleep(PAUSE_MS);
      why = await look(target, headers).catch(describeNoAnswer);
      if (why === null) return null;
    }
    return why;
  };
}

function isKnown(worker: string): boolean {
  return worker === 'bot' || worker === 'bff';
}

function versionOf(body: unknown): string {
  return String((body as { version?: unknown } | null)?.version ?? 'nothing');
}

async function ask(
  { fetch }: SmokeDeps,
  url: string,
  init: RequestInit,
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
  const text = await response.text();
  try {
    return { status: response.status, body: JSON.parse(text) };
  } catch {
    return { status: response.status, body: null };
  }
}
