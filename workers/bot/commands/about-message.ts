/** An answer about somebody's message: seen by the reader alone, and linked to the message. */
import { frameQuoted } from '../../../shared/chat/quoted.ts';
import { MAX_PROMPT_CHARS } from '../../../shared/limits.ts';
import type { InteractionBase } from '../discord/parse.ts';
import type { InteractionCallback } from '../discord/respond.ts';
import type { TargetMessage } from '../discord/target.ts';
import { linkToMessage } from '../message/message-link.ts';
import type { InteractionContext } from '../services.ts';
import { askModel } from './ask.ts';

export interface MessageWish {
  /** For the model. */
  instruction: string;
  /** For the reader. */
  title: string;
}

/** The message is data to the model, in a frame before the wish; what does not fit of it is left out, and the model told so. */
export function answerAbout(
  context: InteractionContext,
  { id, authorName, text }: TargetMessage,
  { instruction, title }: MessageWish,
): Promise<InteractionCallback> {
  const wish = `\n\n${instruction}`;
  const prompt = frameQuoted({ author: authorName, text }, MAX_PROMPT_CHARS - wish.length) + wish;
  const heading = { text: title, link: linkTo(context.interaction, id) };
  return askModel(context, { kind: 'answer', prompt, heading }, { isPrivate: true });
}

function linkTo({ guildId, channelId }: InteractionBase, messageId: string): string {
  return linkToMessage(guildId, channelId, messageId);
}
