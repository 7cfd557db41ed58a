import { carryOutOnce } from '../delivery/once.ts';
import { type InteractionCallback, update } from '../discord/respond.ts';
import type { ErasureButton } from '../message/custom-id.ts';
import { refuse } from '../message/refusal.ts';
import { erasePerson } from '../privacy/erase.ts';
import type { InteractionContext } from '../services.ts';

/** The person has chosen. When it fails the question stays as it is, and can be answered again. */
export async function answerErasure(
  context: InteractionContext,
  action: ErasureButton['action'],
): Promise<InteractionCallback> {
  const { caller, texts, services } = context;
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
