/** A press of a button that goes on from an answer: its offer is spent, and an object of its own carries it out. */
import type { FollowingAction } from '../message/custom-id.ts';
import type { Connections } from './connections.ts';
import { followingTask } from './following.ts';
import type { AcceptVerdict, FollowingJob, FollowVerdict } from './job.ts';
import type { Offer } from './offer.ts';
import { takeOffer } from './record.ts';
import type { RecordStore } from './record-store.ts';
import { judgePress } from './rights.ts';

export interface FollowDeps {
  connections: Connections;
  store: RecordStore;
  nowMs: number;
  clearButtons(offer: Offer): void;
}

export async function followOffer(
  action: FollowingAction,
  press: FollowingJob,
  { connections, store, nowMs, clearButtons }: FollowDeps,
): Promise<FollowVerdict> {
  const record = store.load();
  if (record?.state !== 'ended' || nowMs >= record.expiresAtMs) return 'gone';
  const { offer, takenBy } = record;
  // The same press once more: it is answered like the first time.
  if (takenBy === press.interactionId) return 'duplicate';
  if (offer?.owner === undefined || !offer.actions.includes(action)) return 'gone';
  const by = judgePress(action, press.press, offer.owner);
  if (by === 'forbidden' || by === 'forged') return by;
  // Before anything is waited for: another press may come meanwhile.
  store.save(takeOffer(record, press));
  const {
    prompt: _prompt,
    answerId: _answerId,
    press: _press,
    model: _model,
    showsCost: _cost,
    ...job
  } = press;
  let verdict: AcceptVerdict;
  try {
    const task = followingTask(action, offer, press, by);
    verdict = await connections.delivery(job.interactionId).accept({ ...job, task });
  } catch (error) {
    // Unless it has been erased meanwhile.
    if (isTakenBy(store, press)) store.save(record);
    throw error;
  }
  // The buttons go; should that fail, a second press finds the offer spent.
  clearButtons(offer);
  return verdict;
}

function isTakenBy(store: RecordStore, { interactionId }: FollowingJob): boolean {
  const record = store.load();
  return record?.state === 'ended' && record.takenBy === interactionId;
}
