/** A page of the ledger as it is shown: people by their pseudonyms, and where the next one begins. */
import type { LedgerFilter, LedgerPage } from '../../../shared/contract/operator.ts';
import type { Database } from '../store/database.ts';
import { type Cursor, readRows } from './ledger-sql.ts';

/** `userId`: as `findPerson` gives it. */
export async function readLedgerPage(
  db: Database,
  toPseudonym: (id: string) => Promise<string>,
  filter: LedgerFilter,
  { userId, before, limit }: { userId: string | null; before: Cursor | null; limit: number },
): Promise<LedgerPage> {
  const { rows } = await readRows(db, filter, { userId, before, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    rows: await Promise.all(
      shown.map(async ({ id: _, micros: __, user_id: person, ...row }) => ({
        ...row,
        person: person === null ? null : await toPseudonym(person),
      })),
    ),
    next: rows.length > limit && last !== undefined ? `${last.micros}.${last.id}` : null,
  };
}
