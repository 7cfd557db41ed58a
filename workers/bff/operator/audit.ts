/** What operators have done, and whose data they have looked at: written before they hear of it, so that nothing is done in silence. */
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

/** Who has looked at people's data. Somebody who looks again and again within ten minutes has looked once. */
export async function recordLook(db: Database, { operator, action, target }: AuditedAction): Promise<void> {
  await db.execute(sql`
    insert into ${operatorAudit} (operator, action, target)
    select ${operator}::int, ${action}::text, ${target}::text
    where not exists (
      select 1 from ${operatorAudit}
      where at > now() - interval '10 minutes' and operator is not distinct from ${operator}::int
        and action = ${action}::text and target is not distinct from ${target}::text
    )`);
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
