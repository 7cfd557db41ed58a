/** After an interruption the history has what was heard of the answer, and no more. */
import type { Logger } from '../../../shared/observe/log.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import { sleep } from '../../../shared/time/wait.ts';
import type { BffClient } from '../bff/client.ts';

export interface KeepDeps {
  bff: Pick<BffClient, 'keepHeard' | 'forget'>;
  clock: Clock;
  log: Logger;
}

/** The bff stores what was written once it has noticed that nobody reads on. */
const WAITS_MS = [200, 800, 2_500];

/** `heard` null: the turn goes on, and is asked once more. Never rejects. */
export async function keepHeard(
  { bff, clock, log }: KeepDeps,
  request: string,
  heard: string | null,
): Promise<void> {
  if (heard === null) return bff.forget(request);
  for (const waitMs of WAITS_MS) {
    await sleep(waitMs, undefined, clock);
    if (await bff.keepHeard(request, `${heard}…`)) return;
  }
  // A person who is not remembered has no such turn.
  log.info('talk.heard_not_kept');
}
