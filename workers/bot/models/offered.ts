/** The models that may be chosen where an interaction happens. */
import type { OfferedModels } from '../../../shared/contract/offered-models.ts';
import type { InteractionContext } from '../services.ts';

/** Null when they are not known and the bff does not tell them. */
export async function offeredModels({
  caller,
  services,
}: Pick<InteractionContext, 'caller' | 'services'>): Promise<OfferedModels | null> {
  const known = services.offers.find(caller.guild_id);
  if (known !== undefined) return known;
  const reply = await services.bff.offeredModels(caller);
  if (!reply.ok) {
    services.log.warn('models.unknown', { code: reply.failure.code });
    return null;
  }
  services.offers.keep(caller.guild_id, reply.value);
  return reply.value;
}
