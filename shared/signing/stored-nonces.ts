/**
 * A nonce book whose nonces outlive the isolate, for a Durable Object.
 *
 * A nonce is spent in memory, in one synchronous step, so of any number of simultaneous uses exactly one wins. It is then
 * written without waiting (`allowUnconfirmed` keeps the output gate open): the write survives an eviction, and only a crash
 * within the few milliseconds before it is confirmed could forget it.
 */
import { createNonceBook, type NonceVerdict } from './nonce-book.ts';

/** What is used of an object's storage. */
export interface NonceStorage {
  put(key: string, expiresAtMs: number, options: WriteOptions): Promise<void>;
  delete(keys: string[], options: WriteOptions): Promise<unknown>;
  setAlarm(atMs: number, options: WriteOptions): Promise<void>;
}

export interface WriteOptions {
  allowUnconfirmed: boolean;
}

export const UNCONFIRMED: WriteOptions = { allowUnconfirmed: true };

/** Of their keys in the storage. */
export const NONCE_PREFIX = 'nonce:';

export interface StoredNonces {
  spend(nonce: string, expiresAtMs: number): NonceVerdict;
  /** `stored`: by their keys. `alarmAtMs`: when the object's alarm is due; null for none. */
  restore(stored: ReadonlyMap<string, number>, alarmAtMs: number | null): void;
  /** For the object's alarm: forgets what has expired, and sets the next. */
  sweep(nowMs: number): Promise<void>;
}

/** All that expires within this time is forgotten in one go: at most two alarms a minute, however busy. */
const SWEEP_SLACK_MS = 30_000;

/** The storage deletes this many keys in one call. */
const DELETE_BATCH = 128;

export function createStoredNonces(storage: NonceStorage, maxNonces: number): StoredNonces {
  const book = createNonceBook(maxNonces);
  let alarmIsSet = false;

  function setAlarm(): void {
    const next = book.nextExpiryMs();
    if (next === undefined) return;
    alarmIsSet = true;
    void storage.setAlarm(next + SWEEP_SLACK_MS, UNCONFIRMED);
  }

  return {
    spend(nonce, expiresAtMs) {
      const verdict = book.spend(nonce, expiresAtMs);
      if (verdict === 'spent') {
        void storage.put(NONCE_PREFIX + nonce, expiresAtMs, UNCONFIRMED);
        if (!alarmIsSet) setAlarm();
      }
      return verdict;
    },

    restore(stored, alarmAtMs) {
      for (const [key, expiresAtMs] of stored) book.restore(key.slice(NONCE_PREFIX.length), expiresAtMs);
      alarmIsSet = alarmAtMs !== null;
    },

    async sweep(nowMs) {
      alarmIsSet = false;
      const forgotten = book.dropExpired(nowMs);
      for (let start = 0; start < forgotten.length; start += DELETE_BATCH) {
        const keys = forgotten.slice(start, start + DELETE_BATCH).map((nonce) => NONCE_PREFIX + nonce);
        await storage.delete(keys, UNCONFIRMED);
      }
      setAlarm();
    },
  };
}
