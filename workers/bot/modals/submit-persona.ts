/** The form of a persona was filled in. Who fills it in may have lost the permission since it was opened. */
import { findPersonaFault } from '../../../shared/personas/check.ts';
import type { Persona } from '../../../shared/settings/persona.ts';
import { carryOutOnce } from '../delivery/once.ts';
import { mayManageServer, permissionsOf } from '../discord/permissions.ts';
import { ephemeral, type InteractionCallback, withFile } from '../discord/respond.ts';
import { refuse, refuseFailure, refusePersona } from '../message/refusal.ts';
import { chooseModel } from '../models/choose.ts';
import { isReservedName } from '../personas/names.ts';
import { refuseChange } from '../personas/refuse-change.ts';
import type { InteractionContext } from '../services.ts';
import type { EnteredPersona } from './persona.ts';

export async function submitPersona(
  context: InteractionContext,
  entered: EnteredPersona,
): Promise<InteractionCallback> {
  const { texts } = context;
  const fault = await findRefusal(context, entered.persona);
  const saved = fault === null ? await save(context, entered) : { refusal: fault };
  if (saved === null) return ephemeral(texts.personas.saved(entered.persona.name));
  // Discord has closed the form.
  const file = {
    name: 'instructions.txt',
    type: 'text/plain; charset=utf-8',
    text: entered.persona.instructions,
  };
  return withFile(saved.refusal, texts.personas.form.givenBack, file);
}

async function findRefusal(
  context: InteractionContext,
  persona: Persona,
): Promise<InteractionCallback | null> {
  const { texts, interaction, services } = context;
  if (!mayManageServer(interaction)) return refuse(texts, 'persona_forbidden');
  const fault = findPersonaFault(persona);
  if (fault !== null) return refusePersona(texts, fault);
  if (isReservedName(persona.name)) {
    return refuseFailure(texts, { code: 'persona_exists' }, services.now());
  }
  const model = persona.model === null ? null : await chooseModel(context, persona.model);
  return model?.ok === false ? model.refusal : null;
}

/** Null: it is saved. */
async function save(
  context: InteractionContext,
  { action, persona }: EnteredPersona,
): Promise<{ refusal: InteractionCallback } | null> {
  const { texts, interaction, caller, services } = context;
  let isSaved = false;
  const refusal = await carryOutOnce(
    context,
    () => refuse(texts, 'personas_unavailable'),
    async () => {
      const { manage_server } = permissionsOf(interaction);
      const request = { permissions: { manage_server }, action, persona };
      const reply = await services.bff.personas.save(caller, request);
      if (!reply.ok) return refuseChange(context, action, reply.failure);
      services.personaNames.drop(caller.guild_id);
      isSaved = true;
      return ephemeral(texts.personas.saved(persona.name));
    },
  );
  return isSaved ? null : { refusal };
}
