/**
 * The custom ids of the panel: what is wanted, never who may want it. Pure. At most 60 of the 100 characters that Discord allows.
 *
 *   set.<verb>.<scope>.<field>.<part>.<version>     field and part `-` where there is none
 *
 * The channel is always that of the signed interaction.
 */
import { SCOPES, type Scope } from '../../../../shared/settings/settings.ts';
import { type Field, isOffered } from './fields.ts';

const VERBS = [
  /** The overview, with a scope to change; `home`: the same, from a field. */
  'go',
  'home',
  /** A field was chosen. */
  'pick',
  /** Another page of a field's choices. */
  'view',
  /** A value was chosen. `part`: of a list, which. */
  'put',
  /** The field is to inherit again. */
  'clear',
  /** Opens the form of a field, and is its submission. */
  'edit',
  /** A role was chosen; with the role as `part`, the submission of its form. */
  'role',
] as const;

export interface PanelId {
  verb: (typeof VERBS)[number];
  scope: Scope;
  field: Field | null;
  part: string | null;
  /** That the person has seen. */
  version: number;
}

export function formatPanelId({
  verb,
  scope,
  field = null,
  part = null,
  version = 0,
}: Pick<PanelId, 'verb' | 'scope'> & Partial<PanelId>): string {
  return `set.${verb}.${scope}.${field ?? '-'}.${part ?? '-'}.${version}`;
}

const PANEL = /^set\.([a-z]+)\.([a-z]+)\.([A-Za-z]+|-)\.(allow|deny|\d{1,20}|-)\.(\d{1,15})$/;

export function parsePanelId(customId: string): PanelId | null {
  const [, verbText, scopeText, fieldText = '-', part = '-', version = '0'] = PANEL.exec(customId) ?? [];
  const verb = VERBS.find((known) => known === verbText);
  const scope = SCOPES.find((known) => known === scopeText);
  if (verb === undefined || scope === undefined) return null;
  if (fieldText !== '-' && !isOffered(scope, fieldText)) return null;
  return {
    verb,
    scope,
    field: fieldText === '-' ? null : (fieldText as Field),
    part: part === '-' ? null : part,
    version: Number(version),
  };
}

/** A page of the log: older than this entry; 0: the newest. */
export function formatLogId(before: number): string {
  return `setlog.${before}`;
}

export function parseLogId(customId: string): number | null {
  const [, before] = /^setlog\.(\d{1,15})$/.exec(customId) ?? [];
  return before === undefined ? null : Number(before);
}
