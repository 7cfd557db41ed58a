/**
 * The modal in which a question about a message is written. Discord does not send the message again with what was entered, so its
 * text stands in a field of the modal, where the person can also shorten it; which message it is, and whose, is in the custom id.
 */
import {
  LABEL,
  MAX_INPUT_CHARS,
  type Modal,
  type ModalValues,
  TEXT_INPUT,
  TEXT_STYLE,
} from '../discord/modal.ts';
import type { TargetMessage } from '../discord/target.ts';
import type { Texts } from '../locale/texts.ts';
import { startOf } from '../message/shorten.ts';

const QUESTION = 'question';
const CONTEXT = 'context';
const MAX_QUESTION_CHARS = 1_000;
/** With the rest of the custom id at most Discord's 100 characters. */
const MAX_NAME_CHARS = 60;
const CUSTOM_ID = /^ask\.(\d{15,20})\.(.{0,60})$/u;

export function createAskModal({ id, authorName, text }: TargetMessage, { askModal }: Texts): Modal {
  return {
    custom_id: `ask.${id}.${startOf(authorName ?? '', MAX_NAME_CHARS)}`,
    title: askModal.title,
    components: [
      {
        type: LABEL,
        label: askModal.question,
        component: {
          type: TEXT_INPUT,
          custom_id: QUESTION,
          style: TEXT_STYLE.PARAGRAPH,
          required: true,
          max_length: MAX_QUESTION_CHARS,
        },
      },
      {
        type: LABEL,
        label: askModal.context,
        component: {
          type: TEXT_INPUT,
          custom_id: CONTEXT,
          style: TEXT_STYLE.PARAGRAPH,
          required: false,
          max_length: MAX_INPUT_CHARS,
          value: startOf(text, MAX_INPUT_CHARS),
        },
      },
    ],
  };
}

/** Null: it is another modal. */
export function readAskModal(
  customId: string,
  { texts: entered }: ModalValues,
): { target: TargetMessage; question: string } | null {
  const [, id, name = ''] = CUSTOM_ID.exec(customId) ?? [];
  if (id === undefined) return null;
  const target = { id, authorName: name === '' ? null : name, text: (entered.get(CONTEXT) ?? '').trim() };
  return { target, question: entered.get(QUESTION) ?? '' };
}
