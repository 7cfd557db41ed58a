import { OPTION_TYPE } from '../discord/option-type.ts';
import type { InteractionCallback } from '../discord/respond.ts';
import { refuse, refuseMissing } from '../message/refusal.ts';
import { completeModel } from '../models/complete.ts';
import { showModels, useModel } from '../models/own.ts';
import { type Command, type CommandContext, EVERYWHERE } from './command.ts';

const NAME = {
  type: OPTION_TYPE.STRING,
  name: 'name',
  name_localizations: { ko: '이름' },
  description: 'The AI model that answers you from now on; default clears your choice',
  description_localizations: { ko: '이제부터 답할 AI 모델이에요. 기본을 고르면 되돌려요' },
  required: true,
  min_length: 1,
  max_length: 100,
  autocomplete: true,
} as const;

export const model: Command = {
  definition: {
    name: 'model',
    name_localizations: { ko: '모델' },
    description: 'Choose which AI model answers you',
    description_localizations: { ko: '어떤 AI 모델이 답할지 골라요' },
    options: [
      {
        type: OPTION_TYPE.SUB_COMMAND,
        name: 'use',
        name_localizations: { ko: '쓰기' },
        description: 'Choose a model for all of your questions',
        description_localizations: { ko: '내 모든 질문에 쓸 모델을 골라요' },
        options: [NAME],
      },
      {
        type: OPTION_TYPE.SUB_COMMAND,
        name: 'show',
        name_localizations: { ko: '보기' },
        description: 'See which model answers you, and which there are',
        description_localizations: { ko: '어떤 모델이 답하는지, 어떤 모델이 있는지 봐요' },
      },
    ],
    ...EVERYWHERE,
  },
  handle: answerModel,
  complete: async (context, { typed }) => completeModel(context, typed, context.texts.modelChoice.none),
};

async function answerModel(context: CommandContext): Promise<InteractionCallback> {
  const { subcommand, options } = context.interaction;
  switch (subcommand) {
    case 'use': {
      const name = String(options.get(NAME.name) ?? '').trim();
      if (name === '') return refuseMissing(context.texts, context.caller.locale, NAME);
      return useModel(context, name);
    }
    case 'show':
      return showModels(context);
    default:
      return refuse(context.texts, 'unknown_command');
  }
}
