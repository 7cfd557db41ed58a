import type { Caller } from '../../../shared/contract/caller.ts';
import { describeDelivery } from '../delivery/begin.ts';
import { deferred, type InteractionCallback } from '../discord/respond.ts';
import { refuseAtGate } from '../gate/refusal.ts';
import type { AnswerButton, FollowingAction } from '../message/custom-id.ts';
import { refuse } from '../message/refusal.ts';
import type { InteractionContext } from '../services.ts';

/**
 * Retry and Continue. The new answer is a message of its own, so what was said before stays. A repeated question belongs to
 * the person who pressed; only the requester's conversation has something to continue.
 */
export async function askFurther(
  context: InteractionContext,
  { deliveryId, requesterId }: Omit<AnswerButton, 'action'>,
  action: FollowingAction,
): Promise<InteractionCallback> {
  const { interaction, texts, services } = context;
  const isContinued = action === 'continue';
  const caller = isContinued ? inPlaceOf(requesterId, context.caller) : context.caller;
  const refusal = refuseAtGate(await services.gate.check(interaction, caller), texts, services.now());
  if (refusal !== null) return refusal;
  const verdict = await services.delivery(deliveryId).follow(action, {
    ...describeDelivery(interaction, caller, services),
    prompt: isContinued ? texts.continuePrompt : null,
    answerId: deliveryId,
  });
  if (verdict === 'gone') return refuse(texts, 'button_expired');
  services.log.info('delivery.accepted', { task: 'answer', verdict });
  return deferred();
}

/** A moderator who presses is not the person whom the answer is for. */
function inPlaceOf(requesterId: string, presser: Caller): Caller {
  if (presser.user_id === requesterId) return presser;
  const { display_name: _, ...place } = presser;
  return { ...place, user_id: requesterId };
}
