/** When a turn's sound may be believed to have been heard, though the page says nothing: it may be in the background. Pure but for waiting. */
import type { Clock } from '../../../shared/time/clock.ts';
import { sleep } from '../../../shared/time/wait.ts';

export interface Listening {
  /** A page is connected. */
  hasPage(): boolean;
  /** When one has connected last. Unix milliseconds. */
  greetedAtMs(): number;
}

/** Resolves when a page has been there for `ms` without a break, or as soon as the signal aborts. */
export async function untilPlayed(
  ms: number,
  { hasPage, greetedAtMs }: Listening,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  let sinceMs = clock.now();
  for (;;) {
    await sleep(sinceMs + ms - clock.now(), signal, clock);
    // Nobody hears anything while no page is there, and what is sent again is heard from then on.
    sinceMs = hasPage() ? Math.max(sinceMs, greetedAtMs()) : clock.now();
    if (signal.aborted || clock.now() >= sinceMs + ms) return;
  }
}
