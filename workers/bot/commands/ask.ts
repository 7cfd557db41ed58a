/** Asks the model in the name of the caller: a limit or a mute is said at once, the answer follows by webhook. */
import { beginDelivery } from '../delivery/begin.ts';
import type { DeliveryTask } from '../delivery/job.ts';
import { deferredFor, type InteractionCallback } from '../discord/respond.ts';
import { refuseAtGate } from '../gate/refusal.ts';
import { textsFor } from '../locale/choose.ts';
import { refuseFailure } from '../message/refusal.ts';
import type { InteractionContext } from '../services.ts';
import { callerWith, taskWith } from '../settings/apply.ts';

/** A private answer is shown to the caller alone; settings may want every answer so. */
export async function askModel(
  { interaction, caller, services }: InteractionContext,
  task: Extract<DeliveryTask, { kind: 'answer' }>,
  wish: { isPrivate: boolean },
): Promise<InteractionCallback> {
  const checked = await services.gate.check(interaction, caller);
  const asker = callerWith(caller, checked);
  const texts = textsFor(asker.locale);
  const refusal = refuseAtGate(checked, interaction, texts, services.now());
  if (refusal !== null) return refusal;
  const isPrivate = wish.isPrivate || checked.settings.privateAnswers;
  const delivery = { task: taskWith(task, checked), isPrivate, seen: checked.seen };
  return (await beginDelivery(interaction, asker, delivery, services))
    ? deferredFor(isPrivate)
    : refuseFailure(texts, { code: 'internal' }, services.now());
}
