/** One change on top of what is set: which fields differ, and which of them somebody else has changed in the meantime. Pure. */
import type { ChangesOf } from '../../../shared/settings/parse.ts';
import type { Scope, SettingsOf } from '../../../shared/settings/settings.ts';

/** Of each field that was ever set, the version that changed it last. */
export type ChangedIn = Readonly<Record<string, number>>;

export interface FieldChange {
  field: string;
  /** Null: not set. */
  before: unknown;
  after: unknown;
}

export interface Current<In extends Scope> {
  settings: SettingsOf[In];
  changedIn: ChangedIn;
}

export type Merged<In extends Scope> =
  | { kind: 'conflict'; fields: string[] }
  /** `differs`: empty when everything is as wanted already. */
  | { kind: 'merged'; settings: SettingsOf[In]; changedIn: ChangedIn; differs: FieldChange[] };

/** `newVersion`: that the change will make. `seenVersion`: that its author has seen. */
export function mergeChange<In extends Scope>(
  { settings, changedIn }: Current<In>,
  changes: ChangesOf<In>,
  { seenVersion, newVersion }: { seenVersion: number; newVersion: number },
): Merged<In> {
  const before = settings as Readonly<Record<string, unknown>>;
  const differs = Object.entries(changes)
    .map(([field, value]) => ({ field, before: before[field] ?? null, after: value ?? null }))
    .filter((change) => !isSame(change.before, change.after));
  const fields = differs.map(({ field }) => field).filter((field) => (changedIn[field] ?? 0) > seenVersion);
  if (fields.length > 0) return { kind: 'conflict', fields };
  const after = { ...before, ...Object.fromEntries(differs.map(({ field, after }) => [field, after])) };
  const set = Object.entries(after).filter(([, value]) => value !== null);
  return {
    kind: 'merged',
    settings: Object.fromEntries(set) as SettingsOf[In],
    changedIn: { ...changedIn, ...Object.fromEntries(differs.map(({ field }) => [field, newVersion])) },
    differs,
  };
}

/** Null for each field that the one has and the other has not: what makes `from` into `to`. */
export function changesTo<In extends Scope>(from: SettingsOf[In], to: SettingsOf[In]): ChangesOf<In> {
  const gone = Object.keys(from).map((field) => [field, null] as const);
  return { ...Object.fromEntries(gone), ...to } as ChangesOf<In>;
}

/** The database does not keep the order of fields. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(inOrder(one)) === JSON.stringify(inOrder(other));
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(fields.map(([name, inner]) => [name, inOrder(inner)]));
}
