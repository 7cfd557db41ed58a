/** An answer about somebody's message: seen by the reader alone, and linked to the message. */
import { frameQuoted } from '../../../shared/chat/quoted.ts';
import { MAX_PROMPT_CHARS } from '../../../shared/limits.ts';
import type { AnswerTask } from '../delivery/job.ts';
import type { InteractionBase } from '../discord/parse.ts';
import type { InteractionCallback } from '../discord/respond.ts';
import type { TargetMessage } from '../discord/target.ts';
import type { Texts } from '../locale/texts.ts';
import { linkToMessage } from '../message/message-link.ts';
import type { InteractionContext } from '../services.ts';
import { askInTheirWords } from './ask.ts';

export interface MessageWish {
  /** For the model. */
  instruction: string;
  /** For the reader. */
  title: string;
}

/**
 * The message is data to the model, in a frame before the wish; what does not fit of it is left out, and the model told so.
 * `wishIn`: a translation goes into the language that the reader has set, which may be another one than Discord's.
 */
export function answerAbout(
  context: InteractionContext,
  { id, authorName, text }: TargetMessage,
  wishIn: (texts: Texts) => MessageWish,
): Promise<InteractionCallback> {
  const link = linkTo(context.interaction, id);
  const taskIn = (texts: Texts): AnswerTask => {
    const { instruction, title } = wishIn(texts);
    const wish = `\n\n${instruction}`;
    const prompt = frameQuoted({ author: authorName, text }, MAX_PROMPT_CHARS - wish.length) + wish;
    return { kind: 'answer', prompt, heading: { text: title, link } };
  };
  return askInTheirWords(context, taskIn, { isPrivate: true, mayRemember: true });
}

function linkTo({ guildId, channelId }: InteractionBase, messageId: string): string {
  return linkToMessage(guildId, channelId, messageId);
}
