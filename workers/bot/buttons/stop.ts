import type { APIInteractionResponse } from 'discord-api-types/v10';
import { refuse } from '../commands/command.ts';
import { deferredUpdate } from '../discord/respond.ts';
import type { PressContext } from './press-context.ts';

/** Cancels the model call. The delivery itself takes the button away, with its last edit. */
export async function answerStop(
  { texts, services }: PressContext,
  deliveryId: string,
): Promise<APIInteractionResponse> {
  const verdict = await services.delivery(deliveryId).stop();
  return verdict === 'stopping' ? deferredUpdate() : refuse(texts, 'unknown_button');
}
