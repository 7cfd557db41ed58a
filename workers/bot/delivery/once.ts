/**
 * What an interaction changes is changed once, however often the interaction is delivered. Only for what writes elsewhere than
 * in Redis: a mute spends the interaction's id together with its write, a delivery accepts each job once.
 */
import { errorName } from '../../../shared/observe/log.ts';
import type { InteractionCallback } from '../discord/respond.ts';
import type { Texts } from '../locale/texts.ts';
import { refuse } from '../message/refusal.ts';
import type { BeginDeps } from './begin.ts';

export interface OnceContext {
  interaction: { id: string };
  texts: Texts;
  services: Pick<BeginDeps, 'delivery' | 'log' | 'now'>;
}

export async function carryOutOnce(
  { interaction, texts, services }: OnceContext,
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
