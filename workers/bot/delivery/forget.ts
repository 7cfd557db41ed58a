/** An answer that nobody has seen is not to be remembered either. Pure core: the bff and the clock are given. */
import type { Failure } from '../../../shared/contract/failure.ts';
import type { Logger } from '../../../shared/observe/log.ts';
import type { BffReply } from '../bff/call.ts';
import type { DeliveryReport } from './deliver.ts';

export interface ForgetDeps {
  forget(): Promise<BffReply<unknown>>;
  sleep(ms: number): Promise<void>;
  log: Logger;
}

/** Discord has given the interaction up, or takes nothing of it, and no text of the answer was ever shown. */
export function isUnseen({ undelivered, firstTextMs }: DeliveryReport): boolean {
  return undelivered !== null && firstTextMs === null;
}

const MAX_ATTEMPTS = 4;
const FIRST_PAUSE_MS = 1_000;

/** Never rejects. */
export async function forgetTurn({ forget, sleep, log }: ForgetDeps): Promise<void> {
  let failure: Failure | null = null;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const reply = await forget();
    if (reply.ok) {
      log.info('delivery.forgotten', { attempt });
      return;
    }
    failure = reply.failure;
    if (attempt < MAX_ATTEMPTS) await sleep(FIRST_PAUSE_MS * 4 ** (attempt - 1));
  }
  log.error('delivery.not_forgotten', { code: failure?.code });
}
