/** What is looked at before anything is changed. */
import { AHEAD, HALF_RESTORED, type SchemaState } from '../stack/migrate.ts';
import type { Cloudflare } from './cloudflare.ts';
import { findUnprovided, type Target } from './targets.ts';

export interface Look {
  /** A line each; empty when the deployment may begin. */
  problems: string[];
  /** What would be done, for a rehearsal. */
  plan: string[];
}

/** A secret that is not in the file may be at Cloudflare already. `cloudflare` null: nobody was asked. */
export async function lookAtTarget(
  target: Target,
  release: string,
  cloudflare: Cloudflare | null,
): Promise<{ problem: string | undefined; plan: string }> {
  const given = Object.keys(target.secrets);
  const there = cloudflare === null ? [] : await cloudflare.secretNames(target.name);
  const missing = target.needs.filter((name) => !given.includes(name) && !there.includes(name));
  const secrets = `secrets ${[...given, ...there.filter((name) => !given.includes(name)).map((name) => `${name} (at Cloudflare)`)].join(', ')}`;
  return {
    problem: missing.length === 0 ? undefined : `${target.name} lacks ${missing.join(', ')}`,
    plan: `${target.name}: ${cloudflare === null ? 'upload, then all requests' : await describeStep(target, release, cloudflare)}; ${secrets}`,
  };
}

async function describeStep(target: Target, release: string, cloudflare: Cloudflare): Promise<string> {
  const worker = await cloudflare.findWorker(target.name);
  if (worker === null) return 'create';
  const [now = []] = await cloudflare.deployments(target.name);
  if (now.length === 1 && now[0]?.release === release) return 'nothing, it is at this release already';
  if (target.migrationTag !== undefined && worker.migrationTag !== target.migrationTag)
    return `deploy at once, with step ${target.migrationTag} of its Durable Objects (Cloudflare takes no such step back)`;
  return `upload, then all requests (now ${now.map(({ id }) => id).join(' and ') || 'none'})`;
}

export async function lookAtAll(
  targets: readonly Target[],
  release: string,
  cloudflare: Cloudflare | null,
): Promise<Look> {
  const looks = await Promise.all(targets.map((target) => lookAtTarget(target, release, cloudflare)));
  return {
    problems: [...looks.flatMap(({ problem }) => problem ?? []), ...findUnprovided(targets)],
    plan: looks.map(({ plan }) => plan),
  };
}

/** What migrating would do, and why it may not be done without a word. */
export function lookAtSchema(
  { pending, isAhead, destruction, isHalfRestored }: SchemaState,
  mayDestroy: boolean,
): { problem: string | undefined; plan: string } {
  if (isHalfRestored) return { problem: HALF_RESTORED, plan: 'finish the restore' };
  if (isAhead)
    return {
      problem: mayDestroy
        ? undefined
        : `${AHEAD} Deploy the newest checkout, or say --allow-destructive where the schema has lost nothing that this one needs.`,
      plan: AHEAD,
    };
  const names = pending.map(({ name }) => name).join(', ');
  const problem =
    destruction.length > 0 && !mayDestroy
      ? `Migrations take something away: ${destruction.join('; ')}. The Workers that run now may still need it, and no rollback brings it back. ` +
        'Back up (npm run backup), then say --allow-destructive.'
      : undefined;
  return { problem, plan: pending.length === 0 ? 'the schema is up to date' : `apply ${names}` };
}
