/**
 * A deployment, Worker by Worker: upload a version, send requests to it, look whether it works, go on; when one does not, take all
 * of this run back. Works with what it is given, so that it is tested without Cloudflare.
 */
import type { Cloudflare, DeployedVersion } from './cloudflare.ts';
import type { Target } from './targets.ts';

export interface Uploader {
  /** Uploads and deploys at once, with steps of Durable Objects and triggers. Returns the version's id. */
  deployAll(target: Target, labels: Labels): Promise<string>;
  /** Uploads alone. */
  upload(target: Target, labels: Labels): Promise<string>;
  /** Sends all requests to a version, and brings triggers up to date. */
  promote(target: Target, versionId: string, labels: Labels): Promise<void>;
}

export interface Labels {
  /** What the version was built from, 16 hexadecimal digits. */
  release: string;
  message: string;
}

export interface RunDeps {
  cloudflare: Pick<Cloudflare, 'findWorker' | 'deployments' | 'deploy'>;
  uploader: Uploader;
  /** Null when the Worker works; else what is wrong with it. */
  smoke: (target: Target, versionId: string) => Promise<string | null>;
  say: (line: string) => void;
  sleep: (ms: number) => Promise<void>;
}

export interface RunOptions extends Labels {
  /** Percentages before 100, e.g. 10 and 50; empty: all at once. */
  steps: readonly number[];
  pauseMs: number;
}

export type Outcome = { ok: true } | { ok: false; worker: string; why: string };

interface Done {
  target: Target;
  before: DeployedVersion[];
}

export async function runDeployment(
  targets: readonly Target[],
  options: RunOptions,
  deps: RunDeps,
): Promise<Outcome> {
  const done: Done[] = [];
  for (const target of targets) {
    const [before = []] = await deps.cloudflare.deployments(target.name);
    if (isAt(before, options.release)) {
      deps.say(`${target.name}: is at this release already`);
      continue;
    }
    // Noted first: what fails half-way is taken back as well.
    done.push({ target, before });
    const why = await deployOne(target, before, options, deps).catch(describe);
    if (why === null) continue;
    deps.say(`${target.name}: RED: ${why}`);
    await takeBack(done.toReversed(), deps);
    return { ok: false, worker: target.name, why };
  }
  return { ok: true };
}

/** Null when the Worker works. */
async function deployOne(
  target: Target,
  before: readonly DeployedVersion[],
  options: RunOptions,
  { cloudflare, uploader, smoke, say, sleep }: RunDeps,
): Promise<string | null> {
  const worker = await cloudflare.findWorker(target.name);
  const hasNewObjects = target.migrationTag !== undefined && worker?.migrationTag !== target.migrationTag;
  if (worker === null || before.length === 0 || hasNewObjects) {
    const why = worker === null ? 'new' : `Durable Objects step ${target.migrationTag}`;
    const id = await uploader.deployAll(target, options);
    say(`${target.name}: version ${id} deployed (${why}: all at once)`);
    return smoke(target, id);
  }
  const id = await uploader.upload(target, options);
  say(`${target.name}: version ${id} uploaded`);
  const [previous] = before;
  for (const percentage of previous === undefined ? [] : options.steps) {
    const rest = { id: previous?.id ?? '', percentage: 100 - percentage };
    await cloudflare.deploy(target.name, [{ id, percentage }, rest], options.message);
    say(`${target.name}: ${percentage} % of requests`);
    const why = await smoke(target, id);
    if (why !== null) return why;
    await sleep(options.pauseMs);
  }
  await uploader.promote(target, id, options);
  say(`${target.name}: all requests`);
  return smoke(target, id);
}

function isAt(before: readonly DeployedVersion[], release: string): boolean {
  return before.length === 1 && before[0]?.release === release;
}

/** Never rejects: each Worker is tried, and what could not be taken back is said. */
async function takeBack(done: readonly Done[], { cloudflare, say }: RunDeps): Promise<void> {
  for (const { target, before } of done) {
    if (before.length === 0) {
      say(`${target.name}: is new, there is nothing to go back to`);
      continue;
    }
    try {
      const [now = []] = await cloudflare.deployments(target.name);
      if (isSame(now, before)) continue;
      await cloudflare.deploy(target.name, before, 'libra: rolled back, a later step was red');
      say(`${target.name}: rolled back to ${before.map(({ id }) => id).join(' and ')}`);
    } catch (error) {
      say(`${target.name}: NOT rolled back: ${describe(error)}`);
    }
  }
}

function isSame(left: readonly DeployedVersion[], right: readonly DeployedVersion[]): boolean {
  const text = (versions: readonly DeployedVersion[]) =>
    versions.map(({ id, percentage }) => `${id} ${percentage}`).join();
  return text(left) === text(right);
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
