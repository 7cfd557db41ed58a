/** Who has changed what, page by page. */
import { sql } from 'drizzle-orm';
import {
  AUDIT_PAGE_ENTRIES,
  type SettingsAuditEntry,
  type SettingsAuditPage,
} from '../../../shared/contract/settings.ts';
import type { Database } from '../store/database.ts';
import { settingsAudit } from '../store/schema/settings.ts';

export async function readAuditPage(
  db: Database,
  guildId: string,
  before: number | null,
): Promise<SettingsAuditPage> {
  const older = before === null ? sql`` : sql`and id < ${before}`;
  // One more tells that there are more.
  const { rows } = await db.execute<Record<string, unknown> & SettingsAuditEntry>(sql`
    select id::float8 as id, to_json(at) #>> '{}' as at, actor, scope, target, field, before, after
    from ${settingsAudit}
    where guild_id = ${guildId} ${older}
    order by id desc limit ${AUDIT_PAGE_ENTRIES + 1}
  `);
  const entries = rows.slice(0, AUDIT_PAGE_ENTRIES).map((row) => ({ ...row, id: Number(row.id) }));
  return { entries, next: rows.length > AUDIT_PAGE_ENTRIES ? (entries.at(-1)?.id ?? null) : null };
}
