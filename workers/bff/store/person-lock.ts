/**
 * An erasure and what is written about the same person at that moment come one after the other: either the erasure finds the
 * rows, or they find its mark. Begins a batch, as a statement of its own: what follows it sees what was committed meanwhile.
 */
import { type SQL, sql } from 'drizzle-orm';
import { prepare } from './statement.ts';

/** Any number may write together; an erasure is `alone`. Held until the end of the transaction. */
export function lockPerson(who: { userId: string }, how: 'together' | 'alone'): SQL {
  return how === 'alone' ? lockAlone(who) : lockTogether(who);
}

const KEY = sql`hashtextextended(${sql.placeholder('userId')}, 0)`;
const lockAlone = prepare<{ userId: string }>(() => sql`select pg_advisory_xact_lock(${KEY})`);
const lockTogether = prepare<{ userId: string }>(() => sql`select pg_advisory_xact_lock_shared(${KEY})`);
