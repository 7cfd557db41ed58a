/** What operators have done: written before they hear that it was done, so that nothing is done in silence. */
import { sql } from 'drizzle-orm';
import type { AuditEntry } from '../../../shared/contract/operator.ts';
import type { Database } from '../store/database.ts';
import { apiKeys } from '../store/schema/api-keys.ts';
import { operatorAudit } from '../store/schema/operator.ts';

export interface AuditedAction {
  /** Null: the command. */
  operator: number | null;
  action: string;
  target: string | null;
}

export async function recordAction(db: Database, action: AuditedAction): Promise<void> {
  await db.insert(operatorAudit).values(action);
}

const MAX_ENTRIES = 200;

export async function readActions(db: Database): Promise<AuditEntry[]> {
  const { rows } = await db.execute<Record<keyof AuditEntry, unknown>>(sql`
    select to_char(a.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at, k.name as operator, a.action, a.target
    from ${operatorAudit} a left join ${apiKeys} k on k.id = a.operator
    order by a.id desc limit ${MAX_ENTRIES}`);
  return rows.map(({ at, operator, action, target }) => ({
    at: String(at),
    operator: typeof operator === 'string' ? operator : null,
    action: String(action),
    target: typeof target === 'string' ? target : null,
  }));
}
