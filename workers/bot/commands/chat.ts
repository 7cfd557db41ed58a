import { MAX_PROMPT_CHARS } from '../../../shared/limits.ts';
import { FILE_OPTIONS, readGivenFiles } from '../attachments/given.ts';
import type { AttachedFile } from '../attachments/judge.ts';
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
    options: [PROMPT, ...FILE_OPTIONS],
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

  const attached = readGivenFiles(interaction, caller.locale, texts);
  if (!attached.ok) return attached.refusal;
  const { files } = attached;
  const intent = routeIntent(prompt);
  // What comes with a file is about the file.
  if (files.length > 0) {
    const isPrivate = intent.kind === 'ask_privately';
    return ask(context, isPrivate ? intent.prompt : prompt, { isPrivate, files });
  }
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
      return ask(context, intent.prompt, { isPrivate: true, files });
    case 'ask':
      return ask(context, prompt, { isPrivate: false, files });
  }
}

interface Wish {
  isPrivate: boolean;
  files: AttachedFile[];
}

function ask(
  context: CommandContext,
  given: string,
  { isPrivate, files }: Wish,
): Promise<InteractionCallback> {
  const named = nameMentions(given, context.interaction.names);
  const prompt = named.length > MAX_PROMPT_CHARS ? given : named;
  const task = { kind: 'answer', prompt, ...(files.length > 0 ? { files } : {}) } as const;
  return askModel(context, task, { isPrivate });
}
