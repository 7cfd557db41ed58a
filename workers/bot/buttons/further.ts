import { describeDelivery } from '../delivery/begin.ts';
import { deferred, ephemeral, type InteractionCallback } from '../discord/respond.ts';
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
  const mute = await services.mutes.read(interaction.channelId);
  if (mute.kind === 'muted') return ephemeral(texts.stillMuted(Math.ceil(mute.untilMs / 1000)));
  const isContinued = action === 'continue';
  const caller = isContinued ? { ...context.caller, user_id: requesterId } : context.caller;
  const verdict = await services.delivery(deliveryId).follow(action, {
    ...describeDelivery(interaction, caller, services),
    prompt: isContinued ? texts.continuePrompt : null,
    answerId: deliveryId,
  });
  if (verdict === 'gone') return refuse(texts, 'button_expired');
  services.log.info('delivery.accepted', { task: 'answer', verdict });
  return deferred();
}
