/** What every task is carried out with, and how it shows in the channel. */
import { sleep } from '../../../shared/time/wait.ts';
import { textsFor } from '../locale/choose.ts';
import type { Connections } from './connections.ts';
import type { DeliverDeps } from './deliver.ts';
import type { DeliveryJob } from './job.ts';
import { confirmShown, type DeliveryEnding, enterPhase } from './record.ts';
import type { RecordStore } from './record-store.ts';

export interface CarryOutDeps {
  connections: Connections;
  store: RecordStore;
  /** Records that the delivery has ended. True: its person has had everything erased meanwhile. */
  end(ending: DeliveryEnding): Promise<boolean>;
  /** Brings the channel, and the history, to the version that is recorded as shown. */
  showPages(): void;
}

/** What shows a delivery in the channel and records how far it has come. */
export function showingDeps(
  job: Omit<DeliveryJob, 'task'>,
  { connections, store }: Pick<CarryOutDeps, 'connections' | 'store'>,
): Omit<DeliverDeps, 'ask'> {
  return {
    webhook: connections.webhook(job),
    texts: textsFor(job.caller.locale),
    now: Date.now,
    sleep,
    onPosting: (phase) => store.update((record) => enterPhase(record, phase)),
    onOriginalShown: (kind) => store.update((record) => confirmShown(record, kind)),
    onFollowUp: (id) => store.update((record) => ({ ...record, followUpIds: [...record.followUpIds, id] })),
    onRemoved: (id) =>
      store.update((record) => ({
        ...record,
        followUpIds: record.followUpIds.filter((known) => known !== id),
      })),
  };
}
