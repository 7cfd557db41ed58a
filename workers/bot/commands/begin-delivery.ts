import { errorName } from '../../../shared/observe/log.ts';
import type { InteractionBase } from '../interactions/parse.ts';
import type { InteractionContext } from './command.ts';

/**
 * Hands a question over to its ReplyDelivery object. False: it could not be handed over, and the person must be told.
 * An interaction that Discord sends twice is accepted once; both are answered alike, and Discord heeds the first.
 */
export async function beginDelivery(
  { caller, services }: InteractionContext,
  { id, token }: Pick<InteractionBase, 'id' | 'token'>,
  prompt: string,
): Promise<boolean> {
  try {
    const verdict = await services.delivery(id).accept({
      interactionId: id,
      token,
      caller,
      prompt,
      traceparent: services.traceparent,
      receivedAtMs: services.now(),
    });
    services.log.info('delivery.accepted', { verdict, promptChars: prompt.length });
    return true;
  } catch (error) {
    services.log.error('delivery.refused', { error: errorName(error) });
    return false;
  }
}
