import type { SettingsDocument } from '../../../shared/contract/settings.ts';
import type { Database } from '../store/database.ts';
import type { Author, Changed } from './change.ts';
import { commitServerChange } from './commit.ts';
import { readCurrentServer } from './current.ts';
import { planImport } from './document.ts';

/** It replaces everything, so any change that its author has not seen is a conflict. */
export async function importSettings(
  open: () => Database,
  guildId: string,
  document: SettingsDocument,
  { actor, seenVersion }: Author,
): Promise<Changed> {
  const current = await readCurrentServer(open(), guildId, null);
  if (current.version > seenVersion) return { kind: 'conflict', fields: [] };
  const change = planImport({ guildId, actor }, current, document);
  const fields = change.audit.map(({ field }) => field);
  if (fields.length === 0 || (await commitServerChange(open(), change))) return { kind: 'changed', fields };
  return { kind: 'conflict', fields: [] };
}
