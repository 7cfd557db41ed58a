/**
 * What an interaction changes is changed once, however often the interaction is delivered. Only for what writes elsewhere than
 * in Redis: a mute spends the interaction's id together with its write, a delivery accepts each job once.
 */
import { errorName } from '../../../shared/observe/log.ts';
import type { InteractionCallback } from '../discord/respond.ts';
import { refuse } from '../message/refusal.ts';
import type { InteractionContext } from '../services.ts';

export async function carryOutOnce(
  { interaction, texts, services }: InteractionContext,
  ifUnknown: () => InteractionCallback,
  work: () => Promise<InteractionCallback>,
): Promise<InteractionCallback> {
  try {
    const verdict = await services.delivery(interaction.id).claim(services.now());
    services.log.info('interaction.claimed', { verdict });
    if (verdict === 'again') return refuse(texts, 'already_handled');
  } catch (error) {
    services.log.error('interaction.unclaimed', { error: errorName(error) });
    return ifUnknown();
  }
  return work();
}
