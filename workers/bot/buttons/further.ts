import { actionsIn } from '../actions/allowed.ts';
import { describeDelivery } from '../delivery/begin.ts';
import type { InteractionBase } from '../discord/parse.ts';
import { deferredFor, type InteractionCallback } from '../discord/respond.ts';
import { passGate } from '../gate/pass.ts';
import type { AnswerButton, FollowingAction } from '../message/custom-id.ts';
import { refuse } from '../message/refusal.ts';
import type { InteractionContext } from '../services.ts';
import { showsCost } from '../settings/apply.ts';
import { pressOf, refusePress } from './refused-press.ts';

/**
 * Retry and Continue. The new answer is a message of its own, so what was said before stays, seen by those who see the old one, and it is asked and paid for by
 * the person who pressed.
 */
export async function askFurther(
  context: InteractionContext<InteractionBase & { isEphemeral?: boolean }>,
  { deliveryId, requesterId }: Omit<AnswerButton, 'action'>,
  action: FollowingAction,
  model: string | null = null,
): Promise<InteractionCallback> {
  const { refusal, context: asking, checked } = await passGate(context);
  if (refusal !== null) return refusal;
  const { interaction, caller, texts, services } = asking;
  const isPrivate = interaction.isEphemeral === true || checked.settings.privateAnswers;
  // A moderator's delivery holds the question of the person who was answered: an erasure of theirs has to find it.
  const noted = requesterId === caller.user_id ? null : services.directory.note(requesterId, interaction.id);
  const [verdict] = await Promise.all([
    services.delivery(deliveryId).follow(action, {
      ...describeDelivery(interaction, caller, services, {
        isPrivate,
        seen: checked.seen,
        actions: actionsIn(interaction, services),
      }),
      prompt: action === 'continue' ? texts.continuePrompt : null,
      ...(model === null ? {} : { model }),
      ...(showsCost(checked, interaction) ? { showsCost: true } : {}),
      answerId: deliveryId,
      press: pressOf(interaction, requesterId),
    }),
    noted,
  ]);
  switch (verdict) {
    case 'gone':
      return refuse(texts, 'button_expired');
    case 'forbidden':
    case 'forged':
      return refusePress(context, action, verdict);
    case 'accepted':
    case 'duplicate':
      services.log.info('delivery.accepted', { task: 'answer', verdict });
      return deferredFor(isPrivate);
  }
}
