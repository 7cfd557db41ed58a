/** One look at a part of the service, with a deadline of its own. */
import type { PartHealth } from '../../../shared/contract/status.ts';
import { within } from '../../../shared/time/wait.ts';

export interface Probed<T> {
  health: PartHealth;
  /** Null unless the part is `ok`. */
  value: T | null;
}

/** Never rejects and never takes longer than the deadline, even if `look` does not obey its signal. */
export async function probe<T>(
  now: () => number,
  deadlineMs: number,
  look: (signal: AbortSignal) => Promise<T>,
): Promise<Probed<T>> {
  const startedAtMs = now();
  const abort = new AbortController();
  const seen = look(abort.signal).then(
    (value) => ({ state: 'ok', value }) as const,
    () => ({ state: now() - startedAtMs >= deadlineMs ? 'slow' : 'down', value: null }) as const,
  );
  const { state, value } = (await within(deadlineMs, seen)) ?? ({ state: 'slow', value: null } as const);
  abort.abort();
  return { health: { state, latency_ms: now() - startedAtMs }, value };
}
