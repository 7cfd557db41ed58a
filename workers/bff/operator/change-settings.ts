/** A change of what operators have set: checked as at the start of a Worker, then stored as a version of its own. */
import {
  isOperatorVariable,
  type OperatorValues,
  withOperatorValues,
} from '../../../shared/config/operator-variables.ts';
import { VariablesError } from '../../../shared/config/variables.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import { type Bindings, readConfig } from '../config.ts';
import type { Database } from '../store/database.ts';
import type { AuditedAction } from './audit.ts';
import { readBefore, readNewest, type StoredSettings, storeVersion } from './settings.ts';

export type SettingsChange = { ok: true; stored: StoredSettings } | ({ ok: false } & Failure);

export interface ChangeDeps {
  open: () => Database;
  env: Bindings;
  /** What llm says of it, which alone knows the keys of providers; null: it has nothing against it. */
  refusedByLlm: (stored: StoredSettings) => Promise<Failure | null>;
  /** What the audit says of it. */
  audited: Omit<AuditedAction, 'target'>;
}

const CONFLICT = { ok: false, code: 'settings_conflict' } as const;

export async function changeSettings(
  deps: ChangeDeps,
  { version, changes }: { version: number; changes: Readonly<Record<string, string | null>> },
): Promise<SettingsChange> {
  const unknown = Object.keys(changes).find((name) => !isOperatorVariable(name));
  if (unknown !== undefined) {
    return { ok: false, code: 'settings_invalid', detail: `${unknown} cannot be set while Libra runs.` };
  }
  const newest = await readNewest(deps.open());
  if (newest.version !== version) return CONFLICT;
  const merged = { ...newest.values, ...changes };
  const values = Object.fromEntries(
    Object.entries(merged).filter((entry): entry is [string, string] => entry[1] !== null),
  ) as OperatorValues;
  return checkAndStore(deps, { version: version + 1, values });
}

/** The version before holds again, as a new one: what was done stays to be seen. */
export async function undoSettings(deps: ChangeDeps, version: number): Promise<SettingsChange> {
  const newest = await readNewest(deps.open());
  if (newest.version !== version || version === 0) return CONFLICT;
  const values = await readBefore(deps.open(), version);
  return values === null ? CONFLICT : checkAndStore(deps, { version: version + 1, values });
}

async function checkAndStore(deps: ChangeDeps, stored: StoredSettings): Promise<SettingsChange> {
  const problems = problemsOf(deps.env, stored.values);
  if (problems.length > 0) return { ok: false, code: 'settings_invalid', detail: problems.join('; ') };
  const refused = await deps.refusedByLlm(stored);
  if (refused !== null) return { ok: false, ...refused };
  return (await storeVersion(deps.open(), stored, deps.audited)) ? { ok: true, stored } : CONFLICT;
}

/** By name; never a value. */
function problemsOf(env: Bindings, values: OperatorValues): readonly string[] {
  try {
    readConfig(withOperatorValues(env, values));
    return [];
  } catch (error) {
    if (error instanceof VariablesError) return error.problems;
    throw error;
  }
}
