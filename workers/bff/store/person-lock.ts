/**
 * An erasure and what is written about the same person at that moment come one after the other: either the erasure finds the
 * rows, or they find its mark. Begins a batch, as a statement of its own: what follows it sees what was committed meanwhile.
 */
import { type SQL, sql } from 'drizzle-orm';

/** Any number may write together; an erasure is `alone`. Held until the end of the transaction. */
export function lockPerson(userId: string, how: 'together' | 'alone'): SQL {
  return how === 'alone'
    ? sql`select pg_advisory_xact_lock(hashtextextended(${userId}, 0))`
    : sql`select pg_advisory_xact_lock_shared(hashtextextended(${userId}, 0))`;
}
