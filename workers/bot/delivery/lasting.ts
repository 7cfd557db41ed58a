/** What outlasts an answer in its delivery's object: the actions that it proposes, and the speech that is owed. */
import { createActionStore, storedActions } from '../actions/kept.ts';
import { type Actions, createActions } from '../actions/shell.ts';
import type { DeliveryJob, HeldByDelivery } from './job.ts';
import type { DeliveryEnding } from './record.ts';
import { createOwedSpeech, type OwedSpeechDeps } from './tasks/owed-speech.ts';

export interface LastingDeps extends Omit<OwedSpeechDeps, 'connections'> {
  connections: Parameters<typeof createActions>[0]['connections'];
  /** The object wakes by then, if not before. */
  wakeBy(atMs: number): void;
}

export interface Lasting {
  decide: Actions['decide'];
  /** To be called in the write that ends the answer: no await between, so that they are committed together. */
  keep(job: DeliveryJob, ending: DeliveryEnding): void;
  wake(): void;
  /** Something goes on: the storage must not go. */
  isBusy(): boolean;
  /** The earlier of then and of when something needs the object. Unix milliseconds. */
  wakeBefore(atMs: number): number;
  erase(): void;
  /** Of its person, for their file. */
  held(): Pick<NonNullable<HeldByDelivery>, 'actions'>;
}

export function createLasting(deps: LastingDeps): Lasting {
  const store = createActionStore(deps.values);
  const actions = createActions({ ...deps, store });
  const speech = createOwedSpeech(deps);
  return {
    decide: actions.decide,
    keep({ task, ...job }, { proposed, speaks }) {
      if (proposed !== undefined) {
        const request = (task.kind === 'answer' ? task.attempt?.request : undefined) ?? job.interactionId;
        actions.keep(job, request, proposed);
        actions.show();
      }
      if (speaks !== undefined) speech.owe(job, speaks);
    },
    wake() {
      actions.wake();
      speech.wake();
    },
    isBusy: () => actions.isBusy() || speech.isBusy(),
    wakeBefore: (atMs) => Math.min(atMs, actions.wakeAtMs() ?? atMs, speech.wakeAtMs() ?? atMs),
    erase() {
      actions.erase();
      speech.erase();
    },
    held: () => storedActions(store.load()),
  };
}
