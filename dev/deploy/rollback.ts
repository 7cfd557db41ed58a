/** Which version each Worker goes back to, and whether it can live with the schema that the database has now. Pure. */
import { describeDestruction, type Migration } from '../stack/migrate.ts';
import type { DeployedVersion } from './cloudflare.ts';

export const SCHEMA_IN_MESSAGE = /\bschema (\d{1,15})\b/;

export function messageOf(version: string, schemaAt: number): string {
  return `libra ${version} schema ${schemaAt}`;
}

/** The newest deployment that was something else than the present one; undefined when there is none. */
export function findPrevious(deployments: readonly DeployedVersion[][]): DeployedVersion[] | undefined {
  const idsOf = (versions: readonly DeployedVersion[] = []) => versions.map(({ id }) => id).join();
  const [present, ...older] = deployments;
  const now = present?.map(({ id }) => id) ?? [];
  // A step of a gradual deployment holds the present version as well.
  return older.find(
    (versions) =>
      idsOf(versions) !== idsOf(present) && !versions.some(({ id }) => now.length === 1 && id === now[0]),
  );
}

export type Verdict = { safe: true; note: string } | { safe: false; why: string };

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
