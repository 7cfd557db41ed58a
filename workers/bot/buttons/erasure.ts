import { carryOutOnce } from '../delivery/once.ts';
import type { ComponentInteraction } from '../discord/parse.ts';
import { type InteractionCallback, update } from '../discord/respond.ts';
import type { ErasureButton } from '../message/custom-id.ts';
import { refuse } from '../message/refusal.ts';
import { erasePerson } from '../privacy/erase.ts';
import type { InteractionContext } from '../services.ts';
import { refusePress } from './refused-press.ts';

/**
 * The person has chosen. When it fails the question stays as it is, and can be answered again. What goes is what is stored about
 * the presser, as the signed interaction names them: nobody sees somebody else's question, so another name is a forgery.
 */
export async function answerErasure(
  context: InteractionContext<ComponentInteraction>,
  { action, requesterId }: ErasureButton,
): Promise<InteractionCallback> {
  const { caller, texts, services } = context;
  if (requesterId !== caller.user_id) return refusePress(context, action, 'forged');
  if (action === 'keep') return update(texts.privacy.kept);
  const unavailable = () => refuse(texts, 'privacy_unavailable');
  return carryOutOnce(context, unavailable, async () => {
    const reply = await erasePerson(caller, services);
    if (reply.ok) {
      const { erased_messages: messages, answers_kept: areAnswersKept } = reply.value;
      return update(texts.privacy.erased(messages, areAnswersKept));
    }
    services.log.warn('privacy.failed', { action, code: reply.failure.code });
    return unavailable();
  });
}
