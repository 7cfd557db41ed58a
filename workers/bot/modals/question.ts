/** The form of `/ask`: a question of several lines, the model that answers it, and files. */
import type { OfferedModels } from '../../../shared/contract/offered-models.ts';
import { MAX_ATTACHMENTS } from '../../../shared/limits.ts';
import {
  FILE_UPLOAD,
  LABEL,
  type Label,
  MAX_INPUT_CHARS,
  MAX_SELECT_CHARS,
  MAX_SELECT_OPTIONS,
  type Modal,
  type ModalValues,
  STRING_SELECT,
  TEXT_INPUT,
  TEXT_STYLE,
} from '../discord/modal.ts';
import type { Texts } from '../locale/texts.ts';
import { hintOf } from '../models/hint.ts';

const CUSTOM_ID = 'question';
const PROMPT = 'prompt';
const MODEL = 'model';
const FILES = 'files';

/** `offer` null: the models are not known, and none can be chosen. */
export function createQuestionModal(offer: OfferedModels | null, texts: Texts): Modal {
  const { questionForm: t } = texts;
  return {
    custom_id: CUSTOM_ID,
    title: t.title,
    components: [
      {
        type: LABEL,
        label: t.prompt,
        description: t.promptHint,
        component: {
          type: TEXT_INPUT,
          custom_id: PROMPT,
          style: TEXT_STYLE.PARAGRAPH,
          required: true,
          max_length: MAX_INPUT_CHARS,
        },
      },
      ...(offer === null || offer.models.length < 2 ? [] : [modelLabel(offer, texts)]),
      {
        type: LABEL,
        label: t.files,
        description: t.filesHint,
        component: {
          type: FILE_UPLOAD,
          custom_id: FILES,
          required: false,
          min_values: 0,
          max_values: MAX_ATTACHMENTS,
        },
      },
    ],
  };
}

function modelLabel(offer: OfferedModels, texts: Texts): Label {
  const options = offer.models.slice(0, MAX_SELECT_OPTIONS).map((model) => {
    const hint = hintOf(model, offer, texts).slice(0, MAX_SELECT_CHARS);
    return { label: model.name, value: model.name, ...(hint === '' ? {} : { description: hint }) };
  });
  return {
    type: LABEL,
    label: texts.questionForm.model,
    component: { type: STRING_SELECT, custom_id: MODEL, required: false, options },
  };
}

export interface EnteredQuestion {
  text: string;
  /** Empty when none was chosen. */
  model: string;
  fileIds: readonly string[];
}

/** Null: it is another modal. */
export function readQuestionModal(customId: string, { texts, lists }: ModalValues): EnteredQuestion | null {
  if (customId !== CUSTOM_ID) return null;
  return {
    text: texts.get(PROMPT) ?? '',
    model: lists.get(MODEL)?.[0] ?? '',
    fileIds: lists.get(FILES) ?? [],
  };
}
