/** Something that a person wants remembered in so many words. For their eyes alone. */

import type { Failure } from '../../../shared/contract/failure.ts';
import type { SaveFactRequest } from '../../../shared/contract/memory.ts';
import { ephemeral, type InteractionCallback } from '../discord/respond.ts';
import { agreeButton } from '../message/memory-page.ts';
import { escapeLine } from '../message/question.ts';
import { refuseCall } from '../message/refusal.ts';
import type { InteractionContext } from '../services.ts';

/** What is shown of a fact, in UTF-16 units. */
const SHOWN_CHARS = 300;

/** Who has not agreed is asked first: nothing is kept until then. */
export async function rememberFact(
  context: InteractionContext,
  fact: Pick<SaveFactRequest, 'message'> & { text: string },
): Promise<InteractionCallback> {
  const { caller, texts, services } = context;
  const reply = await services.bff.memory.save(caller, fact);
  if (reply.ok) {
    const { fact: saved, superseded } = reply.value;
    services.memoryFacts.drop(factsKey(context));
    const lines = [texts.memory.remembered(escapeLine(saved.text, SHOWN_CHARS))];
    if (superseded !== null) lines.push(texts.memory.superseded(escapeLine(superseded, SHOWN_CHARS)));
    return ephemeral(lines.join('\n'));
  }
  if (reply.failure.code !== 'memory_off') return refuseMemory(context, 'save', reply.failure);
  const asked = [texts.memory.consentFirst, texts.memory.consent('here')].join('\n');
  return ephemeral(asked, agreeButton('here', caller.user_id, texts.memory));
}

export function refuseMemory(
  { texts, services }: InteractionContext,
  action: string,
  failure: Failure,
): InteractionCallback {
  services.log.warn('memory.failed', { action, code: failure.code });
  return refuseCall(texts, failure, 'memory_unavailable', services.now());
}

/** Under which an isolate knows the person's facts of this place. */
export function factsKey({ caller }: Pick<InteractionContext, 'caller'>): string {
  return `${caller.guild_id ?? 'dm'}:${caller.user_id}`;
}
