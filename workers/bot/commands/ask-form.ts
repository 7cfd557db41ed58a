import { modal } from '../discord/respond.ts';
import { createQuestionModal } from '../modals/question.ts';
import { offeredModels } from '../models/offered.ts';
import { type Command, EVERYWHERE } from './command.ts';

/** A form, for what is longer than one line: the option of `/chat` takes no line breaks. */
export const askForm: Command = {
  definition: {
    name: 'ask',
    name_localizations: { ko: '긴질문' },
    description: 'Ask a long question in a form: several lines, a model, files',
    description_localizations: { ko: '여러 줄의 긴 질문을 창에 적고, 모델과 파일도 골라요' },
    ...EVERYWHERE,
  },
  handle: async (context) => modal(createQuestionModal(await offeredModels(context), context.texts)),
};
