import { deferredUpdate, type InteractionCallback } from '../discord/respond.ts';
import { refuse } from '../message/refusal.ts';
import type { InteractionContext } from '../services.ts';

/** Cancels the model call. The delivery itself takes the button away, with its last edit. */
export async function answerStop(
  { texts, services }: InteractionContext,
  deliveryId: string,
): Promise<InteractionCallback> {
  const verdict = await services.delivery(deliveryId).stop();
  return verdict === 'stopping' ? deferredUpdate() : refuse(texts, 'unknown_button');
}
