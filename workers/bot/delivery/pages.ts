/** Which version of an answer is shown: the channel, and the history, are brought to what the record says. Shell of show-page.ts. */
import { errorName } from '../../../shared/observe/log.ts';
import { createBffClient } from '../bff/client.ts';
import type { Connections } from './connections.ts';
import type { DeliverDeps } from './deliver.ts';
import type { DeliveryJob } from './job.ts';
import { standingRecord } from './record.ts';
import type { RecordStore } from './record-store.ts';
import { chooseShown, type ShowPageDeps, showPage } from './show-page.ts';
import { isSameRow, type StandingAnswer } from './standing.ts';
import { requesterOf } from './thread.ts';

export interface PagesDeps {
  connections: Connections;
  store: RecordStore;
  showing(job: DeliveryJob): Omit<DeliverDeps, 'ask'>;
  /** The row goes from the last message. */
  clearRow(standing: StandingAnswer): void;
  waitUntil(work: Promise<unknown>): void;
}

export interface Pages {
  isTurning(): boolean;
  /** At most one at a time: it goes on to whichever page the record says by then. */
  show(): void;
  /** One after the other, so that the last press is the one that holds. */
  inTurn<Value>(work: () => Promise<Value>): Promise<Value>;
}

export function createPages({ connections, store, showing, clearRow, waitUntil }: PagesDeps): Pages {
  let isTurning = false;
  let lastWork: Promise<unknown> = Promise.resolve();

  async function turn(): Promise<StandingAnswer | null> {
    for (let standing = standingIn(store); standing !== null; ) {
      const messageIds = await showPage(standing, depsOf(standing));
      const now = standingIn(store);
      if (now === null) {
        // Erased, or forgotten, in the meantime.
        clearRow({ ...standing, messageIds });
        return null;
      }
      const moved = { ...now, messageIds };
      store.save(standingRecord(moved));
      if (isSameRow(moved, standing)) return moved;
      standing = moved;
    }
    return null;
  }

  function depsOf({ job }: StandingAnswer): ShowPageDeps {
    const bff = createBffClient({ ...connections.bff(), traceparent: job.traceparent });
    return {
      ...showing(job),
      onFollowUp: () => undefined,
      onRemoved: () => undefined,
      choose: (request, answer) => bff.choose(requesterOf(job), request, answer),
      log: connections.log(job),
    };
  }

  function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const done = lastWork.then(work);
    lastWork = done.catch(() => undefined);
    return done;
  }

  return {
    isTurning: () => isTurning,
    inTurn,
    show() {
      if (isTurning) return;
      isTurning = true;
      const job = standingIn(store)?.job;
      const shown = turn()
        .catch((error: unknown) => {
          if (job !== undefined) connections.log(job).error('version.crashed', { error: errorName(error) });
          return null;
        })
        .finally(() => {
          isTurning = false;
        });
      waitUntil(
        shown.then((standing) =>
          standing === null ? undefined : inTurn(() => chooseShown(standing, depsOf(standing))),
        ),
      );
    },
  };
}

/** Null while another version is being written, and once nothing is kept any more. */
export function standingIn(store: RecordStore): StandingAnswer | null {
  const record = store.load();
  return record?.state === 'ended' ? (record.standing ?? null) : null;
}
