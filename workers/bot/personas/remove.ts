/** `/persona remove`. */
import { carryOutOnce } from '../delivery/once.ts';
import { mayManageServer, permissionsOf } from '../discord/permissions.ts';
import { ephemeral, type InteractionCallback } from '../discord/respond.ts';
import { refuse } from '../message/refusal.ts';
import type { InteractionContext } from '../services.ts';
import { refuseChange } from './refuse-change.ts';

export async function removeOwnPersona(
  context: InteractionContext,
  name: string,
): Promise<InteractionCallback> {
  const { texts, interaction, caller, services } = context;
  if (!mayManageServer(interaction)) return refuse(texts, 'persona_forbidden');
  const unavailable = () => refuse(texts, 'personas_unavailable');
  return carryOutOnce(context, unavailable, async () => {
    const { manage_server } = permissionsOf(interaction);
    const reply = await services.bff.personas.remove(caller, { permissions: { manage_server }, name });
    if (!reply.ok) return refuseChange(context, 'remove', reply.failure);
    services.personaNames.drop(caller.guild_id);
    return ephemeral(texts.personas.removed(name));
  });
}
