/** Asks the model in the name of the caller: a limit or a mute is said at once, the answer follows by webhook. */
import { beginDelivery } from '../delivery/begin.ts';
import type { DeliveryTask } from '../delivery/job.ts';
import { deferredFor, type InteractionCallback } from '../discord/respond.ts';
import { refuseAtGate } from '../gate/refusal.ts';
import { refuseFailure } from '../message/refusal.ts';
import type { InteractionContext } from '../services.ts';

/** A private answer is shown to the caller alone. */
export async function askModel(
  { interaction, caller, texts, services }: InteractionContext,
  task: Extract<DeliveryTask, { kind: 'answer' }>,
  { isPrivate }: { isPrivate: boolean },
): Promise<InteractionCallback> {
  const verdict = await services.gate.check(interaction, caller);
  const refusal = refuseAtGate(verdict, texts, services.now());
  if (refusal !== null) return refusal;
  return (await beginDelivery(interaction, caller, { task, isPrivate }, services))
    ? deferredFor(isPrivate)
    : refuseFailure(texts, { code: 'internal' }, services.now());
}
