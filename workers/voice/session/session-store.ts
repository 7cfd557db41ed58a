/** What the object stores, under which names; and when it is woken. */
import type { DayUse } from './day-use.ts';
import type { StoredGrant } from './grants.ts';
import type { SessionRecord } from './session-record.ts';

export interface SessionStore {
  grants(): StoredGrant[];
  /** Confirmed before anything goes out: a token is good once. */
  keepGrants(grants: readonly StoredGrant[]): void;
  session(): SessionRecord | null;
  keepSession(session: SessionRecord): void;
  day(): DayUse | undefined;
  keepDay(day: DayUse): void;
  endSession(): void;
  /** How long they have talked today stays: erasing it would lift the limit. */
  erase(): Promise<void>;
  /** Unix milliseconds; infinity: not at all. */
  wakeAt(atMs: number): Promise<void>;
}

const GRANTS = 'grants';
const SESSION = 'session';
const DAY = 'day';
/** What a crash can lose is heard again, or asked again. */
const UNCONFIRMED = { allowUnconfirmed: true };
const SOONEST_MS = 100;

export function createSessionStore(storage: DurableObjectStorage): SessionStore {
  const { kv } = storage;
  return {
    grants: () => kv.get<StoredGrant[]>(GRANTS) ?? [],
    keepGrants: (grants) => kv.put(GRANTS, grants),
    session: () => kv.get<SessionRecord>(SESSION) ?? null,
    keepSession: (session) => void storage.put(SESSION, session, UNCONFIRMED),
    day: () => kv.get<DayUse>(DAY),
    keepDay: (day) => void storage.put(DAY, day, UNCONFIRMED),
    endSession: () => void kv.delete(SESSION),
    async erase() {
      await storage.deleteAlarm();
      kv.delete(GRANTS);
      kv.delete(SESSION);
    },
    async wakeAt(atMs) {
      if (!Number.isFinite(atMs)) return;
      await storage.setAlarm(Math.max(atMs, Date.now() + SOONEST_MS), UNCONFIRMED);
    },
  };
}
