/** Which version each Worker goes back to, and whether it can live with the schema that the database has now. Pure. */
import { describeDestruction, type Migration } from '../stack/migrate.ts';
import type { DeployedVersion } from './cloudflare.ts';

export const SCHEMA_IN_MESSAGE = /\bschema (\d{1,15})\b/;

export function messageOf(version: string, schemaAt: number): string {
  return `libra ${version} schema ${schemaAt}`;
}

/**
 * What was deployed before the present one, newest first as Cloudflare lists them; undefined when there is none. What was gone back
 * from, by hand or because a step was red, does not count: else a second rollback would bring back what the first one took away.
 */
export function findPrevious(deployments: readonly DeployedVersion[][]): DeployedVersion[] | undefined {
  const [present = []] = deployments;
  const path: DeployedVersion[][] = [];
  for (const versions of deployments.toReversed()) {
    // A step of a gradual deployment is on the way from one to the next.
    if (versions.length !== 1) continue;
    const earlier = path.findIndex(([known]) => known?.id === versions[0]?.id);
    if (earlier === -1) path.push(versions);
    else path.length = earlier + 1;
  }
  // In the middle of a gradual deployment the last whole one is the one before.
  return path.at(present.length === 1 ? -2 : -1);
}

export type Verdict = { safe: true; note: string } | { safe: false; why: string };

export type Step =
  | { kind: 'back'; previous: DeployedVersion[] }
  /** It is where others go back to: a rollback or a deployment before was interrupted. */
  | { kind: 'there' }
  | { kind: 'first' };

/** For Workers that go back together, by what was deployed of each. They end at one release, however far a run before has come. */
export function planSteps(workers: readonly DeployedVersion[][][]): Step[] {
  const all = workers.map(findPrevious);
  const isGoalOfOthers = (release: string | undefined, self: number) =>
    release !== undefined &&
    all.some((goal, other) => other !== self && goal?.some((version) => version.release === release));
  return workers.map(([present = []], index) => {
    if (present.length === 1 && isGoalOfOthers(present[0]?.release, index)) return { kind: 'there' };
    const previous = all[index];
    return previous === undefined ? { kind: 'first' } : { kind: 'back', previous };
  });
}

/** `migrations`: all of this checkout; `schemaAt`: the newest one that the database has had. */
export function judgeRollback(
  versions: readonly DeployedVersion[],
  migrations: readonly Migration[],
  schemaAt: number,
): Verdict {
  const known = versions.map(({ message }) => SCHEMA_IN_MESSAGE.exec(message ?? '')?.[1]);
  if (known.includes(undefined))
    return { safe: false, why: 'which schema it knows is not known: it was not deployed by npm run deploy' };
  const oldest = Math.min(...known.map(Number));
  if (schemaAt > (migrations.at(-1)?.at ?? 0) && schemaAt > oldest)
    return {
      safe: false,
      why: 'the database has had migrations that this checkout does not have: use the one that deployed them',
    };
  const since = migrations.filter(({ at }) => at > oldest && at <= schemaAt);
  const destruction = describeDestruction(since);
  if (destruction.length > 0)
    return { safe: false, why: `since then the schema has lost what it needs: ${destruction.join('; ')}` };
  return {
    safe: true,
    note:
      since.length === 0
        ? 'same schema'
        : `the schema has only gained since then (${since.map(({ name }) => name).join(', ')})`,
  };
}
