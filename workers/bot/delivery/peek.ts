/** What can be done with the answer of a delivery, for who looks for their newest one. Pure. */
import type { PeekedAnswer } from './job.ts';
import type { DeliveryRecord } from './record.ts';
import { ownerIn } from './rights.ts';

/** Null: there is nothing that could be asked again. */
export function peekRecord(record: DeliveryRecord | undefined, nowMs: number): PeekedAnswer | null {
  if (record === undefined) return null;
  if (record.state === 'running') {
    const { task, caller } = record.job;
    const isOwn = task.kind === 'answer' && task.isForeign !== true && record.erasedAtMs === undefined;
    return isOwn ? { owner: ownerIn(caller), state: 'running' } : null;
  }
  if (nowMs >= record.expiresAtMs) return null;
  if (record.standing !== undefined) return { owner: ownerIn(record.standing.job.caller), state: 'standing' };
  const { offer } = record;
  if (offer?.owner === undefined || !offer.actions.includes('retry')) return null;
  return { owner: offer.owner, state: 'broken', ...(offer.isPrivate === true ? { isPrivate: true } : {}) };
}
