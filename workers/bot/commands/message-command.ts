/** The shape of a message command, and those whose wish is always the same. */
import type { RESTPostAPIContextMenuApplicationCommandsJSONBody } from 'discord-api-types/v10';
import type { MessageCommandInteraction } from '../discord/parse.ts';
import type { InteractionCallback } from '../discord/respond.ts';
import type { TargetMessage } from '../discord/target.ts';
import type { Texts } from '../locale/texts.ts';
import { refuse } from '../message/refusal.ts';
import type { InteractionContext } from '../services.ts';
import { answerAbout, type MessageWish } from './about-message.ts';
import { EVERYWHERE } from './command.ts';
import { cleanPrompt } from './prompt.ts';

export type MessageCommandDefinition = RESTPostAPIContextMenuApplicationCommandsJSONBody;
export type MessageCommandContext = InteractionContext<MessageCommandInteraction>;

export interface MessageCommand {
  definition: MessageCommandDefinition;
  handle(context: MessageCommandContext): Promise<InteractionCallback>;
}

const MESSAGE = 3;

export function messageCommand(
  names: { name: string; name_localizations: { ko: string } },
  answer: (context: MessageCommandContext, target: TargetMessage) => Promise<InteractionCallback>,
): MessageCommand {
  return {
    definition: { type: MESSAGE, ...names, ...EVERYWHERE },
    handle: async (context) => {
      const { target } = context.interaction;
      if (target === null) return refuse(context.texts, 'message_missing');
      // Bots post a zero-width space beside a picture.
      if (cleanPrompt(target.text) === '') return refuse(context.texts, 'message_without_text');
      return answer(context, target);
    },
  };
}

export function wishCommand(
  names: { name: string; name_localizations: { ko: string } },
  wishIn: (texts: Texts) => MessageWish,
): MessageCommand {
  return messageCommand(names, (context, target) => answerAbout(context, target, wishIn));
}
