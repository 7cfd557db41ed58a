/** A question about a message was written. */
import { MAX_PROMPT_CHARS } from '../../../shared/limits.ts';
import { answerAbout } from '../commands/about-message.ts';
import { cleanPrompt } from '../commands/prompt.ts';
import type { InteractionCallback } from '../discord/respond.ts';
import type { TargetMessage } from '../discord/target.ts';
import { refuseFailure } from '../message/refusal.ts';
import type { InteractionContext } from '../services.ts';

/** Leaves a frame and a part of the message room. */
const MAX_QUESTION_CHARS = MAX_PROMPT_CHARS / 2;

export async function submitAbout(
  context: InteractionContext,
  asked: { target: TargetMessage; question: string },
): Promise<InteractionCallback> {
  const { texts, services } = context;
  const question = cleanPrompt(asked.question);
  if (question === '') return refuseFailure(texts, { code: 'prompt_empty' }, services.now());
  if (question.length > MAX_QUESTION_CHARS) {
    const failure = { code: 'prompt_too_long', evidence: { limit: MAX_QUESTION_CHARS } } as const;
    return refuseFailure(texts, failure, services.now());
  }
  const target = { ...asked.target, text: cleanPrompt(asked.target.text) };
  return answerAbout(context, target, () => ({ instruction: question, title: question }));
}
