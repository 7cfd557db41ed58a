import type { ComponentInteraction } from '../discord/parse.ts';
import { deferredUpdate, type InteractionCallback } from '../discord/respond.ts';
import type { AnswerButton } from '../message/custom-id.ts';
import { refuse } from '../message/refusal.ts';
import type { InteractionContext } from '../services.ts';
import { pressOf, refusePress } from './refused-press.ts';

/** Cancels the model call. The delivery itself takes the button away, with its last edit. */
export async function answerStop(
  context: InteractionContext<ComponentInteraction>,
  { deliveryId, requesterId }: Omit<AnswerButton, 'action'>,
): Promise<InteractionCallback> {
  const { interaction, texts, services } = context;
  const verdict = await services.delivery(deliveryId).stop(pressOf(interaction, requesterId));
  switch (verdict) {
    case 'stopping':
      return deferredUpdate();
    case 'ended':
      return refuse(texts, 'unknown_button');
    case 'forbidden':
    case 'forged':
      return refusePress(context, 'stop', verdict);
  }
}
