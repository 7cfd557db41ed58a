/** A modal was filled in. */
import { MAX_PROMPT_CHARS } from '../../../shared/limits.ts';
import { answerAbout } from '../commands/about-message.ts';
import { cleanPrompt } from '../commands/prompt.ts';
import type { ModalInteraction } from '../discord/parse.ts';
import type { InteractionCallback } from '../discord/respond.ts';
import { refuse, refuseFailure } from '../message/refusal.ts';
import type { InteractionContext } from '../services.ts';
import { readAskModal } from './ask-about.ts';

/** Leaves a frame and a part of the message room. */
const MAX_QUESTION_CHARS = MAX_PROMPT_CHARS / 2;

export async function answerModal(
  context: InteractionContext<ModalInteraction>,
): Promise<InteractionCallback> {
  const { interaction, texts, services } = context;
  const asked = readAskModal(interaction.customId, interaction.values);
  if (asked === null) return refuse(texts, 'unknown_interaction');
  const question = cleanPrompt(asked.question);
  if (question === '') return refuseFailure(texts, { code: 'prompt_empty' }, services.now());
  if (question.length > MAX_QUESTION_CHARS) {
    const failure = { code: 'prompt_too_long', evidence: { limit: MAX_QUESTION_CHARS } } as const;
    return refuseFailure(texts, failure, services.now());
  }
  const target = { ...asked.target, text: cleanPrompt(asked.target.text) };
  return answerAbout(context, target, { instruction: question, title: question });
}
