/** One file at a time in an isolate: it has one processor and 128 MB for all of them. */
import { sleep } from '../../../shared/time/wait.ts';

/** Longer than a file takes: one that never ends must not keep all others from being read. */
const MAX_WAIT_MS = 60_000;
const POLL_MS = 50;

let isTaken = false;

/** Asks again and again: a request must not wait for what another one does. */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  for (let waitedMs = 0; isTaken && waitedMs < MAX_WAIT_MS; waitedMs += POLL_MS) await sleep(POLL_MS);
  isTaken = true;
  try {
    return await work();
  } finally {
    isTaken = false;
  }
}
