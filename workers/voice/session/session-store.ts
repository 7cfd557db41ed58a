/** What the object stores, under which names; and when it is woken. */
import type { DayUse } from './day-use.ts';
import type { StoredGrant } from './grants.ts';
import type { SessionRecord } from './session-record.ts';

export interface SessionStore {
  grants(): StoredGrant[];
  /** Confirmed before anything goes out: a token is good once. */
  keepGrants(grants: readonly StoredGrant[]): void;
  session(): SessionRecord | null;
  /** Confirmed before its key goes out. */
  beginSession(session: SessionRecord): void;
  /** Within `KEPT_WITHIN_MS`. What a crash can lose of it is heard again, or asked again. */
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
/** A moment has several changes, which are written once, and behind what it sends. */
export const KEPT_WITHIN_MS = 50;
const UNCONFIRMED = { allowUnconfirmed: true };
const SOONEST_MS = 100;

export function createSessionStore(storage: DurableObjectStorage): SessionStore {
  const { kv } = storage;
  let changed: SessionRecord | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function write(): void {
    timer = undefined;
    if (changed !== null) void storage.put(SESSION, changed, UNCONFIRMED);
    changed = null;
  }

  function dropSession(): void {
    clearTimeout(timer);
    timer = undefined;
    changed = null;
    kv.delete(SESSION);
  }

  return {
    grants: () => kv.get<StoredGrant[]>(GRANTS) ?? [],
    keepGrants: (grants) => kv.put(GRANTS, grants),
    session: () => kv.get<SessionRecord>(SESSION) ?? null,
    beginSession: (session) => kv.put(SESSION, session),
    keepSession(session) {
      changed = session;
      timer ??= setTimeout(write, KEPT_WITHIN_MS);
    },
    day: () => kv.get<DayUse>(DAY),
    keepDay: (day) => void storage.put(DAY, day, UNCONFIRMED),
    endSession: dropSession,
    async erase() {
      await storage.deleteAlarm();
      kv.delete(GRANTS);
      dropSession();
    },
    async wakeAt(atMs) {
      if (!Number.isFinite(atMs)) return;
      await storage.setAlarm(Math.max(atMs, Date.now() + SOONEST_MS), UNCONFIRMED);
    },
  };
}
