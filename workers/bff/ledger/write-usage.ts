/** One row of the ledger that goes into no batch. */
import { errorName } from '../../../shared/observe/log.ts';
import type { Services } from '../services.ts';
import { recordUsage, type UsageEvent } from './usage.ts';

const DEADLINE_MS = 5_000;

/** Never rejects: what was paid for is of use also without its row. Tried twice, since writing twice writes once. */
export async function writeUsage(
  { log, openDatabase }: Pick<Services, 'log' | 'openDatabase'>,
  usage: UsageEvent,
): Promise<void> {
  for (const isLastTry of [false, true]) {
    try {
      await recordUsage(openDatabase(DEADLINE_MS), usage);
      return;
    } catch (error) {
      log[isLastTry ? 'error' : 'warn']('ledger.store_failed', { error: errorName(error), isLastTry });
    }
  }
}
