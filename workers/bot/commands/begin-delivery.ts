import { errorName } from '../../../shared/observe/log.ts';
import type { DeliveryTask } from '../delivery/job.ts';
import type { InteractionBase } from '../interactions/parse.ts';
import type { InteractionContext } from './command.ts';

/**
 * Hands work that takes longer than Discord waits over to a ReplyDelivery object. False: it could not be handed over, and
 * the person must be told. An interaction that Discord sends twice is accepted once; both are answered alike, and Discord
 * heeds the first.
 */
export async function beginDelivery(
  { caller, services }: InteractionContext,
  { id, token }: Pick<InteractionBase, 'id' | 'token'>,
  task: DeliveryTask,
): Promise<boolean> {
  try {
    const verdict = await services.delivery(id).accept({
      interactionId: id,
      token,
      caller,
      task,
      traceparent: services.traceparent,
      receivedAtMs: services.now(),
    });
    services.log.info('delivery.accepted', { task: task.kind, verdict });
    return true;
  } catch (error) {
    services.log.error('delivery.refused', { task: task.kind, error: errorName(error) });
    return false;
  }
}
