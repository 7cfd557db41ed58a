/**
 * Everything that is stored about a person goes. The deliveries first: once they have ended, none of them can ask the bff again
 * after it has erased. What the database knew and Redis did not follows. Each step can be repeated, so the person can press again.
 */
import type { Caller } from '../../../shared/contract/caller.ts';
import type { ErasureReceipt } from '../../../shared/contract/privacy.ts';
import { errorName, type Logger } from '../../../shared/observe/log.ts';
import type { BffReply } from '../bff/call.ts';
import type { BffClient } from '../bff/client.ts';
import { type DeliveryDirectory, isTokenAlive } from '../delivery/directory.ts';
import { inBatches } from '../delivery/in-batches.ts';
import type { ReplyDeliveryRpc } from '../delivery/job.ts';
import type { RemindersRpc } from '../reminders/rpc.ts';
import type { TalkClient } from '../talk/client.ts';

export interface ErasePersonDeps {
  bff: Pick<BffClient, 'erase'>;
  directory: Pick<DeliveryDirectory, 'list' | 'drop'>;
  delivery(interactionId: string): Pick<ReplyDeliveryRpc, 'erase'>;
  reminders(userId: string): Pick<RemindersRpc, 'erase'>;
  talk: Pick<TalkClient, 'erase'> | null;
  forgetReadings(ids: readonly string[]): Promise<void>;
  log: Logger;
  now(): number;
}

export async function erasePerson(caller: Caller, deps: ErasePersonDeps): Promise<BffReply<ErasureReceipt>> {
  const { bff, directory, log, now } = deps;
  const noted = await directory.list(caller.user_id);
  const [areNotedGone, areRemindersGone, isTalkGone] = await Promise.all([
    eraseDeliveries(noted ?? [], deps),
    eraseReminders(caller.user_id, deps),
    // Before the bff: a conversation that goes on would be stored again.
    deps.talk?.erase(caller) ?? true,
  ]);
  const reply = await bff.erase(caller);
  if (!reply.ok) return reply;
  const known = new Set(noted);
  const others = reply.value.interactions.filter((id) => !known.has(id) && isTokenAlive(id, now()));
  const [areOthersGone] = await Promise.all([
    eraseDeliveries(others, deps),
    deps.forgetReadings(reply.value.readings ?? []),
  ]);
  if (!areNotedGone || !areOthersGone || !areRemindersGone || !isTalkGone)
    return { ok: false, failure: { code: 'internal' } };
  log.info('privacy.deliveries_erased', { noted: noted?.length, others: others.length });
  // What Redis could not say ends by itself, as the answers in it do.
  if (noted === null) return { ok: true, value: { ...reply.value, answers_kept: true } };
  await directory.drop(caller.user_id);
  return reply;
}

async function eraseDeliveries(ids: readonly string[], { delivery, log }: ErasePersonDeps): Promise<boolean> {
  try {
    await inBatches(ids, (id) => delivery(id).erase());
    return true;
  } catch (error) {
    log.error('privacy.delivery_kept', { error: errorName(error) });
    return false;
  }
}

/** One that is added afterwards, by a delivery that is being erased, is refused. */
async function eraseReminders(userId: string, { reminders, log }: ErasePersonDeps): Promise<boolean> {
  try {
    await reminders(userId).erase();
    return true;
  } catch (error) {
    log.error('privacy.reminders_kept', { error: errorName(error) });
    return false;
  }
}
