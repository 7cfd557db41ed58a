/** The personas that there are where an interaction happens. */
import type { Persona } from '../../../shared/settings/persona.ts';
import type { InteractionCallback } from '../discord/respond.ts';
import { refuse, refuseFailure } from '../message/refusal.ts';
import type { InteractionContext } from '../services.ts';

export type LoadedPersonas = { ok: true; own: Persona[] } | { ok: false; refusal: InteractionCallback };

/** Outside servers nobody is asked. */
export async function loadPersonas(context: InteractionContext): Promise<LoadedPersonas> {
  const { caller, services, texts } = context;
  if (caller.guild_id === null) return { ok: true, own: [] };
  const reply = await services.bff.personas.list(caller);
  if (reply.ok) return { ok: true, own: reply.value.personas };
  services.log.warn('personas.failed', { action: 'list', code: reply.failure.code });
  return { ok: false, refusal: refuse(texts, 'personas_unavailable') };
}

export function refuseUnknownPersona({ texts, services }: InteractionContext): InteractionCallback {
  return refuseFailure(texts, { code: 'persona_not_found' }, services.now());
}
