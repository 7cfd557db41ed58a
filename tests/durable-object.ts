/**
 * What a Durable Object has of the platform in a unit test: its class, storage with an alarm that outlive the object, and the turns
 * of the event loop that other threads need while a fake clock stands still.
 */

/** For `vi.mock('cloudflare:workers', …)`. */
export class DurableObject {
  ctx: unknown;
  env: unknown;

  constructor(ctx: unknown, env: unknown) {
    this.ctx = ctx;
    this.env = env;
  }
}

export function createObjectStorage() {
  const values = new Map<string, unknown>();
  let alarmAtMs: number | null = null;
  return {
    values,
    alarmAtMs: () => alarmAtMs,
    /** All that is stored, as text to search. */
    stored: () => JSON.stringify([...values]),
    storage: {
      kv: {
        get: (key: string) => structuredClone(values.get(key)),
        put: (key: string, value: unknown) => void values.set(key, structuredClone(value)),
        delete: (key: string) => values.delete(key),
      },
      put: async (key: string, value: unknown) => void values.set(key, structuredClone(value)),
      getAlarm: async () => alarmAtMs,
      setAlarm: async (atMs: number) => {
        alarmAtMs = atMs;
      },
      deleteAlarm: async () => {
        alarmAtMs = null;
      },
      deleteAll: async () => values.clear(),
    },
  };
}

const setImmediateReal = setImmediate;

/** Signing and streaming are work of other threads: gives them as many turns of the event loop as they need. */
export async function until(happened: () => boolean): Promise<void> {
  while (!happened()) await settle(1);
}

/** Gives that work so many turns. */
export async function settle(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise<void>((resolve) => setImmediateReal(resolve));
}
