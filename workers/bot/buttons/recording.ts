/** The buttons under a transcript. What was said is looked up again, in the presser's own place: it costs nothing. */
import { answerAbout } from '../commands/about-message.ts';
import type { ComponentInteraction } from '../discord/parse.ts';
import { type InteractionCallback, modal } from '../discord/respond.ts';
import { type HeardButton, parseHeardId } from '../message/heard-id.ts';
import { refuse, refuseFailure } from '../message/refusal.ts';
import { createAskModal } from '../modals/ask-about.ts';
import type { InteractionContext } from '../services.ts';

type PressContext = InteractionContext<ComponentInteraction>;

/** Null: it is none of these buttons. */
export function answerHeardPress(context: PressContext): Promise<InteractionCallback> | null {
  const button = parseHeardId(context.interaction.customId);
  return button === null ? null : answer(context, button);
}

async function answer(
  context: PressContext,
  { action, requesterId, messageId, attachmentId }: HeardButton,
): Promise<InteractionCallback> {
  const { caller, texts, services } = context;
  if (requesterId !== caller.user_id) {
    services.log.info('press.refused', { action: `heard.${action}` });
    return refuse(texts, 'answer_forbidden');
  }
  const heard = await services.bff.voiceMessages.recall(caller, attachmentId);
  if (!heard.ok) return refuseFailure(texts, heard.failure, services.now());
  const target = { id: messageId, authorName: null, text: heard.value.text };
  switch (action) {
    case 'ask':
      return modal(createAskModal(target, texts));
    case 'translate':
      return answerAbout(context, target, ({ wishes }) => wishes.translate);
    case 'summarise':
      return answerAbout(context, target, ({ wishes }) => wishes.summarise);
  }
}
