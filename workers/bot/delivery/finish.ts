/** Ends what a dead isolate has left, as far as the channel shows it. */
import type { DeliverDeps } from './deliver.ts';
import { type DeliveryEnding, earlierIn, NOTHING_OFFERED, type RunningRecord } from './record.ts';
import { recover } from './recover.ts';

export interface FinishDeps {
  showing: Omit<DeliverDeps, 'ask'>;
  /** True: its person has had everything erased meanwhile. */
  end(ending: DeliveryEnding): Promise<boolean>;
  /** An earlier version is shown again. */
  showPages(): void;
  runAgain(): Promise<void>;
  recovered(outcome: string): void;
}

export async function finishDelivery(
  record: RunningRecord,
  mayRun: boolean,
  { showing, end, showPages, runAgain, recovered }: FinishDeps,
): Promise<void> {
  const standing = earlierIn(record);
  if (standing !== undefined) {
    if (!(await end({ ...NOTHING_OFFERED, standing }))) showPages();
    return;
  }
  const recovery = await recover(record, mayRun, showing);
  recovered(recovery.kind);
  switch (recovery.kind) {
    case 'untouched':
      return runAgain();
    case 'finished':
      await end(recovery);
      return;
    case 'already_final':
      await end({ ...NOTHING_OFFERED, speaks: record.speaks });
      return;
    case 'gone':
      await end(NOTHING_OFFERED);
      return;
    case 'later':
      return;
  }
}
