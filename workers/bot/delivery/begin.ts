import { errorName } from '../../../shared/observe/log.ts';
import type { DeliveryJob, DeliveryTask } from '../delivery/job.ts';
import type { InteractionBase } from '../discord/parse.ts';
import type { InteractionContext } from './command.ts';

/**
 * Hands work that takes longer than Discord waits over to a ReplyDelivery object. False: it could not be handed over, and
 * the person must be told. An interaction that Discord sends twice is accepted once; both are answered alike, and Discord
 * heeds the first.
 */
export async function beginDelivery(
  context: InteractionContext,
  interaction: Pick<InteractionBase, 'id' | 'token'>,
  task: DeliveryTask,
): Promise<boolean> {
  const { services } = context;
  try {
    const job = { ...deliveryOf(context, interaction), task };
    const verdict = await services.delivery(interaction.id).accept(job);
    services.log.info('delivery.accepted', { task: task.kind, verdict });
    return true;
  } catch (error) {
    services.log.error('delivery.refused', { task: task.kind, error: errorName(error) });
    return false;
  }
}

/** What a delivery needs to know of its interaction, whatever its task. */
export function deliveryOf(
  { caller, services }: InteractionContext,
  { id, token }: Pick<InteractionBase, 'id' | 'token'>,
): Omit<DeliveryJob, 'task'> {
  return {
    interactionId: id,
    token,
    caller,
    traceparent: services.traceparent,
    receivedAtMs: services.now(),
  };
}
