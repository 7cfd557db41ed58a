/**
 * What operators have set in the place of variables: versions that are only added to. The newest holds. A change says which version
 * it was made from, so that two operators do not undo each other unseen.
 */
import { sql } from 'drizzle-orm';
import {
  OPERATOR_VARIABLES,
  type OperatorValues,
  readOperatorValues,
} from '../../../shared/config/operator-variables.ts';
import type { SettingsOverview } from '../../../shared/contract/operator.ts';
import type { Database } from '../store/database.ts';
import { apiKeys } from '../store/schema/api-keys.ts';
import { operatorAudit, operatorSettings } from '../store/schema/operator.ts';
import type { AuditedAction } from './audit.ts';

export interface StoredSettings {
  /** 0: nothing was ever set. */
  version: number;
  values: OperatorValues;
}

const NOTHING_STORED: StoredSettings = { version: 0, values: {} };

export function toStored(row: { version: number; settings: unknown }): StoredSettings {
  return { version: Number(row.version), values: readOperatorValues(row.settings) };
}

export async function readNewest(db: Database): Promise<StoredSettings> {
  const { rows } = await db.execute<{ version: number; settings: unknown }>(
    sql`select version, settings from ${operatorSettings} order by version desc limit 1`,
  );
  const [row] = rows;
  return row === undefined ? NOTHING_STORED : toStored(row);
}

/** With its entry in the audit, in one statement. False: somebody else has stored that version meanwhile. */
export async function storeVersion(
  db: Database,
  { version, values }: StoredSettings,
  { operator, action }: Omit<AuditedAction, 'target'>,
): Promise<boolean> {
  const { rows } = await db.execute(sql`
    with stored as (
      insert into ${operatorSettings} (version, settings, changed_by)
      values (${version}::int, ${JSON.stringify(values)}::jsonb, ${operator}::int)
      on conflict do nothing returning version
    ), entry as (
      insert into ${operatorAudit} (operator, action, target)
      select ${operator}::int, ${action}::text, version::text from stored
    ) select version from stored`);
  return rows.length > 0;
}

/** Of the version before `version`; null: there is no such version. */
export async function readBefore(db: Database, version: number): Promise<OperatorValues | null> {
  if (version === 1) return {};
  const { rows } = await db.execute<{ settings: unknown }>(
    sql`select settings from ${operatorSettings} where version = ${version - 1}::int`,
  );
  const [row] = rows;
  return row === undefined ? null : readOperatorValues(row.settings);
}

const MAX_VERSIONS = 50;

export async function readVersions(db: Database): Promise<SettingsOverview['versions']> {
  const { rows } = await db.execute<{
    version: number;
    settings: unknown;
    at: string;
    by: string | null;
  }>(sql`
    select s.version, s.settings, to_char(s.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at, k.name as by
    from ${operatorSettings} s left join ${apiKeys} k on k.id = s.changed_by
    order by s.version desc limit ${MAX_VERSIONS + 1}`);
  return rows.slice(0, MAX_VERSIONS).map((row, index) => ({
    version: Number(row.version),
    at: row.at,
    by: row.by,
    changed: changedBetween(rows[index + 1]?.settings, row.settings),
  }));
}

function changedBetween(before: unknown, after: unknown): string[] {
  const [old, next] = [readOperatorValues(before), readOperatorValues(after)];
  return OPERATOR_VARIABLES.filter((name) => old[name] !== next[name]);
}
