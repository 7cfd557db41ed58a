import { MAX_PROMPT_CHARS } from '../../../shared/limits.ts';
import { FILE_OPTIONS, readGivenFiles } from '../attachments/given.ts';
import { nameMentions } from '../discord/names.ts';
import { OPTION_TYPE } from '../discord/option-type.ts';
import type { InteractionCallback } from '../discord/respond.ts';
import { routeIntent } from '../intent/route.ts';
import { refuseMissing } from '../message/refusal.ts';
import { completeModel } from '../models/complete.ts';
import { type Command, type CommandContext, EVERYWHERE } from './command.ts';
import { askOtherModel } from './own-wish.ts';
import { answerQuestion, readQuestion } from './question.ts';
import { answerSmallWish } from './small-wish.ts';

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

const MODEL = {
  type: OPTION_TYPE.STRING,
  name: 'model',
  name_localizations: { ko: '모델' },
  description: 'The AI model for this question',
  description_localizations: { ko: '이 질문에 답할 AI 모델' },
  min_length: 1,
  max_length: 100,
  autocomplete: true,
} as const;

const THREAD = {
  type: OPTION_TYPE.BOOLEAN,
  name: 'thread',
  name_localizations: { ko: '스레드' },
  description: 'Open a thread for the answer: a conversation of its own',
  description_localizations: { ko: '답변에 스레드를 열어 따로 대화를 이어가요' },
} as const;

export const chat: Command = {
  definition: {
    name: 'chat',
    name_localizations: { ko: '채팅' },
    description: 'Ask Libra anything',
    description_localizations: { ko: '리브라에게 무엇이든 물어보세요' },
    options: [PROMPT, MODEL, ...FILE_OPTIONS, THREAD],
    ...EVERYWHERE,
  },
  handle: answerChat,
  complete: async (context, { option, typed }) =>
    option === MODEL.name ? completeModel(context, typed) : [],
};

/** What needs no model is answered at once; a question is handed over and answered by webhook. */
async function answerChat(context: CommandContext): Promise<InteractionCallback> {
  const { interaction, caller, texts } = context;
  const given = interaction.options.get('prompt');
  if (typeof given !== 'string') return refuseMissing(texts, caller.locale, PROMPT);
  const question = readQuestion(context, given);
  if (!question.ok) return question.refusal;
  const attached = readGivenFiles(interaction, caller.locale, texts);
  if (!attached.ok) return attached.refusal;
  const { files } = attached;
  const model = String(interaction.options.get('model') ?? '').trim();
  // With names for mentions: Libra's own stands before a wish, too.
  const named = nameMentions(question.text, interaction.names);
  const text = named.length > MAX_PROMPT_CHARS ? question.text : named;
  const intent = routeIntent(text);
  // What comes with a file is about the file, and who names a model wants that model to answer.
  if (files.length === 0 && model === '') {
    const answered = answerSmallWish(context, intent);
    if (answered !== null) return answered;
  }
  if (files.length === 0 && model !== '' && intent.kind === 'regenerate')
    return askOtherModel(context, model);
  const wantsThread = interaction.options.get(THREAD.name) === true;
  return answerQuestion(context, {
    text,
    files,
    model,
    wantsThread,
  });
}
