import { MAX_PROMPT_CHARS } from '../../../shared/limits.ts';
import { nameMentions } from '../discord/names.ts';
import { OPTION_TYPE } from '../discord/option-type.ts';
import { ephemeral, type InteractionCallback } from '../discord/respond.ts';
import { routeIntent } from '../intent/route.ts';
import { refuseFailure, refuseMissing } from '../message/refusal.ts';
import { askModel } from './ask.ts';
import { type Command, type CommandContext, EVERYWHERE } from './command.ts';
import { answerHelp } from './help.ts';
import { answerMute } from './mute.ts';
import { cleanPrompt } from './prompt.ts';
import { answerReset } from './reset.ts';
import { answerStatus } from './status.ts';

const PROMPT = {
  type: OPTION_TYPE.STRING,
  name: 'prompt',
  name_localizations: { ko: '질문' },
  description: 'What you want to ask or say',
  description_localizations: { ko: '묻고 싶은 것, 하고 싶은 말' },
  required: true,
  min_length: 1,
  max_length: MAX_PROMPT_CHARS,
} as const;

export const chat: Command = {
  definition: {
    name: 'chat',
    name_localizations: { ko: '채팅' },
    description: 'Ask Libra anything',
    description_localizations: { ko: '리브라에게 무엇이든 물어보세요' },
    options: [PROMPT],
    ...EVERYWHERE,
  },
  handle: answerChat,
};

/** What needs no model is answered at once; a question is handed over and answered by webhook. */
async function answerChat(context: CommandContext): Promise<InteractionCallback> {
  const { interaction, caller, texts, services } = context;
  const given = interaction.options.get('prompt');
  if (typeof given !== 'string') return refuseMissing(texts, caller.locale, PROMPT);
  const prompt = cleanPrompt(given);
  if (prompt === '') return refuseFailure(texts, { code: 'prompt_empty' }, services.now());
  if (prompt.length > MAX_PROMPT_CHARS) {
    const failure = { code: 'prompt_too_long', evidence: { limit: MAX_PROMPT_CHARS } } as const;
    return refuseFailure(texts, failure, services.now());
  }

  const intent = routeIntent(prompt);
  switch (intent.kind) {
    case 'help':
      return answerHelp(context);
    case 'reset':
      return answerReset(context);
    case 'status':
      return answerStatus(context);
    case 'mute':
    case 'unmute':
    case 'mute_refused':
      return answerMute(context, intent);
    case 'private':
      return ephemeral(texts.privateAnswer);
    case 'ask_privately':
      return ask(context, intent.prompt, true);
    case 'ask':
      return ask(context, prompt, false);
  }
}

function ask(context: CommandContext, given: string, isPrivate: boolean): Promise<InteractionCallback> {
  const named = nameMentions(given, context.interaction.names);
  const prompt = named.length > MAX_PROMPT_CHARS ? given : named;
  return askModel(context, { kind: 'answer', prompt }, { isPrivate });
}
