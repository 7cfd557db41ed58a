/** One look at a part of the service, with a deadline of its own. */
import type { PartHealth } from '../../../shared/contract/status.ts';
import { sleep } from '../../../shared/time/timers.ts';

export interface Probed<T> {
  health: PartHealth;
  /** Null unless the part is `ok`. */
  value: T | null;
}

/** Never rejects and never takes longer than the deadline, even if `look` does not heed its signal. */
export async function probe<T>(
  now: () => number,
  deadlineMs: number,
  look: (signal: AbortSignal) => Promise<T>,
): Promise<Probed<T>> {
  const startedAtMs = now();
  const abort = new AbortController();
  const done = new AbortController();
  const late = sleep(deadlineMs, done.signal).then(
    () => ({ state: 'slow', value: null }) as const,
    () => ({ state: 'ok', value: null }) as const,
  );
  const seen = look(abort.signal).then(
    (value) => ({ state: 'ok', value }) as const,
    () =>
      ({
        state: abort.signal.aborted || now() - startedAtMs >= deadlineMs ? 'slow' : 'down',
        value: null,
      }) as const,
  );
  const { state, value } = await Promise.race([seen, late]);
  abort.abort();
  done.abort();
  return { health: { state, latency_ms: now() - startedAtMs }, value };
}
