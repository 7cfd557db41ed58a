/** What the list of stores says of one. */
export interface Store {
  /** The table, the beginning of the Redis key, the class of the object. */
  name: string;
  in: 'Postgres' | 'Redis' | 'Durable Objects' | 'memory';
  holds: string;
  /** How a person's part is found; null: nothing in it belongs to a person. */
  foundBy: string | null;
  /** What an erasure does with that part. */
  erasure: 'deleted' | 'nobody is named any more' | 'written' | 'stays' | 'none';
  /** Why it is not deleted, or what else there is to know. */
  note?: string;
  /** In the file that a person gets. */
  exported: boolean;
  retention: string;
}

/** Why a counter outlives an erasure. */
export const A_LIMIT = 'an erasure would lift the limit';
