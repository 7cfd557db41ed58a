/**
 * An erasure and what is written about the same person at that moment come one after the other: either the erasure finds the
 * rows, or they find its mark. Begins a batch, as a statement of its own: what follows it sees what was committed meanwhile.
 */
import { type SQL, sql } from 'drizzle-orm';
import { prepare } from './statement.ts';

/** Any number may write together, as `open_turn` does, too; an erasure is `alone`. Held until the end of the transaction. */
export function lockPerson(who: { userId: string }, how: 'together' | 'alone'): SQL {
  return LOCKS[how](who);
}

const KEY = sql`hashtextextended(${sql.placeholder('userId')}, 0)`;
const LOCKS = {
  alone: prepare<{ userId: string }>(() => sql`select pg_advisory_xact_lock(${KEY})`),
  together: prepare<{ userId: string }>(() => sql`select pg_advisory_xact_lock_shared(${KEY})`),
};
