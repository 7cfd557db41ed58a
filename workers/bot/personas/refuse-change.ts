/** Why a server's personas were not changed, as the person reads it. */
import type { Failure } from '../../../shared/contract/failure.ts';
import type { InteractionCallback } from '../discord/respond.ts';
import { refuse, refuseFailure } from '../message/refusal.ts';
import type { InteractionContext } from '../services.ts';

export function refuseChange(
  { texts, services }: InteractionContext,
  action: string,
  failure: Failure,
): InteractionCallback {
  services.log.warn('personas.failed', { action, code: failure.code });
  switch (failure.code) {
    case 'upstream_unreachable':
    case 'internal':
      return refuse(texts, 'personas_unavailable');
    case 'forbidden':
      return refuse(texts, 'persona_forbidden');
    default:
      return refuseFailure(texts, failure, services.now());
  }
}
