/** `/persona add` and `/persona edit`: the form, filled in with what there is. */
import { findPersonaFault } from '../../../shared/personas/check.ts';
import type { Persona } from '../../../shared/settings/persona.ts';
import { mayManageServer } from '../discord/permissions.ts';
import { type InteractionCallback, modal } from '../discord/respond.ts';
import { refuse, refuseFailure, refusePersona } from '../message/refusal.ts';
import { createPersonaModal } from '../modals/persona.ts';
import { offeredModels } from '../models/offered.ts';
import type { InteractionContext } from '../services.ts';
import { loadPersonas, refuseUnknownPersona } from './load.ts';
import { allPersonas, findPersona, isReservedName } from './names.ts';

export async function openPersonaForm(
  context: InteractionContext,
  action: 'add' | 'edit',
  name: string,
): Promise<InteractionCallback> {
  const { texts, interaction, services } = context;
  if (!mayManageServer(interaction)) return refuse(texts, 'persona_forbidden');
  const blank = emptyPersona(name);
  const fault = findPersonaFault({ ...blank, instructions: '-' });
  if (fault !== null) return refusePersona(texts, fault);
  const [loaded, offer] = await Promise.all([loadPersonas(context), offeredModels(context)]);
  if (!loaded.ok) return loaded.refusal;
  const found = findPersona(allPersonas(loaded.own, texts), name)?.own ?? null;
  if (action === 'edit') {
    if (found === null) return refuseUnknownPersona(context);
    return modal(createPersonaModal('edit', found, offer, texts));
  }
  if (found !== null || isReservedName(name)) {
    return refuseFailure(texts, { code: 'persona_exists' }, services.now());
  }
  return modal(createPersonaModal('add', blank, offer, texts));
}

function emptyPersona(name: string): Persona {
  return { name, instructions: '', model: null, temperature: null, greeting: null, avatar: null };
}
